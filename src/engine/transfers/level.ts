import { adjust, type Bounds, type Parallelism, startAt } from '../../core/transfers/parallelism.ts'
import type { Clock } from '../ports.ts'

/** How many files a lane works on at once, learnt from how it goes (T1.80). */
export type Level = {
  readonly now: () => number
  /** A file's requests are over. */
  done(): void
  /** The lane has less to do than it could: this window tells nothing. */
  idle(): void
  /** A request met trouble that fewer at once may cure. */
  trouble(): void
}

const shortestMs = 500
const longestMs = 4_000

export const createLevel = (first: number, bounds: Bounds, clock: Clock): Level => {
  let state: Parallelism = startAt(first)
  let since = clock.now()
  let files = 0
  let troubles = 0
  let full = true

  const close = (): void => {
    const now = clock.now()
    state = adjust(state, { files, ms: now - since, troubles, full }, bounds)
    since = now
    files = 0
    troubles = 0
    full = true
  }

  const age = (): number => clock.now() - since

  return {
    now: () => state.level,
    done: () => {
      files += 1
      // Enough files to tell a change from chance.
      if (age() >= longestMs || (age() >= shortestMs && files >= state.level * 2)) close()
    },
    idle: () => {
      full = false
    },
    trouble: () => {
      troubles += 1
      // Requests that fail together halve it once.
      if (age() >= shortestMs) close()
    },
  }
}
