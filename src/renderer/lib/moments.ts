/** Moments a person is likely to mean, by this computer's calendar: for snoozes and for messages sent later. */
export type MomentName = 'inAnHour' | 'thisEvening' | 'tomorrow' | 'monday' | 'nextMonth'

export type NamedMoment = { readonly name: MomentName; readonly at: number }

const hourMs = 3_600_000
const morning = 8
const evening = 18

/** Those that lie ahead of `now` (ms), soonest first; each moment once. */
export const momentsAhead = (now: number): readonly NamedMoment[] => {
  const today = new Date(now)
  // Date carries days and months over, and knows when the clocks change.
  const day = (days: number, hour: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hour).getTime()
  const toMonday = (8 - today.getDay()) % 7 || 7
  const firstOfNext = new Date(today.getFullYear(), today.getMonth() + 1, 1, morning).getTime()
  const moments: readonly NamedMoment[] = [
    { name: 'inAnHour', at: Math.ceil((now + hourMs) / 300_000) * 300_000 },
    // An evening that is nearly there is no evening to wait for.
    ...(today.getHours() < evening - 1 ? [{ name: 'thisEvening' as const, at: day(0, evening) }] : []),
    { name: 'tomorrow', at: day(1, morning) },
    ...(toMonday > 1 ? [{ name: 'monday' as const, at: day(toMonday, morning) }] : []),
    { name: 'nextMonth', at: firstOfNext },
  ]
  return moments.filter(({ at }, index) => moments.findIndex((other) => other.at === at) === index)
}

/** For `<input type="datetime-local">`: "2026-11-22T08:00", where this computer is. */
export const localInput = (at: number): string => {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const days = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${days}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** What such a field holds, in ms; null for an empty or impossible one. */
export const fromLocalInput = (text: string): number | null => {
  const at = new Date(text).getTime()
  return Number.isNaN(at) ? null : at
}
