import { ArrowLeft, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomizationJobId, CustomizationJobView } from '../../../core/customizations/views.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { JobProgress } from './job-list.tsx'
import { JobRows } from './job-rows.tsx'
import { jobTitle, jobWords } from './job-words.ts'

type JobSheetProps = {
  readonly jobId: CustomizationJobId
  readonly onBack: () => void
  /** Another job takes its place: what undoes it. */
  readonly onJob: (id: CustomizationJobId) => void
}

type Verb = 'start' | 'pause' | 'cancel' | 'retryFailed' | 'remove'

/** A job person by person: the dry run before it is written, its way, and the way back. */
export const JobSheet = ({ jobId, onBack, onJob }: JobSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [busy, setBusy] = useState(false)
  const read = useQuery(
    `customization job ${jobId}`,
    () => foyer()['customizations.job']({ portalId, jobId }),
    { portalId, topics: ['customizations'] },
  )
  const job = read.value
  const run = async (verb: Verb): Promise<void> => {
    setBusy(true)
    const answer = await settle(foyer()[`customizations.${verb}`]({ portalId, jobId }))
    setBusy(false)
    if (!answer.ok) sayFailure(answer.error)
    else if (verb === 'remove') onBack()
  }
  const undo = async (numbers: readonly number[] | null): Promise<void> => {
    setBusy(true)
    const planned = await settle(
      foyer()['customizations.rollback']({
        portalId,
        jobId,
        numbers: numbers === null ? null : [...numbers],
      }),
    )
    setBusy(false)
    if (planned.ok) onJob(planned.value.id)
    else sayFailure(planned.error)
  }
  if (job === undefined) {
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        {read.failure !== undefined && <FailureState failure={read.failure} onRetry={read.reload} />}
      </div>
    )
  }
  return (
    <section aria-label={t('job.label')} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-col gap-2 border-b border-line px-5 pt-3 pb-3">
        <div className="flex flex-wrap items-center gap-2">
          <Button look="quiet" icon={<ArrowLeft aria-hidden />} onClick={onBack} className="-ml-2">
            {t('job.back')}
          </Button>
          <div className="mr-auto min-w-0">
            <h2 className="truncate text-md title-tight">{jobTitle(job, t)}</h2>
            <p role="status" className="text-xs text-muted">
              {inertLine(job.appLabel)} · {jobWords(job, t)}
              {job.state === 'plan' && ` · ${t('job.dryRun')}`}
            </p>
          </div>
          <div className="ml-auto flex flex-wrap gap-2">
            <JobButtons
              job={job}
              busy={busy}
              onRun={(verb) => void run(verb)}
              onUndo={() => void undo(null)}
            />
          </div>
        </div>
        {(job.state === 'running' || job.state === 'paused') && <JobProgress job={job} />}
        {job.state === 'plan' && job.sums.set === 0 && <p className="text-muted">{t('job.nothing')}</p>}
        {job.problem !== null && <FailureNotice failure={job.problem} />}
      </div>
      <JobRows job={job} onUndo={(number) => void undo([number])} busy={busy} />
    </section>
  )
}

type JobButtonsProps = {
  readonly job: CustomizationJobView
  readonly busy: boolean
  readonly onRun: (verb: Verb) => void
  readonly onUndo: () => void
}

const JobButtons = ({ job, busy, onRun, onUndo }: JobButtonsProps) => {
  const { t } = useTranslation()
  const todo = job.sums.set - job.done - job.failed - job.left
  switch (job.state) {
    case 'plan':
      return (
        <>
          <Button disabled={busy} onClick={() => onRun('remove')}>
            {t('job.discard')}
          </Button>
          <Button look="primary" disabled={busy || todo === 0} onClick={() => onRun('start')}>
            {t(job.kind === 'rollback' ? 'job.rollBack' : 'job.set', { count: todo })}
          </Button>
        </>
      )
    case 'running':
      return (
        <Button disabled={busy} onClick={() => onRun('pause')}>
          {t('job.pause')}
        </Button>
      )
    case 'paused':
      return (
        <>
          <Button disabled={busy} onClick={() => onRun('cancel')}>
            {t('job.cancel')}
          </Button>
          <Button look="primary" disabled={busy} onClick={() => onRun('start')}>
            {t('job.goOn', { count: todo })}
          </Button>
        </>
      )
    case 'done':
    case 'cancelled':
      return (
        <>
          {job.failed > 0 && (
            <Button disabled={busy} onClick={() => onRun('retryFailed')}>
              {t('job.retry', { count: job.failed })}
            </Button>
          )}
          {job.written > 0 && (
            <Button icon={<Undo2 aria-hidden />} disabled={busy} onClick={onUndo}>
              {t('job.undo')}
            </Button>
          )}
        </>
      )
  }
}
