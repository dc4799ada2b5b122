import { fail, FailureError } from '../../core/failure.ts'
import type { JobView } from '../../core/transfers/views.ts'

/** A job’s way to its end, and who waits for it. */
export type JobEnds = {
  /** The job comes to its end while `work` runs: its state is being written, and what belongs to it (its message, T1.105). */
  concluding(jobId: string, work: Promise<void>): void
  /** Resolves once no such work is under way: the job ended, stands still or goes on. */
  concluded(jobId: string): Promise<void>
  tell(view: JobView): void
  /** Resolves with the job as it ended; rejects with FailureError `cancelled` when `signal` ends the wait. */
  wait(jobId: string, signal?: AbortSignal): Promise<JobView>
}

export const createJobEnds = (): JobEnds => {
  const waiting = new Map<string, Set<(view: JobView) => void>>()
  const concluding = new Map<string, Set<Promise<void>>>()
  return {
    concluding: (jobId, work) => {
      const works = concluding.get(jobId) ?? new Set<Promise<void>>()
      concluding.set(jobId, works)
      // Whether it fails is for whoever began it.
      const over = work.then(noop, noop).finally(() => {
        works.delete(over)
        if (works.size === 0) concluding.delete(jobId)
      })
      works.add(over)
    },
    concluded: async (jobId) => {
      for (let works = concluding.get(jobId); works !== undefined; works = concluding.get(jobId))
        await Promise.all(works)
    },
    tell: (view) => {
      for (const listener of waiting.get(view.id) ?? []) listener(view)
      waiting.delete(view.id)
    },
    wait: (jobId, signal) =>
      new Promise((resolve, reject) => {
        const listeners = waiting.get(jobId) ?? new Set<(view: JobView) => void>()
        waiting.set(jobId, listeners)
        const listener = (ended: JobView): void => {
          signal?.removeEventListener('abort', stop)
          resolve(ended)
        }
        const stop = (): void => {
          listeners.delete(listener)
          reject(new FailureError(fail('cancelled')))
        }
        listeners.add(listener)
        if (signal?.aborted === true) stop()
        else signal?.addEventListener('abort', stop, { once: true })
      }),
  }
}

const noop = (): void => undefined
