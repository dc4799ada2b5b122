import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompareFilter, CompareId, CompareView } from '../../../core/transfers/compare-views.ts'
import { useRows } from '../../lib/use-rows.ts'
import { CompareTableRow } from './compare-table-row.tsx'
import { compareColumns } from './columns.ts'
import { useCompareRows } from './use-comparison.ts'

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
  const { total, row, read } = useCompareRows(compareId, only, closed)
  const { scroller, places, first, last, height, scrollTo } = useRows({
    ...{ count: total, height: rowHeight, listHeight: 400, beyond: 12 },
  })
  useEffect(() => read(first, last), [read, first, last, view.counts, view.phase])

  const active = Math.min(cursor, Math.max(0, total - 1))
  const setFolded = (path: string, fold: boolean): void =>
    setClosed((paths) => (fold ? [...paths, path] : paths.filter((each) => each !== path)))
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(total - 1, to))
    setCursor(index)
    scrollTo(index)
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
        <div role="rowgroup" className="relative shrink-0" style={{ height }}>
          {places.map(({ index, top }) => {
            const at = row(index)
            return at === undefined ? null : (
              <CompareTableRow
                key={at.path}
                row={at}
                index={index}
                top={top}
                height={rowHeight}
                active={index === active}
                folded={closed.includes(at.path)}
                onPick={() => setCursor(index)}
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
