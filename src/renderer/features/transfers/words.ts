import type { TFunction } from 'i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { bytes, timeLeft, wholeNumber } from '../../lib/quantities.ts'
import { failureWords } from '../../lib/failure-words.ts'

export const jobTitle = (job: JobView): string => inertLine(job.title)

/** "746 of 1,204 files · 4.2 GB of 6.8 GB · 38 MB/s · 2 min left": only what can be told. */
export const jobFigures = (job: JobView, t: TFunction, locale: string): readonly string[] => {
  const { files, bytes: amount } = job
  const figures: string[] = [
    t('transfers.count', { done: wholeNumber(files.done, locale), total: wholeNumber(files.total, locale) }),
    t('transfers.bytes', { done: bytes(amount.done, locale), total: bytes(amount.total, locale) }),
  ]
  if (job.state === 'running' && job.rate > 0) {
    figures.push(t('transfers.rate', { rate: bytes(job.rate, locale) }))
    if (job.etaMs !== null) figures.push(leftWords(job.etaMs, t))
  }
  if (files.skipped > 0) figures.push(t('transfers.skippedCount', { count: files.skipped }))
  if (files.failed > 0) figures.push(t('transfers.failedCount', { count: files.failed }))
  return figures
}

const leftWords = (ms: number, t: TFunction): string => {
  const left = timeLeft(ms)
  return left.unit === 'moment'
    ? t('transfers.left.moment')
    : t(`transfers.left.${left.unit}`, { count: left.count })
}

/** What stands with the job, in a word or with the reason it waits. */
export const jobStanding = (job: JobView, t: TFunction): string => {
  if ((job.state === 'waiting' || job.state === 'paused') && job.waitingFor !== null)
    return failureWords(job.waitingFor, t).title
  if (job.state === 'done') {
    return job.direction === 'upload' ? t('transfers.doneUpload') : t('transfers.doneDownload')
  }
  return t(`transfers.states.${job.state}`)
}
