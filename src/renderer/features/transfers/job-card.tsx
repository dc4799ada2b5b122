import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { Entry, Fold } from '../../ui/entry.tsx'
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
    <Entry
      icon={<Icon />}
      tone={job.state === 'failed' ? 'bad' : 'plain'}
      title={jobTitle(job)}
      note={job.direction === 'upload' ? t('transfers.to', { space }) : t('transfers.from', { space })}
      buttons={<JobButtons job={job} />}
    >
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
        <Fold
          open={open}
          onFold={setOpen}
          controls={id}
          words={{ show: t('transfers.showFiles'), hide: t('transfers.hideFiles') }}
        />
      </div>
      <JobFailures job={job} />
      <JobSummary job={job} />
      <div id={id}>{open && <JobFiles job={job} compact />}</div>
    </Entry>
  )
}
