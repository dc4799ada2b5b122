import type { FoundryWait } from '../../core/foundry/wait.ts'
import { waitForPlace, windowMs } from '../../core/foundry/pace.ts'
import type { Clock } from '../ports.ts'

/** Where the moments of earlier requests are kept, so that a restart begins no new minute (F1.4). */
export type PaceMemory = {
  /** When the requests of the last minute ended; those that never did are answered as ended now. */
  load(): Promise<readonly number[]>
  began(id: string, at: number): Promise<void>
  ended(id: string, at: number): Promise<void>
}

export type Limiter = {
  /** Waits for a place, does the work, and gives the place back a minute after its end. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Nobody passes for so long: the service asked for it. */
  closeFor(ms: number): void
}

type Ports = {
  readonly clock: Clock
  readonly uuid: () => string
  /** Told of each wait as it begins. */
  readonly onWait?: (wait: FoundryWait) => void
}

/** One organisation's pace. Whoever asks waits in a line, so that the places are given in turn. */
export const createLimiter = (
  { clock, uuid, onWait }: Ports,
  limit: () => number,
  memory: PaceMemory,
): Limiter => {
  let ends: number[] | undefined
  let underWay = 0
  let closedUntil = 0
  let line: Promise<unknown> = Promise.resolve()
  /** Told when a request has ended, for whoever waits for one. */
  let onEnd: (() => void)[] = []

  const pass = async (signal: AbortSignal | undefined): Promise<void> => {
    ends ??= [...(await memory.load())]
    for (;;) {
      const now = clock.now()
      ends = ends.filter((end) => end > now - windowMs)
      const place = waitForPlace({ ends, underWay }, limit(), now)
      const closed = closedUntil - now
      if (place === null) {
        await new Promise<void>((resolve) => {
          onEnd.push(resolve)
        })
        continue
      }
      const wait = Math.max(place, closed)
      if (wait <= 0) {
        signal?.throwIfAborted()
        underWay += 1
        return
      }
      onWait?.({ until: now + wait, why: closed >= place ? 'busy' : 'pace' })
      await clock.sleep(wait, signal)
    }
  }

  return {
    run: async (work, signal) => {
      const turn = line.then(() => pass(signal))
      // Whoever gave up holds back nobody.
      line = turn.catch(() => undefined)
      await turn
      const id = uuid()
      await memory.began(id, clock.now())
      try {
        return await work()
      } finally {
        const at = clock.now()
        underWay -= 1
        ends = [...(ends ?? []), at]
        for (const told of onEnd) told()
        onEnd = []
        await memory.ended(id, at)
      }
    },
    closeFor: (ms) => {
      closedUntil = Math.max(closedUntil, clock.now() + ms)
    },
  }
}
