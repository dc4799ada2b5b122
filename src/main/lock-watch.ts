import type { AppLock } from '../engine/lock/app-lock.ts'

/** What the operating system says of whoever sits before it. */
export type Presence = {
  /** `idle`: untouched for at least so many seconds; `locked`: its screen is. */
  readonly state: (idleSeconds: number) => 'active' | 'idle' | 'locked' | 'unknown'
  /** Calls back when the screen is locked or the computer goes to sleep; answers how to stop. */
  readonly onLeave: (left: () => void) => () => void
}

const askEveryMs = 5_000

/**
 * L1.3: locks the window when nobody is there. The system is asked every few seconds: Linux has no event for a
 * locked screen, and none has one for idleness.
 */
export const watchPresence = (
  lock: Pick<AppLock, 'lock' | 'locked' | 'view'>,
  presence: Presence,
  minutes: () => number,
  every: (work: () => void, ms: number) => () => void,
): (() => void) => {
  const ask = (): void => {
    if (!lock.view().enabled || lock.locked()) return
    const state = presence.state(minutes() * 60)
    if (state === 'idle' || state === 'locked') lock.lock()
  }
  const stopAsking = every(ask, askEveryMs)
  const stopHearing = presence.onLeave(() => void lock.lock())
  return () => {
    stopAsking()
    stopHearing()
  }
}
