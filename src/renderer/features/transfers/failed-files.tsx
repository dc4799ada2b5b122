import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FailureCode } from '../../../core/failure.ts'
import type { JobView, TransferRow } from '../../../core/transfers/views.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'

const rowHeight = 24
const pageSize = 100

/** Failures whose detail is a sentence of the portal's. */
const portalSpeaks: ReadonlySet<FailureCode> = new Set(['invalid', 'forbidden', 'not-found', 'server-error'])

type FailedFilesProps = {
  readonly job: JobView
  readonly reason: FailureCode
  readonly count: number
  readonly label: string
}

/** Every path that failed for one reason: only the rows in view exist, and only their pages are read. */
export const FailedFiles = ({ job, reason, count, label }: FailedFilesProps) => {
  const { portalId, id: jobId } = job
  const scroller = useRef<HTMLDivElement>(null)
  const [rows, setRows] = useState<ReadonlyMap<number, TransferRow>>(new Map())
  const [total, setTotal] = useState(count)
  const turn = useRef(0)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const read = useCallback(
    (from: number, to: number): void => {
      const mine = ++turn.current
      const offset = from - (from % pageSize)
      const limit = Math.min(500, Math.max(pageSize, to + 1 - offset))
      void settle(foyer()['transfers.failedFiles']({ portalId, jobId, reason, offset, limit })).then(
        (answer) => {
          if (!answer.ok || turn.current !== mine) return
          setTotal(answer.value.total)
          setRows(new Map(answer.value.rows.map((row, index) => [offset + index, row])))
        },
      )
    },
    [portalId, jobId, reason],
  )
  useEffect(() => read(first, last), [read, first, last, count])
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="list"
      aria-label={label}
      className="mt-1.5 max-h-40 overflow-y-auto rounded-md border border-line bg-panel py-1 focus-visible:-outline-offset-2"
    >
      <div
        role="presentation"
        className="relative"
        style={{ height: Math.max(rowHeight, virtual.getTotalSize()) }}
      >
        {items.map((item) => (
          <FailedLine
            key={item.key}
            row={rows.get(item.index)}
            top={item.start}
            position={item.index + 1}
            total={total}
          />
        ))}
      </div>
    </div>
  )
}

type FailedLineProps = {
  readonly row: TransferRow | undefined
  readonly top: number
  readonly position: number
  readonly total: number
}

const FailedLine = ({ row, top, position, total }: FailedLineProps) => {
  const { t } = useTranslation()
  const problem = row?.problem ?? null
  // The system's own codes (ENOENT) say nothing that the group's words don't.
  const detail = problem !== null && portalSpeaks.has(problem.code) ? (problem.detail ?? '') : ''
  return (
    <div
      role="listitem"
      aria-posinset={position}
      aria-setsize={total}
      className="absolute inset-x-0 top-0 flex items-center gap-3 px-2.5 text-xs"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      {row !== undefined && (
        <>
          <span className="min-w-0 flex-1 truncate select-text" dir="auto" title={inertLine(row.path)}>
            {inertLine(row.path)}
          </span>
          {detail !== '' && (
            <span className="max-w-[50%] shrink-0 truncate text-faint" title={inertLine(detail)}>
              {t('failure.detail', { detail: inertLine(detail) })}
            </span>
          )}
          <span className="w-16 shrink-0 text-right text-faint tabular-nums">
            {bytes(row.size, formatLocale())}
          </span>
        </>
      )}
    </div>
  )
}
