import { Check, CircleAlert, CircleDashed, CircleSlash, Equal, LoaderCircle, Undo2 } from 'lucide-react'
import { useCallback, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomizationChangeView, CustomizationJobView } from '../../../core/customizations/views.ts'
import { usePortal } from '../../app/context.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { usePages } from '../../lib/use-pages.ts'
import { IconButton } from '../../ui/button.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { DifferenceLine } from './difference-list.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'

const filters = ['all', 'set', 'same', 'skipped', 'failed', 'left'] as const
type Filter = (typeof filters)[number]

const rowHeight = 48
const pageSize = 100

type JobRowsProps = {
  readonly job: CustomizationJobView
  readonly busy: boolean
  readonly onUndo: (number: number) => void
}

/** Each person of a job and what becomes of the configuration; only the rows in view are read. */
export const JobRows = ({ job, busy, onUndo }: JobRowsProps) => {
  const { t } = useTranslation()
  const [only, setOnly] = useState<Filter>('all')
  const { sums, failed, left } = job
  const all = sums.set + sums.same + sums.skipped
  const counts = { ...sums, all, failed, left, set: sums.set - failed - left }
  const shown = filters.filter((filter) => filter === 'all' || counts[filter] > 0)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {shown.length > 2 && (
        <FilterChips
          label={t('job.filters.label')}
          filters={shown}
          chosen={only}
          nameOf={(filter) =>
            t(`job.filters.${filter === 'set' && job.state === 'done' ? 'changed' : filter}`)
          }
          countOf={(filter) => counts[filter]}
          onChoose={setOnly}
        />
      )}
      <Rows key={only} job={job} only={only} total={counts[only]} busy={busy} onUndo={onUndo} />
    </div>
  )
}

const Rows = ({
  job,
  only,
  total,
  busy,
  onUndo,
}: JobRowsProps & { readonly only: Filter; readonly total: number }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const jobId = job.id
  const read = useCallback(
    async (offset: number, limit: number) => {
      const which = { portalId, jobId, only: only === 'all' ? null : only, offset, limit }
      const answer = await settle(foyer()['customizations.changes'](which))
      return answer.ok ? answer.value.changes : null
    },
    [portalId, jobId, only],
  )
  const { row, show } = usePages(read, pageSize)
  return (
    <VirtualList
      label={t('job.rows')}
      count={total}
      rowHeight={rowHeight}
      className="min-h-0 flex-1 px-2.5"
      onShow={show}
      version={`${job.state} ${job.done} ${job.failed} ${job.left}`}
    >
      {(index) => {
        const change = row(index)
        return change === undefined ? null : <Row change={change} busy={busy} onUndo={onUndo} />
      }}
    </VirtualList>
  )
}

const iconOf = ({ kind, phase }: CustomizationChangeView): ReactNode => {
  if (kind === 'same') return <Equal aria-hidden className="text-faint" />
  if (kind === 'skipped') return <CircleSlash aria-hidden className="text-warn" />
  switch (phase) {
    case 'none':
    case 'planned':
      return <CircleDashed aria-hidden className="text-faint" />
    case 'sending':
      return <LoaderCircle aria-hidden className="text-accent-text" />
    case 'done':
      return <Check aria-hidden className="text-good" />
    case 'failed':
      return <CircleAlert aria-hidden className="text-bad" />
    case 'left':
      return <CircleSlash aria-hidden className="text-warn" />
  }
}

type RowProps = {
  readonly change: CustomizationChangeView
  readonly busy: boolean
  readonly onUndo: (number: number) => void
}

const Row = ({ change, busy, onUndo }: RowProps) => {
  const { t } = useTranslation()
  const name = change.name === '' ? t('job.nobody') : inertLine(change.name)
  return (
    <div className="grid h-full grid-cols-[16px_minmax(0,0.7fr)_minmax(0,1.6fr)_28px] items-center gap-3 rounded-lg px-2.5 hover:bg-hover [&>svg]:size-4">
      {iconOf(change)}
      <span className="min-w-0 select-text">
        <span className="block truncate leading-[18px] font-medium">{name}</span>
        <span className="block truncate text-xs text-muted">
          {change.line === null ? inertLine(change.email) : t('job.line', { line: change.line })}
        </span>
      </span>
      <span className="line-clamp-2 min-w-0 text-xs leading-[18px] text-muted select-text [overflow-wrap:anywhere]">
        <Words change={change} />
      </span>
      {change.outcome === 'set' ? (
        <IconButton label={t('job.undoOne', { name })} disabled={busy} onClick={() => onUndo(change.number)}>
          <Undo2 aria-hidden className="size-3.5!" />
        </IconButton>
      ) : (
        <span />
      )}
    </div>
  )
}

const Words = ({ change }: { readonly change: CustomizationChangeView }) => {
  const { t } = useTranslation()
  if (change.reason !== null) {
    return t(`job.reasons.${change.reason}`, { column: inertLine(change.column ?? '') })
  }
  if (change.kind === 'same') return t('job.sameRow')
  if (change.phase === 'left') return t('job.leftRow', { keys: change.keys.map(inertLine).join(', ') })
  if (change.phase === 'failed' && change.problem !== null) {
    const { title, detail } = failureWords(change.problem, t)
    return <span className="text-bad">{detail === null ? title : `${title}. ${detail}`}</span>
  }
  if (change.outcome === 'there') return t('job.thereRow')
  return (
    <>
      <DifferenceLine differences={change.differences} />
      {change.had && !change.has && <> · {t('difference.whole')}</>}
    </>
  )
}
