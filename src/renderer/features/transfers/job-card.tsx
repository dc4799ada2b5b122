import { ArrowDownToLine, ArrowUpFromLine, ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { JobButtons } from './job-buttons.tsx'
import { JobFailures } from './job-failures.tsx'
import { JobFiles } from './job-files.tsx'
import { JobProgress, standingTones } from './job-progress.tsx'
import { JobSummary } from './job-summary.tsx'
import { ReceiptsButton } from './receipts-button.tsx'
import { jobFigures, jobStanding, jobTitle } from './words.ts'

/** A job in the panel below a space. */
export const JobCard = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  const space = inertLine(job.spaceName)
  const Icon = job.direction === 'upload' ? ArrowUpFromLine : ArrowDownToLine
  return (
    <li className="px-4 py-3">
      <div className="flex items-start gap-3">
        <span
          aria-hidden
          className={classes(
            'mt-0.5 grid size-8 shrink-0 place-items-center rounded-lg [&_svg]:size-4',
            job.state === 'failed' ? 'bg-bad-soft text-bad' : 'bg-chip text-muted',
          )}
        >
          <Icon />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex min-h-7 items-center gap-2">
            <p className="min-w-0 flex-1 truncate">
              <span className="font-semibold">{jobTitle(job)}</span>{' '}
              <span className="text-muted">
                {job.direction === 'upload' ? t('transfers.to', { space }) : t('transfers.from', { space })}
              </span>
            </p>
            <JobButtons job={job} />
          </div>
          <JobProgress job={job} className="my-1.5" />
          <div className="flex items-center gap-2 text-xs text-muted tabular-nums">
            <p className="min-w-0 flex-1 truncate">
              {job.state !== 'running' && (
                <span className={classes('font-medium', standingTones[job.state])}>
                  {jobStanding(job, t, formatLocale())} ·{' '}
                </span>
              )}
              {jobFigures(job, t, formatLocale()).join(' · ')}
            </p>
            <ReceiptsButton job={job} />
            <button
              type="button"
              aria-expanded={open}
              aria-controls={id}
              onClick={() => setOpen(!open)}
              className="-my-1 flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-text"
            >
              {open ? t('transfers.hideFiles') : t('transfers.showFiles')}
              <ChevronDown
                aria-hidden
                className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`}
              />
            </button>
          </div>
          <JobFailures job={job} />
          <JobSummary job={job} />
          <div id={id}>{open && <JobFiles job={job} compact />}</div>
        </div>
      </div>
    </li>
  )
}
