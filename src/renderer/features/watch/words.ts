import type { TFunction } from 'i18next'
import type { WatchView } from '../../../core/transfers/watch-views.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { inertLine } from '../../lib/inert-text.ts'

/** "2 waiting", "14 sent", "silent": what stands beside a folder's state. */
export const watchFigures = (watch: WatchView, t: TFunction): readonly string[] => {
  const counted = (['waiting', 'underWay', 'sent', 'failed'] as const)
    .filter((key) => watch[key] > 0)
    .map((key) => t(`watch.${key}`, { count: watch[key] }))
  return [
    ...(counted.length === 0 ? [t('watch.none')] : counted),
    ...(watch.subfolders ? [] : [t('watch.topOnly')]),
    ...(watch.silent ? [t('watch.silent')] : []),
  ]
}

/** What a person may have to do something about. */
export const watchNotes = (watch: WatchView, t: TFunction): readonly string[] => {
  const { state, problem, blocked, polled } = watch
  const notes: string[] = []
  if (state === 'missing') notes.push(t('watch.missingText'))
  if (state === 'stuck' && problem !== null)
    notes.push(t('watch.stuckText', { reason: failureWords(problem, t).title }))
  if (blocked !== null)
    notes.push(t('watch.blocked', { count: blocked.count, example: inertLine(blocked.example) }))
  if (polled && state !== 'paused') notes.push(t('watch.polled'))
  return notes
}
