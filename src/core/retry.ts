import type { Failure } from './failure.ts'

export type RetryPolicy = {
  /** How often a request is sent at most, the first time included. */
  readonly tries: number
  /** The back-off's first ceiling; it doubles with each try up to `capMs`. */
  readonly baseMs: number
  readonly capMs: number
  /** How long a Retry-After is honoured at most. */
  readonly retryAfterCapMs: number
  /** After this long no further try is begun, so that a black hole does not eat every try's time limit. */
  readonly patienceMs: number
}

export const defaultRetryPolicy: RetryPolicy = {
  tries: 5,
  baseMs: 500,
  capMs: 30_000,
  retryAfterCapMs: 300_000,
  patienceMs: 45_000,
}

export type NextTry = { readonly again: false } | { readonly again: true; readonly waitMs: number }

/**
 * What to do after a try failed. `tries` counts those made so far, `elapsedMs` since the first began, `random` is in
 * [0, 1). `creates`: the request makes something new, so it is repeated only when it certainly took no effect.
 */
export const nextTry = (
  after: {
    readonly failure: Failure
    readonly tries: number
    readonly elapsedMs: number
    readonly creates: boolean
    readonly random: number
  },
  policy: RetryPolicy = defaultRetryPolicy,
): NextTry => {
  const { failure, tries } = after
  if (tries >= policy.tries || !isPassing(failure)) return { again: false }
  if (after.creates && failure.unsure === true) return { again: false }
  if (failure.code !== 'throttled' && after.elapsedMs >= policy.patienceMs) return { again: false }
  const jitter = backoffMs(tries, after.random, policy)
  if (failure.retryAfterMs === undefined) return { again: true, waitMs: jitter }
  // At least as long as asked, and not everybody at the same moment.
  const asked = Math.min(failure.retryAfterMs, policy.retryAfterCapMs)
  return { again: true, waitMs: asked + Math.min(jitter, policy.baseMs) }
}

/** Full jitter: anything between nothing and the ceiling, which doubles with each try. */
export const backoffMs = (
  tries: number,
  random: number,
  policy: Pick<RetryPolicy, 'baseMs' | 'capMs'>,
): number => Math.floor(random * Math.min(policy.capMs, policy.baseMs * 2 ** Math.max(0, tries - 1)))

/** Failures that may pass by themselves. */
const isPassing = ({ code, status }: Failure): boolean =>
  code === 'throttled' ||
  code === 'unreachable' ||
  code === 'timed-out' ||
  (code === 'server-error' && status !== 501 && status !== 505)

/**
 * Reads a Retry-After header: seconds, or an HTTP date, which is compared with the answer's own Date header because
 * this computer's clock may be hours off. `nowMs` serves where the answer has no Date. Undefined when unreadable.
 */
export const retryAfterMs = (
  header: string | undefined,
  date: string | undefined,
  nowMs: number,
): number | undefined => {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // Anything else without a letter ("-5", "1.5") is no date, though Date.parse would make one of it.
  const until = /[a-z]/i.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(until)) return undefined
  const base = date === undefined ? NaN : Date.parse(date)
  return Math.max(0, until - (Number.isNaN(base) ? nowMs : base))
}
