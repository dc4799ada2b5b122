import { useVirtualizer } from '@tanstack/react-virtual'
import { Check, CircleAlert, CircleDashed, LoaderCircle, Minus } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView, TransferPhase, TransferRow } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { bytes, percent } from '../../lib/quantities.ts'
import { formatLocale } from '../../lib/locale.ts'

const rowHeight = 26
const pageSize = 100

/** The files of a job: only the rows in view exist, and only their pages are read. */
export const JobFiles = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const [only, setOnly] = useState<'all' | 'failed'>(job.files.failed > 0 ? 'failed' : 'all')
  return (
    <div className="mt-2 overflow-hidden rounded-lg border border-line">
      {job.files.failed > 0 && (
        <label className="flex items-center gap-2 border-b border-line px-3 py-1.5 text-xs text-muted">
          <input
            type="checkbox"
            checked={only === 'failed'}
            onChange={(event) => setOnly(event.target.checked ? 'failed' : 'all')}
            className="accent-accent"
          />
          {t('transfers.onlyFailed')}
        </label>
      )}
      <Rows key={only} job={job} only={only} />
    </div>
  )
}

const Rows = ({ job, only }: { readonly job: JobView; readonly only: 'all' | 'failed' }) => {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { total, row, read } = usePages(job, only)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { done, failed, skipped } = job.files
  useEffect(() => read(first, last), [read, first, last, done, failed, skipped, job.state])
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="list"
      aria-label={t('transfers.filesOf', { title: inertLine(job.title) })}
      className="max-h-52 overflow-y-auto py-1 focus-visible:-outline-offset-2"
    >
      <div
        role="presentation"
        className="relative"
        style={{ height: Math.max(rowHeight, virtual.getTotalSize()) }}
      >
        {items.map((item) => (
          <FileLine
            key={item.key}
            row={row(item.index)}
            download={job.direction === 'download'}
            top={item.start}
            position={item.index + 1}
            total={total}
          />
        ))}
      </div>
    </div>
  )
}

type Pages = {
  readonly total: number
  readonly row: (index: number) => TransferRow | undefined
  readonly read: (first: number, last: number) => void
}

const usePages = (job: JobView, only: 'all' | 'failed'): Pages => {
  const { portalId, id: jobId } = job
  const [rows, setRows] = useState<ReadonlyMap<number, TransferRow>>(new Map())
  const [total, setTotal] = useState(only === 'failed' ? job.files.failed : job.files.total)
  const turn = useRef(0)
  const read = useCallback(
    (first: number, last: number): void => {
      const mine = ++turn.current
      const offset = Math.max(0, first - (first % pageSize))
      const limit = Math.min(500, Math.max(pageSize, last + 1 - offset))
      void settle(foyer()['transfers.files']({ portalId, jobId, only, offset, limit })).then((answer) => {
        if (!answer.ok || turn.current !== mine) return
        setTotal(answer.value.total)
        setRows(new Map(answer.value.rows.map((row, index) => [offset + index, row])))
      })
    },
    [portalId, jobId, only],
  )
  return { total, row: (index) => rows.get(index), read }
}

type FileLineProps = {
  readonly row: TransferRow | undefined
  readonly download: boolean
  readonly top: number
  readonly position: number
  readonly total: number
}

const FileLine = ({ row, download, top, position, total }: FileLineProps) => {
  const { t } = useTranslation()
  const words =
    row === undefined
      ? ''
      : row.problem !== null
        ? failureWords(row.problem, t).title
        : row.phase === 'staging'
          ? `${download ? t('transfers.downloading') : t('transfers.phases.staging')} ${percent(row.done, row.size)} %`
          : t(`transfers.phases.${row.phase}`)
  return (
    <div
      role="listitem"
      aria-posinset={position}
      aria-setsize={total}
      className="absolute inset-x-0 top-0 grid grid-cols-[16px_minmax(0,1fr)_auto_64px] items-center gap-2 px-3 text-xs"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      {row !== undefined && (
        <>
          <PhaseIcon phase={row.phase} />
          <span className="truncate select-text" dir="auto" title={inertLine(row.path)}>
            {inertLine(row.path)}
          </span>
          <span
            className={classes('max-w-64 truncate', row.problem === null ? 'text-faint' : 'text-bad')}
            title={words}
          >
            {words}
          </span>
          <span className="text-right text-faint tabular-nums">{bytes(row.size, formatLocale())}</span>
        </>
      )}
    </div>
  )
}

const PhaseIcon = ({ phase }: { readonly phase: TransferPhase }) => {
  switch (phase) {
    case 'verified':
      return <Check aria-hidden className="size-3.5 text-good" />
    case 'failed':
      return <CircleAlert aria-hidden className="size-3.5 text-bad" />
    case 'staging':
    case 'committed':
    case 'registered':
      return <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent-text" />
    case 'cancelled':
    case 'skipped':
      return <Minus aria-hidden className="size-3.5 text-faint" />
    case 'planned':
      return <CircleDashed aria-hidden className="size-3.5 text-faint" />
  }
}
