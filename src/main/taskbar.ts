import type { JobView } from '../core/transfers/views.ts'

export type TaskbarProgress = {
  readonly value: number
  readonly mode: 'normal' | 'paused' | 'error' | 'none'
}

/**
 * T1.93: the bar on the program's icon: the share of all bytes of the jobs that are under way. Red when one of them
 * stands still although nobody paused it.
 */
export const taskbarProgress = (jobs: Iterable<JobView>): TaskbarProgress => {
  const active = [...jobs].filter((job) => underWay.has(job.state))
  if (active.length === 0) return { value: -1, mode: 'none' }
  const total = active.reduce((sum, job) => sum + job.bytes.total, 0)
  const done = active.reduce((sum, job) => sum + job.bytes.done, 0)
  return { value: total === 0 ? 0 : Math.min(1, done / total), mode: modeOf(active) }
}

const underWay: ReadonlySet<JobView['state']> = new Set(['running', 'paused', 'waiting'])

const modeOf = (active: readonly JobView[]): TaskbarProgress['mode'] => {
  if (active.some((job) => job.waitingFor !== null)) return 'error'
  return active.every((job) => job.state === 'paused') ? 'paused' : 'normal'
}
