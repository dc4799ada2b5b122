import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompareFilter, CompareId, CompareView } from '../../../core/transfers/compare-views.ts'
import { CompareTableRow } from './compare-table-row.tsx'
import { compareColumns } from './columns.ts'
import { useRows } from './use-comparison.ts'

const rowHeight = 28

type CompareTableProps = {
  readonly compareId: CompareId
  readonly only: CompareFilter
  /** Read again when this changes: the check of contents moves rows from one state to another. */
  readonly view: CompareView
  /** Shown when no row fits. */
  readonly empty: ReactNode
}

const none: readonly string[] = []

/** Both sides as one tree: only the rows in view exist, however many files there are. */
export const CompareTable = ({ compareId, only, view, empty }: CompareTableProps) => {
  const { t } = useTranslation()
  const [closed, setClosed] = useState(none)
  const [cursor, setCursor] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const { total, row, read } = useRows(compareId, only, closed)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    initialRect: { width: 900, height: 400 },
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => read(first, last), [read, first, last, view.counts, view.phase])

  const active = Math.min(cursor, Math.max(0, total - 1))
  const setFolded = (path: string, fold: boolean): void =>
    setClosed((paths) => (fold ? [...paths, path] : paths.filter((each) => each !== path)))
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(total - 1, to))
    setCursor(index)
    virtual.scrollToIndex(index)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = row(active)
    const step = steps[event.key]
    if (step !== undefined) move(active + step)
    else if (event.key === 'ArrowLeft' && at?.isFolder === true) setFolded(at.path, true)
    else if (event.key === 'ArrowRight' && at?.isFolder === true) setFolded(at.path, false)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      role="treegrid"
      aria-label={t('compare.grid')}
      aria-rowcount={total + 1}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(total === 0 ? {} : { 'aria-activedescendant': `compare-${active}` })}
      className="group/grid flex min-h-0 flex-1 flex-col overflow-y-auto outline-none"
    >
      <div role="rowgroup" className="@container sticky top-0 z-10 shrink-0 border-b border-line bg-raised">
        <div role="row" aria-rowindex={1} className={`${compareColumns} h-7 items-center text-xs text-faint`}>
          <span role="columnheader">{t('compare.columns.name')}</span>
          <span role="columnheader">{t('compare.columns.state')}</span>
          <span role="columnheader" className="text-right">
            {t('compare.columns.here')}
          </span>
          <span role="columnheader" className="text-right">
            {t('compare.columns.there')}
          </span>
        </div>
      </div>
      {total === 0 ? (
        empty
      ) : (
        <div role="rowgroup" className="relative shrink-0" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const at = row(item.index)
            return at === undefined ? null : (
              <CompareTableRow
                key={at.path}
                row={at}
                index={item.index}
                top={item.start}
                height={item.size}
                active={item.index === active}
                folded={closed.includes(at.path)}
                onPick={() => setCursor(item.index)}
                onFold={() => setFolded(at.path, !closed.includes(at.path))}
              />
            )
          })}
        </div>
      )}
    </div>
  )
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 15,
  PageUp: -15,
  Home: -1_000_000,
  End: 1_000_000,
}
