import type { Failure, FailureCode } from '../failure.ts'

const second = 1000
const minute = 60 * second

/** What a failed request means for the polling: stop asking at all for a while, or leave out this one thing. */
export type Pause = { readonly kind: 'skip' } | { readonly kind: 'pause'; readonly ms: number }

/** These concern the one thing that was asked for; everything else may still be asked. */
const ofOneThing: ReadonlySet<FailureCode> = new Set([
  'forbidden',
  'not-found',
  'invalid',
  'unexpected-answer',
])

/** The failure is about the one thing that was asked for; the portal answers, and other things may be asked. */
export const concernsOneThing = (failure: Failure): boolean => ofOneThing.has(failure.code)

/**
 * S1.11: `attempt` counts failures in a row, from 0. A refused key is tried once a minute at most; a throttled portal
 * says itself how long; trouble on the way is tried after 5 s, doubling up to a minute.
 */
export const pauseAfter = (failure: Failure, attempt: number): Pause => {
  if (concernsOneThing(failure)) return { kind: 'skip' }
  if (failure.code === 'key-refused') return { kind: 'pause', ms: minute }
  const backOff = Math.min(minute, 5 * second * 2 ** Math.min(attempt, 10))
  return { kind: 'pause', ms: Math.max(backOff, failure.retryAfterMs ?? 0) }
}
