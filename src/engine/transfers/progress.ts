import type { JobId, JobView } from '../../core/transfers/views.ts'
import type { Clock } from '../ports.ts'
import { steadyClock } from '../steady-clock.ts'

/** Tells listeners which jobs' numbers changed, at most ten times a second (T1.71). */
export type Progress = {
  changed(jobId: string): void
  listen(listener: (jobs: readonly JobView[]) => void): () => void
  /** Tells what is still to be told, now. */
  flush(): void
}

const gapMs = 100

export const createProgress = (
  wallClock: Clock,
  viewOf: (jobId: JobId) => JobView | undefined,
  closing: AbortSignal,
): Progress => {
  const clock = steadyClock(wallClock)
  const listeners = new Set<(jobs: readonly JobView[]) => void>()
  const dirty = new Set<string>()
  let waiting = false
  let toldAt = Number.NEGATIVE_INFINITY

  const flush = (): void => {
    if (dirty.size === 0) return
    const views = [...dirty].map((id) => viewOf(id as JobId)).filter((view) => view !== undefined)
    dirty.clear()
    toldAt = clock.now()
    if (views.length === 0) return
    for (const listener of listeners) listener(views)
  }

  const later = async (): Promise<void> => {
    waiting = true
    try {
      await clock.sleep(Math.max(gapMs - (clock.now() - toldAt), 0), closing)
    } catch (error) {
      if (!closing.aborted) throw error
    } finally {
      waiting = false
    }
    flush()
  }

  return {
    changed: (jobId) => {
      dirty.add(jobId)
      if (!waiting && listeners.size > 0) void later()
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    flush,
  }
}
