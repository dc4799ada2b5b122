import { ArrowDownUp, Coffee, ListX, Pause, Play, Split } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../core/transfers/views.ts'
import { useSettings } from '../../app/context.ts'
import { goTo, usePlace } from '../../app/place.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AddWatch } from '../watch/add-watch.tsx'
import { TransfersParts } from '../watch/transfers-parts.tsx'
import { WatchList } from '../watch/watch-list.tsx'
import { Announcer } from './announcer.tsx'
import { JobDetail } from './job-detail.tsx'
import { JobList } from './job-list.tsx'
import { SavedPlans } from './saved-plans.tsx'
import { useAllJobs } from './use-job-actions.ts'
import { useJobs } from './use-jobs.ts'
import { groupJobs, isEnded, isMoving } from './view.ts'

/** All jobs beside the one that is looked at, with the whole window to themselves. */
export const TransfersScreen = () => {
  const { t } = useTranslation()
  const { list, known } = useJobs()
  const part = usePlace((place) => place.transfersPart)
  const [adding, setAdding] = useState(false)
  const add = (): void => setAdding(true)
  const [wanted, setWanted] = useState<JobId | null>(null)
  const chosen = list.find(({ id }) => id === wanted) ?? groupJobs(list)[0]?.jobs[0]
  // The first one stays chosen when another takes its place at the top.
  if (chosen !== undefined && chosen.id !== wanted) setWanted(chosen.id)
  return (
    <Screen
      title={t('transfers.title')}
      aside={
        <>
          <TransfersParts part={part} onAdd={add} />
          {part === 'jobs' && <Tools />}
        </>
      }
    >
      {adding && <AddWatch onClose={() => setAdding(false)} />}
      {part === 'watch' && <WatchList onAdd={add} />}
      <Announcer jobs={list} />
      <section
        aria-label={t('transfers.title')}
        className={part === 'jobs' ? 'flex min-h-0 flex-1 flex-col' : 'hidden'}
      >
        <SavedPlans />
        {chosen === undefined ? (
          known && (
            <EmptyState
              icon={<ArrowDownUp />}
              title={t('transfers.emptyTitle')}
              text={t('transfers.emptyText')}
            />
          )
        ) : (
          <div className="flex min-h-0 flex-1">
            <div className="flex w-[clamp(240px,30%,340px)] shrink-0 flex-col border-r border-line bg-bg py-1">
              <JobList jobs={list} chosen={chosen.id} onChoose={setWanted} />
            </div>
            <JobDetail job={chosen} />
          </div>
        )}
      </section>
    </Screen>
  )
}

/** For all jobs at once, where there is more than one to do it to. */
const Tools = () => {
  const { t } = useTranslation()
  const { list } = useJobs()
  const { keepAwake } = useSettings()
  const all = useAllJobs()
  const moving = list.filter(isMoving).length
  const paused = list.filter(({ state }) => state === 'paused').length
  const over = list.filter(({ state }) => isEnded(state) && state !== 'failed').length
  return (
    <div className="flex flex-1 items-center justify-end gap-1.5">
      {keepAwake && list.some(({ state }) => state === 'running') && (
        <span
          title={t('panel.awakeText')}
          className="mr-1 flex items-center gap-1.5 text-xs text-muted max-lg:[&>span]:sr-only"
        >
          <Coffee aria-hidden className="size-3.5" />
          <span>{t('panel.awake')}</span>
        </span>
      )}
      {moving > 1 && (
        <Button size="small" icon={<Pause aria-hidden />} onClick={all.pause}>
          {t('panel.pauseAll')}
        </Button>
      )}
      {paused > 1 && (
        <Button size="small" icon={<Play aria-hidden />} onClick={all.resume}>
          {t('panel.resumeAll')}
        </Button>
      )}
      {over > 0 && (
        <Button size="small" look="quiet" icon={<ListX aria-hidden />} onClick={all.clear}>
          {t('panel.clear')}
        </Button>
      )}
      <Button size="small" icon={<Split aria-hidden />} onClick={() => goTo('fan-out')}>
        {t('fanOut.open')}
      </Button>
    </div>
  )
}
