import { useEffect, type ReactNode } from 'react'
import { classes } from '../lib/class-names.ts'
import { useRows } from '../lib/use-rows.ts'

type VirtualListProps = {
  readonly label: string
  readonly count: number
  /** Of each row, in pixels. */
  readonly rowHeight: number
  /** Whether the keyboard reaches the list itself, to scroll it: where no row holds a control. */
  readonly focusable?: boolean
  readonly className?: string
  readonly rowClassName?: string
  /** Told which rows are in view of which version, and again when `version` changes. The same function from one drawing to the next. */
  readonly onShow: (first: number, last: number, version: unknown) => void
  readonly version?: unknown
  readonly children: (index: number) => ReactNode
}

/** A list of any length: only the rows in view exist, and whoever holds it reads only those. */
export const VirtualList = (props: VirtualListProps) => {
  const { label, count, rowHeight, focusable = false, onShow, version } = props
  const rows = useRows({ count, height: rowHeight, lend: focusable })
  const { scroller, first, last } = rows
  useEffect(() => onShow(first, last, version), [onShow, first, last, version])
  return (
    <div
      ref={scroller}
      role="list"
      aria-label={label}
      {...(focusable ? { tabIndex: 0 } : {})}
      className={classes('overflow-y-auto', focusable && 'focus-visible:-outline-offset-2', props.className)}
    >
      <div role="presentation" className="relative" style={{ height: Math.max(rowHeight, rows.height) }}>
        {rows.places.map(({ key, index, top }) => (
          <div
            key={key}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={count}
            className={classes('absolute inset-x-0 top-0 [contain:strict]', props.rowClassName)}
            style={{ height: rowHeight, transform: `translateY(${top}px)` }}
          >
            {props.children(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
