import { type Failure, FailureError } from '../../core/failure.ts'
import { backoffMs } from '../../core/retry.ts'
import type { Random } from '../ports.ts'
import type { Rests } from './rests.ts'

/**
 * What did not go through: when it is tried again, and whether everything waits for the key (O1.11). Kept until the
 * program ends.
 */
export type Patience<Id> = {
  /** Why everything waits; undefined while nothing does. */
  parked(): Failure | undefined
  /** Nothing is asked for a while; then one thing finds out whether the key is still refused. */
  park(why: Failure): void
  /** The key was good for something. */
  lift(): void
  /** It rests, the longer the more often it was tried, and no shorter than the answer said. */
  later(id: Id, why: Failure): void
  /** It went through, or a person decided on it: it rests no more, and its tries count from the beginning. */
  forget(id: Id): void
  /** The network is back: whatever waits to be tried again is tried at once. */
  hurry(): void
}

const laterBackoff = { baseMs: 2_000, capMs: 60_000 }

export const createPatience = <Id extends string>(
  rests: Rests<Id | 'probe'>,
  random: Random,
  probeMs: number,
): Patience<Id> => {
  const tries = new Map<Id, number>()
  let parked: Failure | undefined
  return {
    parked: () => parked,
    park: (why) => {
      parked = why
      rests.begin('probe', probeMs)
    },
    lift: () => {
      parked = undefined
      rests.end('probe')
    },
    later: (id, why) => {
      const times = (tries.get(id) ?? 0) + 1
      tries.set(id, times)
      rests.begin(id, Math.max(why.retryAfterMs ?? 0, backoffMs(times, random.number(), laterBackoff)))
    },
    forget: (id) => {
      tries.delete(id)
      rests.end(id)
    },
    hurry: () => {
      for (const id of tries.keys()) rests.end(id)
    },
  }
}

/** After trouble with the archive (a full disk, or it is closing) things stay as they are on disk and are looked at again. */
export const afterTroubleMs = 5_000
/** Timers stand still while the computer sleeps: what is due at a time of day is at most this late afterwards. */
export const longestWaitMs = 60_000

/** What of an error may be logged. */
export const nameOf = (error: unknown): string => {
  if (error instanceof FailureError) return error.failure.code
  return error instanceof Error ? error.name : 'unknown'
}
