/** Amounts as a person reads them, in the locale's own digits. */

const formats = new Map<string, Intl.NumberFormat>()
const format = (locale: string, maximumFractionDigits: number): Intl.NumberFormat => {
  const key = `${locale} ${maximumFractionDigits}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale, { maximumFractionDigits })
  formats.set(key, made)
  return made
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** 1,234,567 → "1.2 MB": decimal units, as file managers of macOS and Linux show them; whole bytes below 1 KB. */
export const bytes = (amount: number, locale: string): string => {
  let value = Math.max(0, amount)
  let unit = 0
  while (unit < units.length - 1 && roundsToThousand(value, unit)) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  const text = format(locale, digits).format(value)
  return `${text} ${units[unit] ?? ''}`
}

/** 999,950 B would read "1,000 KB": the next unit is due as soon as the rounded figure has four digits. */
const roundsToThousand = (value: number, unit: number): boolean =>
  unit === 0 ? value >= 1000 : Math.round(value) >= 1000

export const wholeNumber = (amount: number, locale: string): string => format(locale, 0).format(amount)

/** Part of a whole in percent, never above 100, and 100 only when all is there. */
export const percent = (done: number, total: number): number => {
  if (total <= 0) return 0
  if (done >= total) return 100
  return Math.min(99, Math.max(0, Math.floor((done / total) * 100)))
}

/** Time left, coarse on purpose: figures that jump about help nobody. */
export type TimeLeft =
  { readonly unit: 'moment' } | { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly count: number }

export const timeLeft = (ms: number): TimeLeft => {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 5) return { unit: 'moment' }
  if (seconds < 60) return { unit: 'seconds', count: Math.ceil(seconds / 5) * 5 }
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return { unit: 'minutes', count: minutes }
  return { unit: 'hours', count: Math.round(minutes / 60) }
}
