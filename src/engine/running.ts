import type { Failure } from '../core/failure.ts'
import type { Clock } from './ports.ts'

/** Journaled jobs that are being carried out, each by one run at a time. */
export type Running<Id> = {
  has(id: Id): boolean
  /** Does nothing where the job runs already. */
  begin(id: Id, run: (signal: AbortSignal) => Promise<void>): void
  /** Resolves when the job's run is over; at once where there is none. */
  over(id: Id): Promise<void>
  /** Stops the job's run and waits until it is over. */
  stop(id: Id): Promise<void>
  /** Stops them all. */
  close(): Promise<void>
}

/** `tell`: hears of each run that is over. */
export const createRunning = <Id>(tell: (id: Id) => void): Running<Id> => {
  const running = new Map<Id, { readonly stop: AbortController; readonly over: Promise<void> }>()
  return {
    has: (id) => running.has(id),
    begin: (id, run) => {
      if (running.has(id)) return
      const stop = new AbortController()
      const over = run(stop.signal).finally(() => {
        running.delete(id)
        tell(id)
      })
      running.set(id, { stop, over })
    },
    over: async (id) => running.get(id)?.over,
    stop: async (id) => {
      const under = running.get(id)
      under?.stop.abort()
      await under?.over
    },
    close: async () => {
      const under = [...running.values()]
      for (const { stop } of under) stop.abort()
      await Promise.all(under.map(({ over }) => over))
    },
  }
}

export type End = {
  readonly state: 'done' | 'paused'
  readonly problem: Failure | null
  readonly endedAt: number | null
}

type Run = {
  /** Answers what stopped it, null at the end. */
  readonly carryOut: () => Promise<Failure | null>
  readonly note: (end: End) => Promise<void>
  readonly clock: Clock
}

/**
 * Carries a job out, from wherever the journal says it stands, and notes how it ended. Being told to stop leaves the
 * journal as it is: from there it goes on. Never rejects for the signal.
 */
export const runToEnd = async ({ carryOut, note, clock }: Run, signal: AbortSignal): Promise<void> => {
  try {
    const problem = await carryOut()
    if (signal.aborted) return
    const isDone = problem === null
    await note({ state: isDone ? 'done' : 'paused', problem, endedAt: isDone ? clock.now() : null })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
