import type { Clock } from '../ports.ts'

/**
 * Who has to rest before the next step. Kept by timers rather than by times of day: a clock that jumps must neither
 * shorten the wait before a search (O1.6) nor stretch a retry by hours.
 */
export type Rests<Key> = {
  /** Begins a rest, in place of the one that may be under way. */
  begin(key: Key, ms: number): void
  has(key: Key): boolean
  end(key: Key): void
  close(): void
}

export const createRests = <Key>(clock: Clock, over: () => void): Rests<Key> => {
  const timers = new Map<Key, AbortController>()

  const end = (key: Key): void => {
    timers.get(key)?.abort()
    timers.delete(key)
  }

  const wait = async (key: Key, ms: number, timer: AbortController): Promise<void> => {
    try {
      await clock.sleep(ms, timer.signal)
    } catch (error) {
      if (timer.signal.aborted) return
      throw error
    }
    if (timers.get(key) !== timer) return
    timers.delete(key)
    over()
  }

  return {
    begin: (key, ms) => {
      end(key)
      const timer = new AbortController()
      timers.set(key, timer)
      void wait(key, ms, timer)
    },
    has: (key) => timers.has(key),
    end,
    close: () => {
      for (const key of [...timers.keys()]) end(key)
    },
  }
}
