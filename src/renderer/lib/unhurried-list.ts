import { elementScroll, type Rect, type Virtualizer } from '@tanstack/react-virtual'

type List = Virtualizer<HTMLDivElement, Element>

/**
 * How a virtual list learns its size. TanStack's own way reads it while React is committing, which makes the browser
 * lay the page out there and then and React render again, all before the first painting; this one is told after it.
 * Until then the list goes by its `initialRect`.
 */
export const observeRectAfterPaint = (
  { scrollElement, targetWindow }: Pick<List, 'scrollElement' | 'targetWindow'>,
  tell: (rect: Rect) => void,
): (() => void) | undefined => {
  if (scrollElement === null || targetWindow === null) return undefined
  let frame = 0
  const observer = new targetWindow.ResizeObserver(([entry]) => {
    if (entry === undefined) return
    const { width, height } = entry.contentRect
    targetWindow.cancelAnimationFrame(frame)
    frame = targetWindow.requestAnimationFrame(() =>
      tell({ width: Math.round(width), height: Math.round(height) }),
    )
  })
  observer.observe(scrollElement)
  return () => {
    observer.disconnect()
    targetWindow.cancelAnimationFrame(frame)
  }
}

/** Scrolls, but not a list that stands at its top to its top: even that makes the browser lay the page out. */
export const scrollUnlessThere: typeof elementScroll = (offset, options, list) => {
  if (offset + (options.adjustments ?? 0) !== 0 || (list.scrollOffset ?? 0) !== 0) {
    elementScroll(offset, options, list)
  }
}
