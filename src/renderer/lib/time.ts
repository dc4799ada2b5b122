/** Times as a person reads them. All take ms since the epoch and the locale's own formats. */

const dayMs = 86_400_000

const startOfDay = (at: number): number => {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** Whole calendar days between two moments, positive when `at` lies before `now`; summer time does not matter. */
export const daysAgo = (at: number, now: number): number =>
  Math.round((startOfDay(now) - startOfDay(at)) / dayMs)

/** A key that is equal for two moments of the same calendar day. */
export const dayKey = (at: number): string => {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

const formats = new Map<string, Intl.DateTimeFormat>()
const format = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

/** "09:12" */
export const clockTime = (at: number, locale: string): string =>
  format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

type DayWords = { readonly today: string; readonly yesterday: string }

/** For a list: "09:12" today, "Yesterday", "Thu" within a week, "12 Nov" within the year, else "12 Nov 2024". */
export const listTime = (at: number, now: number, locale: string, words: DayWords): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return clockTime(at, locale)
  if (days === 1) return words.yesterday
  if (days < 7) return format(locale, { weekday: 'short' }).format(at)
  return shortDate(at, now, locale)
}

/** For a table: "Today 09:12", "Yesterday 16:40", "12 Nov", "12 Nov 2024". */
export const tableTime = (at: number, now: number, locale: string, words: DayWords): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return `${words.today} ${clockTime(at, locale)}`
  if (days === 1) return `${words.yesterday} ${clockTime(at, locale)}`
  if (days < 7) return `${format(locale, { weekday: 'short' }).format(at)} ${clockTime(at, locale)}`
  return shortDate(at, now, locale)
}

const shortDate = (at: number, now: number, locale: string): string =>
  new Date(at).getFullYear() === new Date(now).getFullYear()
    ? format(locale, { day: 'numeric', month: 'short' }).format(at)
    : format(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(at)

/** For a day's heading: "Today", "Yesterday", "Thursday 19 November", with the year when it is another. */
export const dayHeading = (at: number, now: number, locale: string, words: DayWords): string => {
  const days = daysAgo(at, now)
  if (days === 0) return words.today
  if (days === 1) return words.yesterday
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return format(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at)
}

/** In full, for a tooltip: "Thursday 19 November 2026 at 16:02". */
export const fullTime = (at: number, locale: string): string =>
  format(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at)

/** In a sentence: "22 November 2026". */
export const longDate = (at: number, locale: string): string =>
  format(locale, { dateStyle: 'long' }).format(at)

/** For a moment to come: "Mon 23 Nov, 08:00". */
export const momentTime = (at: number, locale: string): string =>
  format(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(at)

/** An age in its largest whole unit. */
export type Age = { readonly unit: 'minutes' | 'hours' | 'days' | 'weeks'; readonly count: number }

export const age = (since: number, now: number): Age => {
  const minutes = Math.max(0, Math.floor((now - since) / 60_000))
  if (minutes < 60) return { unit: 'minutes', count: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) }
  const days = Math.floor(minutes / 1440)
  return days < 21 ? { unit: 'days', count: days } : { unit: 'weeks', count: Math.floor(days / 7) }
}
