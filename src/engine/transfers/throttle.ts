import { type Bucket, emptyBucket, fill, spend, waitMs } from '../../core/transfers/bandwidth.ts'
import type { Clock } from '../ports.ts'

/** The bandwidth limit over all uploads and downloads of a portal's transfers (T1.83). */
export type Throttle = {
  /** Bytes a second; null: no limit. Counts at once, for what is under way too. */
  set(bytesPerSecond: number | null): void
  /** Resolves when `bytes` may go, first come first served; rejects when the signal is aborted. At once without a limit. */
  take(bytes: number, signal: AbortSignal | undefined): Promise<void>
  readonly limited: () => boolean
}

export const createThrottle = (clock: Clock): Throttle => {
  let rate: number | null = null
  let bucket: Bucket = emptyBucket(clock.now())
  let changed = new AbortController()
  let line: Promise<void> = Promise.resolve()

  /** Waits until nothing is owed; looks again when the limit changes. */
  const wait = async (signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted()
      if (rate === null) return
      bucket = fill(bucket, rate, clock.now())
      const ms = waitMs(bucket, rate)
      if (ms === 0) return
      const until = signal === undefined ? changed.signal : AbortSignal.any([signal, changed.signal])
      try {
        await clock.sleep(ms, until)
      } catch (error) {
        if (!until.aborted) throw error
      }
    }
  }

  return {
    set: (next) => {
      if (rate === next) return
      rate = next
      bucket = emptyBucket(clock.now())
      const before = changed
      changed = new AbortController()
      before.abort()
    },
    take: (bytes, signal) => {
      if (rate === null) return Promise.resolve()
      const mine = line.then(async () => {
        await wait(signal)
        bucket = spend(bucket, bytes)
      })
      // Whoever gives up leaves the line to those behind.
      line = mine.catch(() => undefined)
      return mine
    },
    limited: () => rate !== null,
  }
}
