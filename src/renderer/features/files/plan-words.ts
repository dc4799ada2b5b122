import type { TFunction } from 'i18next'
import type { Planning, RecheckedPlan } from '../../../core/transfers/views.ts'
import { bytes, timeLeft, wholeNumber } from '../../lib/quantities.ts'

/** "About 12 minutes at the speed of the last upload." */
export const etaWords = (ms: number, t: TFunction): string => {
  const left = timeLeft(ms)
  return left.unit === 'moment'
    ? t('planMore.etaMoment')
    : t('planMore.eta', { time: t(`planMore.${left.unit}`, { count: left.count }) })
}

/** "12,480 files in 310 folders, 4.2 GB" */
export const countedWords = (
  { files, folders, bytes: size }: Planning,
  t: TFunction,
  locale: string,
): string =>
  t('planMore.counted', {
    files: t('planMore.countedFiles', { count: files, n: wholeNumber(files, locale) }),
    folders: t('planMore.countedFolders', { count: folders, n: wholeNumber(folders, locale) }),
    size: bytes(size, locale),
  })

/** What is otherwise since a plan was saved, in words. */
export const sinceWords = (since: RecheckedPlan['since'], t: TFunction): string => {
  const parts = (['added', 'changed', 'gone', 'conflicts'] as const)
    .filter((what) => since[what] > 0)
    .map((what) => t(`planMore.${what}`, { count: since[what] }))
  return parts.length === 0 ? t('planMore.unchanged') : `${parts.join(', ')}.`
}
