import type { Clock } from '../../src/engine/ports.ts'

/** The stand-in's own time, which a test can move: an hour of waiting takes none. */
export type FoundryClock = {
  /** Milliseconds since 1970. */
  now(): number
  advance(milliseconds: number): void
}

/** The computer's clock, and whatever it was moved ahead by. */
export const createFoundryClock = (): FoundryClock => {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds
    },
  }
}

/** One time for a client and the stand-in: it passes only by sleeping, so a test sees every wait and takes none. */
export type VirtualClock = FoundryClock & Clock & { readonly slept: readonly number[] }

export const createVirtualClock = (begin = Date.parse('2026-03-02T08:00:00Z')): VirtualClock => {
  let now = begin
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
    sleep: async (milliseconds, signal) => {
      if (signal?.aborted === true) throw new Error('aborted')
      slept.push(milliseconds)
      now += Math.max(0, milliseconds)
    },
  }
}
