import { GraduationCap, History, Pencil, Table2, Trash2, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AppId } from '../../../core/app.ts'
import type { CustomizationJobId, CustomizationJobView } from '../../../core/customizations/views.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { formatLocale } from '../../lib/locale.ts'
import { percent } from '../../lib/quantities.ts'
import { momentTime } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { Progress } from '../../ui/progress.tsx'
import { jobTitle, jobWords } from './job-words.ts'

type JobListProps = { readonly appId: AppId; readonly onOpen: (id: CustomizationJobId) => void }

const icons = {
  edit: <Pencil aria-hidden />,
  bulk: <Table2 aria-hidden />,
  training: <GraduationCap aria-hidden />,
  rollback: <Undo2 aria-hidden />,
} as const

/** C1.10: every job of this app, newest first; each opens to its people, their old and new values, and the way back. */
export const JobList = ({ appId, onOpen }: JobListProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const jobs = useQuery(
    `customization jobs ${portalId}`,
    () => foyer()['customizations.jobs']({ portalId }),
    {
      portalId,
      topics: ['customizations'],
    },
  )
  const own = (jobs.value ?? []).filter((job) => job.appId === appId)
  const remove = async (jobId: CustomizationJobId): Promise<void> => {
    const answer = await settle(foyer()['customizations.remove']({ portalId, jobId }))
    if (!answer.ok) sayFailure(answer.error)
  }
  if (jobs.value === undefined) {
    return jobs.failure === undefined ? (
      <ListSkeleton />
    ) : (
      <FailureState failure={jobs.failure} onRetry={jobs.reload} />
    )
  }
  if (own.length === 0) {
    return <EmptyState icon={<History />} title={t('job.emptyTitle')} text={t('job.emptyText')} />
  }
  return (
    <ul aria-label={t('job.list')} className="min-h-0 flex-1 overflow-y-auto px-2.5 py-2">
      {own.map((job) => (
        <li key={job.id} className="flex items-center rounded-lg hover:bg-hover">
          <button
            type="button"
            onClick={() => onOpen(job.id)}
            className="grid min-w-0 flex-1 grid-cols-[30px_minmax(0,1fr)_auto] items-center gap-x-3 rounded-lg px-2.5 py-2 text-left focus-visible:-outline-offset-2"
          >
            <span
              aria-hidden
              className="row-span-2 grid size-[30px] place-items-center rounded-lg bg-chip text-muted [&_svg]:size-4"
            >
              {icons[job.kind]}
            </span>
            <span className="truncate font-medium">{jobTitle(job, t)}</span>
            <span className="text-xs text-muted tabular-nums">
              {momentTime(job.createdAt, formatLocale())}
            </span>
            <span className="col-span-2 truncate text-xs text-muted">{jobWords(job, t)}</span>
            {job.state === 'running' && <JobProgress job={job} />}
          </button>
          {job.written === 0 && job.state !== 'running' && (
            <IconButton label={t('job.remove')} onClick={() => void remove(job.id)} className="mr-1">
              <Trash2 aria-hidden className="size-3.5!" />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  )
}

export const JobProgress = ({ job }: { readonly job: CustomizationJobView }) => {
  const { t } = useTranslation()
  const over = job.done + job.failed + job.left
  return (
    <Progress
      label={jobTitle(job, t)}
      value={percent(over, job.sums.set)}
      text={t('job.progress', { done: over, total: job.sums.set })}
      className="col-span-full mt-1"
    />
  )
}
