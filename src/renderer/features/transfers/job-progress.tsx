import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { Progress } from '../../ui/progress.tsx'
import { jobPercent } from './view.ts'
import { jobFigures, jobTitle } from './words.ts'

export const jobTones = {
  running: 'accent',
  paused: 'quiet',
  waiting: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'quiet',
} as const

export const standingTones = {
  running: 'text-muted',
  paused: 'text-muted',
  waiting: 'text-warn',
  done: 'text-good',
  failed: 'text-bad',
  cancelled: 'text-muted',
} as const

/** A job's bar, named by the job. */
export const JobProgress = ({ job, className }: { readonly job: JobView; readonly className?: string }) => {
  const { t } = useTranslation()
  const named = { title: jobTitle(job), space: inertLine(job.spaceName) }
  return (
    <Progress
      label={job.direction === 'upload' ? t('transfers.named', named) : t('transfers.namedDown', named)}
      value={jobPercent(job)}
      text={jobFigures(job, t, formatLocale()).join(' · ')}
      tone={jobTones[job.state]}
      {...(className === undefined ? {} : { className })}
    />
  )
}
