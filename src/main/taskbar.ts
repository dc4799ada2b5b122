import type { JobView } from '../core/transfers/views.ts'

export type TaskbarProgress = { readonly value: number; readonly mode: 'normal' | 'paused' | 'none' }

/** The bar on the program's icon: the share of all bytes of the jobs that are under way. */
export const taskbarProgress = (jobs: Iterable<JobView>): TaskbarProgress => {
  const active = [...jobs].filter((job) => underWay.has(job.state))
  if (active.length === 0) return { value: -1, mode: 'none' }
  const total = active.reduce((sum, job) => sum + job.bytes.total, 0)
  const done = active.reduce((sum, job) => sum + job.bytes.done, 0)
  const mode = active.every((job) => job.state === 'paused') ? 'paused' : 'normal'
  return { value: total === 0 ? 0 : Math.min(1, done / total), mode }
}

const underWay: ReadonlySet<JobView['state']> = new Set(['running', 'paused', 'waiting'])
