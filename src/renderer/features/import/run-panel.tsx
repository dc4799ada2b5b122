import { Download, Pause, Play, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportView } from '../../../core/people/import-views.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { percent, timeLeft } from '../../lib/quantities.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import type { OpenImport } from './use-import.ts'
import { leftMs } from './view.ts'
import { progressWords } from './words.ts'

type RunPanelProps = {
  readonly view: ImportView
  readonly act: OpenImport['act']
  readonly onReport: () => void
}

/** How far an import has come, what it stands still for, and what can be done about it. */
export const RunPanel = ({ view, act, onReport }: RunPanelProps) => {
  const { t } = useTranslation()
  const { state, done, failed, todo, problem } = view
  const isRunning = state === 'running'
  const broken = view.groups.filter((group) => group.problem !== null)
  const label = t('import.title')
  return (
    <>
      <div className="flex flex-col gap-2">
        <Progress
          label={label}
          value={percent(done + failed, todo)}
          tone={state === 'paused' ? 'quiet' : failed > 0 ? 'warn' : state === 'done' ? 'good' : 'accent'}
        />
        <p role="status" className="text-xs text-muted tabular-nums">
          {progressWords(view, t)}
          {isRunning && <Left view={view} />}
        </p>
      </div>
      {problem !== null && <FailureNotice failure={problem} />}
      {state === 'done' && (
        <Notice tone={failed > 0 ? 'warn' : 'info'}>
          {failed > 0 ? t('import.endedPartly', { count: failed }) : t('import.endedWell')}
        </Notice>
      )}
      {state === 'cancelled' && <Notice tone="info">{t('import.endedCancelled')}</Notice>}
      {(isRunning || state === 'paused') && <p className="text-xs text-muted">{t('import.goesOn')}</p>}
      <div className="flex flex-wrap gap-2">
        {isRunning && (
          <Button icon={<Pause aria-hidden />} onClick={() => void act('pause')}>
            {t('import.pause')}
          </Button>
        )}
        {state === 'paused' && (
          <Button look="primary" icon={<Play aria-hidden />} onClick={() => void act('start')}>
            {t('import.resume')}
          </Button>
        )}
        {(isRunning || state === 'paused') && (
          <Button icon={<X aria-hidden />} onClick={() => void act('cancel')}>
            {t('import.cancel')}
          </Button>
        )}
        {state === 'done' && failed > 0 && (
          <Button icon={<RotateCcw aria-hidden />} onClick={() => void act('retryFailed')}>
            {t('import.retry')}
          </Button>
        )}
        <Button icon={<Download aria-hidden />} onClick={onReport}>
          {t('import.report')}
        </Button>
      </div>
      {broken.length > 0 && (
        <section>
          <h3 className="mb-1 font-medium">{t('import.groups')}</h3>
          <ul className="flex flex-col gap-1.5">
            {broken.map(({ name, problem: why }) => (
              <li key={name}>
                <p className="truncate">{inertLine(name)}</p>
                {why !== null && <p className="text-xs text-bad">{failureWords(why, t).title}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const Left = ({ view }: { readonly view: ImportView }) => {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const done = view.done + view.failed
  const [first] = useState({ at: now, done })
  const ms = leftMs(first, { at: now, done }, view.todo)
  if (ms === null) return null
  const left = timeLeft(ms)
  if (left.unit === 'moment') return null
  return <> · {t('import.left', { time: t(`planMore.${left.unit}`, { count: left.count }) })}</>
}
