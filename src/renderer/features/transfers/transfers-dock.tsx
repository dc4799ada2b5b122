import { ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { openTransfers, usePlace } from '../../app/place.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Announcer } from './announcer.tsx'
import { JobButtons, JobCard } from './job-card.tsx'
import { useJobs } from './use-jobs.ts'
import { isUnderWay, jobPercent, leadingJob } from './view.ts'
import { jobFigures, jobStanding, jobTitle } from './words.ts'
import { formatLocale } from '../../lib/locale.ts'

/** At the bottom of the window while there are jobs: a bar, or unfolded, all of them. */
export const TransfersDock = () => {
  const { t } = useTranslation()
  const { list } = useJobs()
  const open = usePlace((place) => place.transfersOpen)
  const leading = leadingJob(list)
  if (leading === undefined) return null
  return (
    <section aria-label={t('transfers.title')} className="col-start-2 min-w-0 border-t border-line bg-bg">
      <Announcer jobs={list} />
      {open ? (
        <>
          <div className="flex h-10 items-center gap-2 pr-2.5 pl-4">
            <h2 className="font-semibold">{t('transfers.title')}</h2>
            <span className="flex-1 text-xs text-muted">{summary(list, t)}</span>
            <IconButton label={t('transfers.fold')} onClick={() => openTransfers(false)}>
              <ChevronDown aria-hidden />
            </IconButton>
          </div>
          <ul className="max-h-[38vh] divide-y divide-line overflow-y-auto border-t border-line">
            {list.map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
          </ul>
        </>
      ) : (
        <Bar job={leading} />
      )}
    </section>
  )
}

const Bar = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const title = jobTitle(job)
  const figures = jobFigures(job, t, formatLocale())
  const tone =
    job.state === 'failed'
      ? 'bad'
      : job.state === 'done'
        ? 'good'
        : job.state === 'waiting'
          ? 'warn'
          : 'accent'
  return (
    <div className="flex h-10 items-center gap-3.5 pr-2.5 pl-4">
      <span className="max-w-[30%] shrink-0 truncate font-medium">{title}</span>
      <Progress
        label={
          job.direction === 'upload'
            ? t('transfers.named', { title, space: inertLine(job.spaceName) })
            : t('transfers.namedDown', { title, space: inertLine(job.spaceName) })
        }
        value={jobPercent(job)}
        text={figures.join(' · ')}
        tone={tone}
        className="w-[22%] max-w-64 min-w-16 shrink-0"
      />
      <span className="min-w-0 flex-1 truncate text-xs text-muted tabular-nums">
        {job.state === 'running' ? '' : `${jobStanding(job, t)} · `}
        {figures.join(' · ')}
      </span>
      <JobButtons job={job} />
      <Button size="small" icon={<ChevronUp aria-hidden />} onClick={() => openTransfers(true)}>
        {t('transfers.details')}
      </Button>
    </div>
  )
}

const summary = (jobs: readonly JobView[], t: TFunction): string => {
  const running = jobs.filter(({ state }) => state === 'running' || state === 'waiting').length
  if (running > 0) return t('transfers.running', { count: running })
  if (jobs.some(isUnderWay)) return t('transfers.pausedSummary')
  const failed = jobs.filter(({ state }) => state === 'failed').length
  return failed > 0 ? t('transfers.someFailed', { count: failed }) : t('transfers.allDone')
}
