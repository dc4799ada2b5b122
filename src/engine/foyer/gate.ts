import type { Clock } from '../ports.ts'
import { steadyClock } from '../steady-clock.ts'

/** One gate for all requests of a client: when the portal asks to wait, everybody waits (fault 14). */
export type Gate = {
  /** Resolves at once while the gate is open, else when it opens; rejects when the signal is aborted first. */
  pass(signal?: AbortSignal): Promise<void>
  closeFor(ms: number): void
}

export const createGate = (wallClock: Clock): Gate => {
  const clock = steadyClock(wallClock)
  let opensAt = 0
  return {
    pass: async (signal) => {
      // A loop, for the gate may have been closed again meanwhile.
      for (let wait = opensAt - clock.now(); wait > 0; wait = opensAt - clock.now()) {
        await clock.sleep(wait, signal)
      }
    },
    closeFor: (ms) => {
      opensAt = Math.max(opensAt, clock.now() + ms)
    },
  }
}
