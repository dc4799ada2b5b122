import { ArrowDownUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlace } from '../../app/place.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AddWatch } from '../watch/add-watch.tsx'
import { TransfersParts } from '../watch/transfers-parts.tsx'
import { WatchList } from '../watch/watch-list.tsx'
import { Announcer } from './announcer.tsx'
import { JobCard } from './job-card.tsx'
import { useJobs } from './use-jobs.ts'

/** All jobs, with the whole window to themselves. */
export const TransfersScreen = () => {
  const { t } = useTranslation()
  const { list } = useJobs()
  const part = usePlace((place) => place.transfersPart)
  const [adding, setAdding] = useState(false)
  const add = (): void => setAdding(true)
  return (
    <Screen title={t('transfers.title')} aside={<TransfersParts part={part} onAdd={add} />}>
      {adding && <AddWatch onClose={() => setAdding(false)} />}
      {part === 'watch' && <WatchList onAdd={add} />}
      <Announcer jobs={list} />
      <section
        aria-label={t('transfers.title')}
        className={part === 'jobs' ? 'flex min-h-0 flex-1 flex-col' : 'hidden'}
      >
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
