import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageId } from '../../../core/message.ts'
import { mayRemove } from '../../../core/outbox/removal-rules.ts'
import { usePortal } from '../../app/context.ts'
import { endJump } from '../../app/place.ts'
import { dayHeading } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { MessageArticle } from './message-article.tsx'
import { OutgoingRow, type ReturnText } from './outgoing-row.tsx'
import type { Edits } from './use-edits.ts'
import type { Timeline as TimelineState } from './use-timeline.ts'
import type { Item } from './view.ts'
import { formatLocale } from '../../lib/locale.ts'

type TimelineProps = {
  readonly timeline: TimelineState
  readonly items: readonly Item[]
  readonly spaceName: string
  readonly jumpTo: MessageId | null
  readonly onAtEnd: (atEnd: boolean) => void
  readonly edits: Edits
  readonly onReturn: ReturnText
  readonly onLook: () => void
  readonly onRemove: (id: MessageId) => Promise<void>
}

const estimates = { top: 40, day: 36, new: 24, gap: 40, message: 52, outgoing: 76 } as const

const lineHeight = 20
/** What fits on a line, about. */
const lineLength = 76

/** Near enough that the scroll bar hardly moves when a row is measured. */
const estimate = (item: Item | undefined): number => {
  if (item?.kind !== 'message') return estimates[item?.kind ?? 'message']
  const { content } = item.message
  let lines = Math.ceil(content.length / lineLength)
  for (let at = content.indexOf('\n'); at >= 0 && lines < 40; at = content.indexOf('\n', at + 1)) lines++
  return (item.compact ? 4 : 30) + lineHeight * Math.max(1, lines)
}

/** Within this many pixels one is at the end. */
const atEndWithin = 48

/** Within this many pixels of an end the next page is fetched: it is there before a wheel turned fast gets to it. */
const reach = 3000

export const Timeline = ({
  timeline,
  items,
  spaceName,
  jumpTo,
  onAtEnd,
  edits,
  onReturn,
  onLook,
  onRemove,
}: TimelineProps) => {
  const { t } = useTranslation()
  const { staffMode } = usePortal()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(items[index]),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 6,
    rangeExtractor: usePinned(items, edits.texts),
    paddingEnd: 12,
    // A chat hangs from its end: older pages grow upwards unseen, new messages follow when one is at the end.
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: atEndWithin,
  })

  const placed = useRef(false)
  const stick = useRef<Stick>({ held: jumpTo === null, top: 0, height: 0 })
  useStayAtEnd(scroller, stick)
  const [far, setFar] = useState(false)
  const { readOlder, readNewer } = timeline

  const look = useCallback((): void => {
    const box = scroller.current
    if (box === null || !placed.current) return
    const below = box.scrollHeight - box.scrollTop - box.clientHeight
    noteScroll(stick.current, box, below < atEndWithin)
    setFar(below > 400)
    onAtEnd(below < atEndWithin)
    if (box.scrollTop < reach) readOlder()
    if (below < reach) readNewer()
  }, [onAtEnd, readOlder, readNewer])

  useLayoutEffect(() => {
    if (placed.current || items.length === 0) return
    placed.current = true
    if (jumpTo === null) virtual.scrollToEnd()
  }, [items.length, jumpTo, virtual])

  const keys = useRef(items)
  useLayoutEffect(() => {
    keys.current = items
  })
  const hasTarget = jumpTo !== null && items.some(({ key }) => key === jumpTo)
  useEffect(() => {
    if (!hasTarget) return
    stick.current.held = false
    const index = keys.current.findIndex(({ key }) => key === jumpTo)
    virtual.scrollToIndex(index, { align: 'center' })
    const timer = setTimeout(endJump, 2500)
    return () => clearTimeout(timer)
  }, [hasTarget, jumpTo, virtual])

  useKeepPlace(scroller, stick, items, virtual)

  // A first page that does not fill the pane has nothing to scroll, so it is looked at after each change as well.
  useEffect(look, [look, items])

  const toNewest = (): void => {
    stick.current.held = true
    if (timeline.atNewest) virtual.scrollToEnd()
    else {
      placed.current = false
      timeline.reload()
    }
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        onScroll={look}
        tabIndex={0}
        role="log"
        aria-label={t('messages.log')}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:-outline-offset-2"
      >
        {/* A short conversation stands at the bottom, beside the composer, where the next message will be. */}
        <div className="flex min-h-full flex-col justify-end">
          <div className="relative shrink-0" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, key, start }) => {
              const item = items[index]
              return item === undefined ? null : (
                <div
                  key={key}
                  data-index={index}
                  ref={virtual.measureElement}
                  className="absolute inset-x-0 top-0 [contain:layout_paint_style]"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <Row
                    item={item}
                    timeline={timeline}
                    spaceName={spaceName}
                    highlighted={item.key === jumpTo}
                    edits={edits}
                    onReturn={onReturn}
                    onLook={onLook}
                    onRemove={onRemove}
                    staffMode={staffMode}
                  />
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {(far || !timeline.atNewest) && (
        <div className="pointer-events-none absolute inset-x-0 bottom-2 flex justify-center">
          <Button
            className="pointer-events-auto rounded-full! shadow-pop rise"
            icon={<ArrowDown aria-hidden />}
            onClick={toNewest}
          >
            {t('messages.newest')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Rows that are being changed stay mounted wherever one scrolls, so that their fields keep cursor and focus. */
const usePinned = (items: readonly Item[], edited: Edits['texts']): ((range: Range) => number[]) => {
  const pinned = useMemo(
    () =>
      items.flatMap((item, index) => (item.kind === 'outgoing' && edited.has(item.row.id) ? [index] : [])),
    [items, edited],
  )
  return useCallback(
    (range) => [...new Set([...defaultRangeExtractor(range), ...pinned])].toSorted((a, b) => a - b),
    [pinned],
  )
}

/** Whether the end is held on to, and the scroll position that was seen last. */
type Stick = { held: boolean; top: number; height: number }

/** Only a person lets go of the end: heights that settle while rows are measured move the position as well. */
const noteScroll = (stick: Stick, box: HTMLElement, atEnd: boolean): void => {
  if (atEnd) stick.held = true
  else if (box.scrollHeight === stick.height && box.scrollTop < stick.top) stick.held = false
  stick.top = box.scrollTop
  stick.height = box.scrollHeight
}

/** Keeps the newest message in view while the pane or its rows change size (transfers unfold, a composer grows). */
const useStayAtEnd = (scroller: RefObject<HTMLElement | null>, stick: RefObject<Stick>): void => {
  useEffect(() => {
    const box = scroller.current
    if (box === null) return
    const observer = new ResizeObserver(() => {
      if (stick.current.held) box.scrollTop = box.scrollHeight
    })
    observer.observe(box)
    if (box.firstElementChild !== null) observer.observe(box.firstElementChild)
    return () => observer.disconnect()
  }, [scroller, stick])
}

/**
 * Older messages grow upwards unseen. At the very top the virtualizer holds on to the heading there, which stays first
 * whatever comes below it; so the first message in view is held on to as well.
 */
const useKeepPlace = (
  scroller: RefObject<HTMLElement | null>,
  stick: RefObject<Stick>,
  items: readonly Item[],
  virtual: Pick<Virtualizer<HTMLDivElement, Element>, 'measurementsCache'>,
): void => {
  const before = useRef(items)
  useLayoutEffect(() => {
    const box = scroller.current
    const shown = before.current
    before.current = items
    const first = shown.find(({ kind }) => kind === 'message')
    if (box === null || first === undefined || shown === items || stick.current.held) return
    if (box.scrollTop > estimates.top + estimates.day) return
    const index = items.findIndex(({ key }) => key === first.key)
    const added = index - shown.indexOf(first)
    if (added > 0) box.scrollTop = (virtual.measurementsCache[index]?.start ?? 0) - estimates.top
  }, [scroller, stick, items, virtual])
}

type RowProps = {
  readonly item: Item
  readonly timeline: TimelineState
  readonly spaceName: string
  readonly highlighted: boolean
  readonly edits: Edits
  readonly onReturn: ReturnText
  readonly onLook: () => void
  readonly onRemove: (id: MessageId) => Promise<void>
  readonly staffMode: boolean
}

const Row = (props: RowProps) => {
  const { item, timeline, spaceName, highlighted, edits, onReturn, onLook, onRemove, staffMode } = props
  const { t } = useTranslation()
  switch (item.kind) {
    case 'top':
      return <Top timeline={timeline} spaceName={spaceName} />
    case 'day':
      return <DayHeading at={item.at} />
    case 'new':
      return (
        <div className="flex items-center gap-2 px-5 pt-2 text-2xs font-semibold text-accent-text">
          <span>{t('messages.new')}</span>
          <span aria-hidden className="h-px flex-1 bg-accent opacity-40" />
        </div>
      )
    case 'gap':
      return (
        <div className="mx-5 my-2 flex items-center gap-3 text-2xs font-medium text-warn">
          <span aria-hidden className="h-0 flex-1 border-t border-dashed border-current opacity-50" />
          <span>{t('thread.gap')}</span>
          <span aria-hidden className="h-0 flex-1 border-t border-dashed border-current opacity-50" />
        </div>
      )
    case 'message':
      return (
        <MessageArticle
          message={item.message}
          compact={item.compact}
          highlighted={highlighted}
          onRemove={mayRemove(item.message.mine, staffMode) ? onRemove : undefined}
        />
      )
    case 'outgoing':
      return <OutgoingRow {...{ row: item.row, compact: item.compact, edits, onReturn, onLook }} />
  }
}

const Top = ({ timeline, spaceName }: Pick<RowProps, 'timeline' | 'spaceName'>) => {
  const { t } = useTranslation()
  const words =
    timeline.page === undefined || timeline.page.older !== null
      ? t('messages.older')
      : timeline.page.complete
        ? t('messages.beginning', { name: spaceName })
        : t('messages.partial')
  return <p className="px-5 pt-4 pb-1 text-center text-xs text-faint">{words}</p>
}

const DayHeading = ({ at }: { readonly at: number }) => {
  const { t } = useTranslation()
  const now = useNow(60_000)
  return (
    <div className="flex justify-center pt-4 pb-1">
      <span className="text-xs font-medium text-faint">
        {dayHeading(at, now, formatLocale(), { today: t('common.today'), yesterday: t('common.yesterday') })}
      </span>
    </div>
  )
}
