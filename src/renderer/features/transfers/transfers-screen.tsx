import { ArrowDownUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Announcer } from './announcer.tsx'
import { JobCard } from './job-card.tsx'
import { useJobs } from './use-jobs.ts'

/** All jobs, with the whole window to themselves. */
export const TransfersScreen = () => {
  const { t } = useTranslation()
  const { list } = useJobs()
  return (
    <Screen title={t('transfers.title')}>
      <section aria-label={t('transfers.title')} className="flex min-h-0 flex-1 flex-col">
        <Announcer jobs={list} />
        {list.length === 0 ? (
          <EmptyState
            icon={<ArrowDownUp />}
            title={t('transfers.emptyTitle')}
            text={t('transfers.emptyText')}
          />
        ) : (
          <div className="min-h-0 flex-1 overflow-y-auto">
            <ul className="mx-auto max-w-[860px] divide-y divide-line px-1 py-1">
              {list.map((job) => (
                <JobCard key={job.id} job={job} />
              ))}
            </ul>
          </div>
        )}
      </section>
    </Screen>
  )
}
