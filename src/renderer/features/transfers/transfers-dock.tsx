import { ChevronDown, ChevronUp } from 'lucide-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { goTo, openTransfers, usePlace } from '../../app/place.ts'
import { formatLocale } from '../../lib/locale.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Announcer } from './announcer.tsx'
import { JobButtons } from './job-buttons.tsx'
import { JobCard } from './job-card.tsx'
import { JobProgress } from './job-progress.tsx'
import { useJobs } from './use-jobs.ts'
import { groupJobs, isUnderWay, leadingJob } from './view.ts'
import { jobFigures, jobStanding, jobTitle } from './words.ts'

/** As many jobs as make sense below a space; the rest has a screen of its own. */
const mostCards = 12

/** At the bottom of the window while there are jobs: a bar, or unfolded, what is under way and what came last. */
export const TransfersDock = () => {
  const { t } = useTranslation()
  const { list } = useJobs()
  const open = usePlace((place) => place.transfersOpen)
  const leading = leadingJob(list)
  if (leading === undefined) return null
  const ordered = groupJobs(list).flatMap(({ jobs }) => jobs)
  const more = ordered.length - mostCards
  return (
    <section aria-label={t('transfers.title')} className="col-start-2 min-w-0 border-t border-line bg-bg">
      <Announcer jobs={list} />
      {open ? (
        <>
          <div className="flex h-10 items-center gap-2 pr-2.5 pl-4">
            <h2 className="font-semibold">{t('transfers.title')}</h2>
            <span className="flex-1 text-xs text-muted">{summary(list, t)}</span>
            <Button size="small" look="quiet" onClick={() => goTo('transfers')}>
              {t('panel.all')}
            </Button>
            <IconButton label={t('transfers.fold')} onClick={() => openTransfers(false)}>
              <ChevronDown aria-hidden />
            </IconButton>
          </div>
          <ul className="max-h-[min(38vh,calc(100vh-440px))] divide-y divide-line overflow-y-auto border-t border-line">
            {ordered.slice(0, mostCards).map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
            {more > 0 && (
              <li className="px-4 py-2">
                <Button size="small" look="quiet" onClick={() => goTo('transfers')}>
                  {t('panel.andMore', { count: more })}
                </Button>
              </li>
            )}
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
  return (
    <div className="flex h-10 items-center gap-3.5 pr-2.5 pl-4">
      <span className="max-w-[30%] shrink-0 truncate font-medium">{jobTitle(job)}</span>
      <JobProgress job={job} className="w-[22%] max-w-64 min-w-16 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-xs text-muted tabular-nums">
        {job.state === 'running' ? '' : `${jobStanding(job, t, formatLocale())} · `}
        {jobFigures(job, t, formatLocale()).join(' · ')}
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
