import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { goToPortal, openSpace } from '../../app/place.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { JobButtons } from './job-buttons.tsx'
import { JobFailures } from './job-failures.tsx'
import { JobFiles } from './job-files.tsx'
import { standingTones } from './job-progress.tsx'
import { JobSummary } from './job-summary.tsx'
import { ReceiptsButton } from './receipts-button.tsx'
import { jobPercent } from './view.ts'
import { jobFigures, jobStanding, jobTitle } from './words.ts'

/** One job with the room it needs: how it stands, what failed, every file. */
export const JobDetail = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const space = inertLine(job.spaceName)
  const open = (): void => {
    goToPortal(job.portalId)
    openSpace(job.spaceId, 'files')
  }
  return (
    <article aria-label={jobTitle(job)} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="shrink-0 border-b border-line px-5 pt-4 pb-3">
        <div className="flex items-start gap-3">
          <div className="min-w-0 flex-1">
            <h2 className="truncate text-lg title-tight" title={jobTitle(job)}>
              {jobTitle(job)}
            </h2>
            <button
              type="button"
              onClick={open}
              className="-ml-1 flex max-w-full items-center gap-1 rounded px-1 text-muted hover:text-text"
            >
              <span className="truncate">
                {job.direction === 'upload' ? t('transfers.to', { space }) : t('transfers.from', { space })}
              </span>
              <ArrowRight aria-hidden className="size-3.5 shrink-0" />
            </button>
          </div>
          <JobButtons job={job} />
        </div>
        <Track job={job} />
        <div className="mt-2 flex flex-wrap items-center gap-x-1.5 text-xs text-muted tabular-nums">
          <span className={classes('font-medium', standingTones[job.state])}>
            {job.state === 'running'
              ? t('panel.percent', { percent: jobPercent(job) })
              : jobStanding(job, t, formatLocale())}
          </span>
          {jobFigures(job, t, formatLocale()).map((figure) => (
            <span key={figure} className="whitespace-nowrap before:mr-1.5 before:content-['·']">
              {figure}
            </span>
          ))}
          <span className="flex-1" />
          <ReceiptsButton job={job} />
        </div>
        <div className="max-h-[38vh] overflow-y-auto">
          <JobFailures job={job} />
          <JobSummary job={job} />
        </div>
      </header>
      <JobFiles key={job.id} job={job} />
    </article>
  )
}

/** What arrived, what failed and what is left, of one whole. Decoration: the job's own bar stands in the list. */
const Track = ({ job }: { readonly job: JobView }) => {
  const { total, failed } = job.files
  const done = jobPercent(job)
  const bad = total === 0 ? 0 : Math.min(100 - done, (failed / total) * 100)
  return (
    <div aria-hidden className="mt-3 flex h-1.5 gap-px overflow-hidden rounded-full bg-chip">
      <div
        className={classes('transition-[width] duration-200', fills[job.state])}
        style={{ width: `${done}%` }}
      />
      {bad > 0 && <div className="bg-bad" style={{ width: `${Math.max(bad, 1)}%` }} />}
    </div>
  )
}

const fills = {
  running: 'bg-accent',
  paused: 'bg-faint',
  waiting: 'bg-warn',
  done: 'bg-good',
  failed: 'bg-good',
  cancelled: 'bg-faint',
} as const
