import type { Clock } from '../ports.ts'

/** The computer's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal))
        return
      }
      const stop = (): void => {
        clearTimeout(timer)
        if (signal !== undefined) reject(reasonOf(signal))
      }
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', stop)
          resolve()
        },
        Math.min(Math.max(0, ms), longestTimer),
      )
      signal?.addEventListener('abort', stop, { once: true })
    }),
}

/** Node runs a timer beyond 31 bits of milliseconds at once; nobody here waits for 24 days. */
const longestTimer = 2 ** 31 - 1

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('Aborted', { cause: signal.reason })
