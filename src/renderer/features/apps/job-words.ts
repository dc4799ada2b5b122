import type { TFunction } from 'i18next'
import type { CustomizationJobView } from '../../../core/customizations/views.ts'
import { inertLine } from '../../lib/inert-text.ts'

export const jobTitle = (job: CustomizationJobView, t: TFunction): string => {
  const kind = t(`job.kinds.${job.kind}`)
  return job.title === '' ? kind : t('job.of', { kind, title: inertLine(job.title) })
}

/** How a job stands, with only the numbers that are something. */
export const jobWords = (job: CustomizationJobView, t: TFunction): string => {
  const { sums, done, failed, left, state } = job
  const parts: string[] =
    state === 'plan'
      ? [t('job.willChange', { count: sums.set - left })]
      : [t('job.done', { count: done }), ...(failed > 0 ? [t('job.failed', { count: failed })] : [])]
  if (left > 0) parts.push(t('job.left', { count: left }))
  if (sums.same > 0) parts.push(t('job.same', { count: sums.same }))
  if (sums.skipped > 0) parts.push(t('job.skipped', { count: sums.skipped }))
  return [t(`job.standing.${state}`), ...parts].join(' · ')
}
