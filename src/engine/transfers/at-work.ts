/**
 * Files at work, each with a signal of its own, so that one is stopped without its job (T1.90). The scheduler says
 * when work on a file begins and ends; who pauses or cancels a file bars it.
 */
export type AtWork = {
  /** Work on a file begins. `job`: the signal that stops the whole job. `end` may be called twice. */
  begin(jobId: string, number: number, job: AbortSignal): { readonly signal: AbortSignal; end(): void }
  has(jobId: string, number: number): boolean
  /** A barred file is not begun, although it was claimed before. */
  isBarred(jobId: string, number: number): boolean
  /** Stops the file; resolves when nothing of it is at work. */
  bar(jobId: string, number: number): Promise<void>
  unbar(jobId: string, number: number): void
  /** The job begins anew: the journal alone tells what is paused. */
  unbarAll(jobId: string): void
}

type Task = { readonly stop: () => void; readonly ended: Promise<void> }

export const createAtWork = (): AtWork => {
  const tasks = new Map<string, Task>()
  const barred = new Map<string, Set<number>>()
  const keyOf = (jobId: string, number: number): string => `${jobId} ${number}`

  return {
    begin: (jobId, number, job) => {
      const key = keyOf(jobId, number)
      const controller = new AbortController()
      const stop = (): void => controller.abort()
      let ended = (): void => undefined
      const task: Task = {
        stop,
        ended: new Promise<void>((resolve) => {
          ended = resolve
        }),
      }
      tasks.set(key, task)
      if (job.aborted) stop()
      else job.addEventListener('abort', stop, { once: true })
      return {
        signal: controller.signal,
        end: () => {
          job.removeEventListener('abort', stop)
          if (tasks.get(key) === task) tasks.delete(key)
          ended()
        },
      }
    },
    has: (jobId, number) => tasks.has(keyOf(jobId, number)),
    isBarred: (jobId, number) => barred.get(jobId)?.has(number) ?? false,
    bar: async (jobId, number) => {
      const numbers = barred.get(jobId) ?? new Set<number>()
      barred.set(jobId, numbers.add(number))
      const task = tasks.get(keyOf(jobId, number))
      task?.stop()
      await task?.ended
    },
    unbar: (jobId, number) => void barred.get(jobId)?.delete(number),
    unbarAll: (jobId) => void barred.delete(jobId),
  }
}
