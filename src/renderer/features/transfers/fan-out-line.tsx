import { ChevronDown, Pause, Play, RotateCw, Square, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { percent, wholeNumber } from '../../lib/quantities.ts'
import { IconButton } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { CancelTransfer } from './cancel-transfer.tsx'
import { useJobs } from './use-jobs.ts'
import { isEnded, isMoving } from './view.ts'

type FanOutLineProps = {
  readonly title: string
  readonly jobs: readonly JobView[]
  readonly open: boolean
  readonly onFold: () => void
}

/** The jobs of one fan-out as a whole: how far it is, and what can be done with all of them. */
export const FanOutLine = ({ title, jobs, open, onFold }: FanOutLineProps) => {
  const { t } = useTranslation()
  const sum = (of: (job: JobView) => number): number => jobs.reduce((all, job) => all + of(job), 0)
  const done = jobs.filter(({ state }) => state === 'done').length
  const failed = sum(({ files }) => files.failed)
  const total = sum(({ bytes }) => bytes.total)
  const sent = sum(({ bytes }) => bytes.done)
  const number = (count: number): string => wholeNumber(count, formatLocale())
  const name = t('fanOut.group', {
    title: inertLine(title),
    spaces: t('fanOut.spaces', { count: jobs.length, n: number(jobs.length) }),
  })
  const figures = [
    t('fanOut.groupDone', { done: number(done), total: number(jobs.length) }),
    ...(failed > 0 ? [t('transfers.failedCount', { count: failed })] : []),
  ].join(' · ')
  const ended = jobs.every(({ state }) => isEnded(state))
  return (
    <div className="mx-2 h-full rounded-lg px-2.5 py-2">
      <div className="flex h-6 items-center gap-1">
        <span title={name} className="min-w-0 flex-1 truncate font-semibold">
          {name}
        </span>
        <FanOutButtons title={name} jobs={jobs} ended={ended} />
        <IconButton
          label={open ? t('fanOut.hideSpaces') : t('fanOut.showSpaces')}
          aria-expanded={open}
          className="size-6!"
          onClick={onFold}
        >
          <ChevronDown aria-hidden className={`transition-transform ${open ? 'rotate-180' : ''}`} />
        </IconButton>
      </div>
      <p className="mt-0.5 truncate text-xs leading-4 text-muted tabular-nums">{figures}</p>
      <Progress
        label={name}
        value={done === jobs.length ? 100 : percent(sent, total)}
        text={figures}
        tone={failed > 0 ? 'bad' : ended ? 'good' : 'accent'}
        className="mt-1 h-[3px]!"
      />
    </div>
  )
}

type FanOutButtonsProps = {
  readonly title: string
  readonly jobs: readonly JobView[]
  readonly ended: boolean
}

/** What can be done with all of them at once. */
const FanOutButtons = ({ title, jobs, ended }: FanOutButtonsProps) => {
  const { t } = useTranslation()
  const { reload } = useJobs()
  const [asking, setAsking] = useState(false)
  const open = jobs.filter(({ state }) => !isEnded(state))
  const moving = jobs.filter(isMoving)
  const paused = jobs.filter(({ state }) => state === 'paused')
  const failed = jobs.filter(({ state, files }) => state === 'failed' && files.failed > 0)
  const each = async (
    call: `transfers.${'pause' | 'resume' | 'cancel' | 'retryFailed' | 'dismiss'}`,
    which: readonly JobView[],
  ): Promise<void> => {
    const answers = await Promise.all(
      which.map(({ portalId, id }) => settle(foyer()[call]({ portalId, jobId: id }))),
    )
    const [refused] = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
    if (refused !== undefined) sayFailure(refused)
    reload()
  }
  return (
    <>
      {ended && failed.length > 0 && (
        <IconButton
          label={t('transfers.retry')}
          className="size-6!"
          onClick={() => void each('transfers.retryFailed', failed)}
        >
          <RotateCw aria-hidden />
        </IconButton>
      )}
      {moving.length > 0 && (
        <IconButton
          label={t('transfers.pause')}
          className="size-6!"
          onClick={() => void each('transfers.pause', moving)}
        >
          <Pause aria-hidden />
        </IconButton>
      )}
      {moving.length === 0 && paused.length > 0 && (
        <IconButton
          label={t('transfers.resume')}
          className="size-6!"
          onClick={() => void each('transfers.resume', paused)}
        >
          <Play aria-hidden />
        </IconButton>
      )}
      {!ended && (
        <IconButton label={t('transfers.cancel')} className="size-6!" onClick={() => setAsking(true)}>
          <Square aria-hidden />
        </IconButton>
      )}
      {asking && (
        <CancelTransfer
          title={title}
          jobs={open}
          onClose={() => setAsking(false)}
          onCancel={() => {
            setAsking(false)
            void each('transfers.cancel', open)
          }}
        />
      )}
      {ended && (
        <IconButton
          label={t('common.dismiss')}
          className="size-6!"
          onClick={() => void each('transfers.dismiss', jobs)}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </>
  )
}
