import type { TFunction } from 'i18next'
import type { JobView, TransferRow } from '../../../core/transfers/views.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { bytes, timeLeft, wholeNumber } from '../../lib/quantities.ts'
import { clockTime } from '../../lib/time.ts'
import { type FileStanding, jobPercent } from './view.ts'

export const jobTitle = (job: JobView): string => inertLine(job.title)

/** "746 of 1,204 files · 4.2 GB of 6.8 GB · 38 MB/s · about 2 minutes left": only what can be told. */
export const jobFigures = (job: JobView, t: TFunction, locale: string): readonly string[] => {
  const { files, bytes: amount } = job
  const figures: string[] = [
    t('transfers.count', { done: wholeNumber(files.done, locale), total: wholeNumber(files.total, locale) }),
    t('transfers.bytes', { done: bytes(amount.done, locale), total: bytes(amount.total, locale) }),
  ]
  if (job.state === 'running' && job.rate > 0)
    figures.push(t('transfers.rate', { rate: bytes(job.rate, locale) }))
  if (job.state === 'running' && job.etaMs !== null) figures.push(leftWords(job.etaMs, t))
  if (files.held > 0) figures.push(t('panel.heldCount', { count: files.held }))
  if (files.skipped > 0) figures.push(t('transfers.skippedCount', { count: files.skipped }))
  if (files.cancelled > 0 && job.state !== 'cancelled') {
    figures.push(t('panel.cancelledCount', { count: files.cancelled }))
  }
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
export const jobStanding = (job: JobView, t: TFunction, locale: string): string => {
  if (job.state === 'waiting') return waitingWords(job, t, locale)
  if (job.state === 'paused' && job.waitingFor !== null) return failureWords(job.waitingFor, t).title
  if (job.state === 'paused' && job.files.held > 0 && job.files.held === unfinished(job)) {
    return t('panel.heldOnly', { count: job.files.held })
  }
  if (job.state === 'done') {
    if (job.files.cancelled > 0) return t('panel.doneWithout', { count: job.files.cancelled })
    return job.direction === 'upload' ? t('transfers.doneUpload') : t('transfers.doneDownload')
  }
  return t(`transfers.states.${job.state}`)
}

/** The same in the room of a list's row. */
export const shortStanding = (job: JobView, t: TFunction, locale: string): string => {
  const { done, failed } = job.files
  switch (job.state) {
    case 'running':
      return t('panel.percent', { percent: jobPercent(job) })
    case 'paused':
      return t('panel.file.pausedAt', { percent: jobPercent(job) })
    case 'waiting':
      return waitingWords(job, t, locale)
    case 'done':
      return t('panel.doneFiles', { count: done, files: wholeNumber(done, locale) })
    case 'failed':
      return t('transfers.failedCount', { count: failed })
    case 'cancelled':
      return t('transfers.states.cancelled')
  }
}

const unfinished = ({ files }: JobView): number =>
  files.total - files.done - files.failed - files.skipped - files.cancelled

/** A time of day is worth saying only when it isn't now. */
const soonMs = 60_000

const waitingWords = (job: JobView, t: TFunction, locale: string): string => {
  if (job.waitingFor === null) return t('transfers.states.waiting')
  switch (job.waitingFor.code) {
    case 'unreachable':
      return t('panel.waiting.network')
    case 'key-refused':
      return t('panel.waiting.key')
    case 'throttled':
      return job.waitingUntil !== null && job.waitingUntil - Date.now() > soonMs
        ? t('panel.waiting.busyUntil', { time: clockTime(job.waitingUntil, locale) })
        : t('panel.waiting.busy')
    default:
      return failureWords(job.waitingFor, t).title
  }
}

/** How a file stands, in a few words. */
export const fileWords = (
  row: TransferRow,
  standing: FileStanding,
  download: boolean,
  t: TFunction,
): string => {
  switch (standing.kind) {
    case 'failed':
      return row.problem === null ? t('transfers.states.failed') : t(`failures.${row.problem.code}.title`)
    case 'waiting':
      return standing.percent > 0
        ? t('panel.file.waitingAt', { percent: standing.percent })
        : t('panel.file.waiting')
    case 'paused':
      return standing.percent > 0
        ? t('panel.file.pausedAt', { percent: standing.percent })
        : t('panel.file.paused')
    case 'moving':
      return t(download ? 'panel.file.receiving' : 'panel.file.sending', { percent: standing.percent })
    default:
      return t(`panel.file.${standing.kind}`)
  }
}
