import { fail, FailureError } from '../../core/failure.ts'
import type { JobView } from '../../core/transfers/views.ts'

/** Who waits for a job's end. */
export type JobEnds = {
  /** The job ends: until what is answered is called, what belongs to its end (its message, T1.105) is being written. */
  conclude(jobId: string): () => void
  isConcluding(jobId: string): boolean
  tell(view: JobView): void
  /** Resolves with the job as it ended; rejects with FailureError `cancelled` when `signal` ends the wait. */
  wait(jobId: string, signal?: AbortSignal): Promise<JobView>
}

export const createJobEnds = (): JobEnds => {
  const waiting = new Map<string, Set<(view: JobView) => void>>()
  const concluding = new Map<string, number>()
  return {
    conclude: (jobId) => {
      concluding.set(jobId, (concluding.get(jobId) ?? 0) + 1)
      return () => {
        const left = (concluding.get(jobId) ?? 1) - 1
        if (left > 0) concluding.set(jobId, left)
        else concluding.delete(jobId)
      }
    },
    isConcluding: (jobId) => concluding.has(jobId),
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
        signal?.addEventListener('abort', stop, { once: true })
      }),
  }
}
