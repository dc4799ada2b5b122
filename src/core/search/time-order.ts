// Q1.1: the full-text indexes number their rows by time, so that the newest matches are read first and alone.

const hour = 3_600_000
const year2000 = 946_684_800_000
/** A row's own number takes the lower 28 bits, the hour 24 bits above them: whole numbers JavaScript holds exactly. */
const numbers = 2 ** 28
const lastHour = 2 ** 24 - 1

const hourOf = (at: number): number => Math.min(lastHour, Math.max(0, Math.floor((at - year2000) / hour)))

/** The index's row for something with this number (below 2^28) from this time (ms). */
export const wordRow = (number: number, at: number): number => hourOf(at) * numbers + (number % numbers)

/** The same in SQL, over columns `number` and `created_at`. */
export const wordRowSql = `(min(${lastHour}, max(0, (created_at - ${year2000}) / ${hour})) * ${numbers} + number)`

/** SQL that gives the number back from an index's row. */
export const numberInRow = (row: string): string => `(${row} & ${numbers - 1})`

/** Rows whose time may lie from `after` on and before `before` (ms; null: open), to the hour: the ends are looked at again. */
export const rowsBetween = (
  after: number | null,
  before: number | null,
): { readonly first: number; readonly last: number } => ({
  first: after === null ? 0 : hourOf(after) * numbers,
  last: before === null ? Number.MAX_SAFE_INTEGER : hourOf(before) * numbers + numbers - 1,
})
