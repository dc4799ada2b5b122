import type { Clock } from './ports.ts'

/**
 * A clock for how long something lasted: it goes as `clock` does, through a sleep of the computer too, but where that one
 * is set back it goes on from where it was. What it tells is for comparing with itself, never for keeping or showing.
 */
export const steadyClock = (clock: Clock): Clock => {
  let last = clock.now()
  let ahead = 0
  return {
    now: () => {
      const now = clock.now()
      if (now < last) ahead += last - now
      last = now
      return now + ahead
    },
    sleep: (ms, signal) => clock.sleep(ms, signal),
  }
}
