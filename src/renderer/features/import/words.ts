import type { TFunction } from 'i18next'
import type { DecisionReason, SkipReason } from '../../../core/people/import-plan.ts'
import type { ImportView } from '../../../core/people/import-views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { wholeNumber } from '../../lib/quantities.ts'

const number = (count: number): string => wholeNumber(count, formatLocale())

/** "120 of 300 done · 2 failed" */
export const progressWords = ({ done, todo, failed }: ImportView, t: TFunction): string =>
  [
    t('import.progress', { done: number(done), todo: number(todo) }),
    ...(failed === 0 ? [] : [t('import.failed', { count: failed })]),
  ].join(' · ')

/** P1.11: what the button will do, with the number of e-mails: "Add 42 people, change 3, send no e-mail". */
export const startWords = ({ sums, groups, invitations }: ImportView, t: TFunction): string => {
  const filled = groups.filter(({ ambiguous }) => !ambiguous).length
  const parts = [
    ...(sums.new === 0 ? [] : [t('import.start.people', { count: sums.new, n: number(sums.new) })]),
    ...(sums.changed === 0
      ? []
      : [
          t(sums.new === 0 ? 'import.start.changeOnly' : 'import.start.change', {
            ...{ count: sums.changed, n: number(sums.changed) },
          }),
        ]),
    ...(sums.new + sums.changed > 0 || filled === 0
      ? []
      : [t('import.start.groups', { count: filled, n: number(filled) })]),
  ]
  if (parts.length === 0) return t('import.start.nothing')
  const letters =
    invitations === 0
      ? t('import.start.silent')
      : t('import.start.invite', { count: invitations, n: number(invitations) })
  return [...parts, letters].join(', ')
}

/** Why a row needs a decision or is left out. */
export const reasonWords = (reason: string, t: TFunction): string => {
  const known = reasons.find((each) => each === reason)
  return known === undefined ? reason : t(`import.reasons.${known}`)
}

const reasons = [
  ...(['same-person-twice', 'person-gone', 'link-and-address', 'address-of-several'] as const),
  ...(['no-email', 'bad-email', 'inactive', 'decided'] as const),
] satisfies readonly (DecisionReason | SkipReason)[]

/** P1.13: the words of a report: its headings, and what stands for each code of a row's end. */
export const reportWords = (t: TFunction): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(t('failures', { returnObjects: true })).map(([code, { title }]) => [code, title]),
  ),
  ...Object.fromEntries(reasons.map((reason) => [reason, t(`import.reasons.${reason}`)])),
  ...t('import.reportColumns', { returnObjects: true }),
  ...t('import.ends', { returnObjects: true }),
  ...t('import.outcomes', { returnObjects: true }),
})
