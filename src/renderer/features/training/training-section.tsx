import { CircleCheck, CircleDashed, Clock } from 'lucide-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { TrainingCourse, TrainingStatus } from '../../../core/customizations/training.ts'
import type { UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { longDate } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'

/** One person's training status as Foundry last told it; nothing at all where it told nothing. Mount it wherever a person is shown. */
export const TrainingSection = ({ userId }: { readonly userId: UserId }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const status = useQuery(
    `training of ${portalId} ${userId}`,
    () => foyer()['training.of']({ portalId, userId }),
    { portalId, topics: ['training', 'people'] },
  )
  if (status.value === undefined || status.value === null) return null
  return (
    <section aria-label={t('trainingStatus.title')} className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-semibold">{t('trainingStatus.title')}</h3>
        <p className="text-muted">{sumWords(status.value, t)}</p>
      </div>
      <ul aria-label={t('trainingStatus.courses')} className="flex flex-col">
        {status.value.courses.map((course, index) => (
          <Course key={`${course.name} ${index}`} course={course} />
        ))}
      </ul>
    </section>
  )
}

/** A date of Foundry's, which has no time of day; text that is no date stays as it came. */
const dateWords = (text: string): string => {
  const day = /^(\d{4})-(\d\d)-(\d\d)/.exec(text)
  if (day === null) return inertLine(text)
  return longDate(new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])).getTime(), formatLocale())
}

const sumWords = ({ assigned, completed, pastDue, nextDue }: TrainingStatus, t: TFunction): string =>
  [
    t('trainingStatus.sum', { count: assigned, completed }),
    ...(pastDue > 0 ? [t('trainingStatus.pastDue', { count: pastDue })] : []),
    ...(nextDue === null ? [] : [t('trainingStatus.nextDue', { date: dateWords(nextDue) })]),
  ].join(' · ')

const statusWords = ({ status, percent }: TrainingCourse, t: TFunction): string => {
  if (status === 'completed' || status === 'started' || status === 'not_started') {
    const words = t(`trainingStatus.statuses.${status}`)
    return status === 'started' && percent !== null
      ? `${words}, ${t('trainingStatus.percent', { percent })}`
      : words
  }
  // A word of Foundry's that this version doesn't know is shown as it came.
  if (status !== null) return inertLine(status)
  return percent === null ? '' : t('trainingStatus.percent', { percent })
}

const Course = ({ course }: { readonly course: TrainingCourse }) => {
  const { t } = useTranslation()
  const isDone = course.status === 'completed'
  return (
    <li className="flex items-center gap-2 py-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
      {isDone ? (
        <CircleCheck aria-hidden className="text-good" />
      ) : course.pastDue ? (
        <Clock aria-hidden className="text-bad" />
      ) : (
        <CircleDashed aria-hidden className="text-faint" />
      )}
      <span className="min-w-0 truncate">{inertLine(course.name)}</span>
      <span className="ml-auto shrink-0 text-xs text-muted">
        {statusWords(course, t)}
        {!isDone && course.pastDue && <span className="text-bad"> · {t('trainingStatus.late')}</span>}
        {!isDone && course.dueOn !== null && (
          <> · {t('trainingStatus.due', { date: dateWords(course.dueOn) })}</>
        )}
      </span>
    </li>
  )
}
