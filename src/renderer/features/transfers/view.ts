import type { JobState, JobView } from '../../../core/transfers/views.ts'
import { mayOpen } from '../../../core/transfers/download-rules.ts'
import { percent } from '../../lib/quantities.ts'

/** A job that still has something to do by itself or when it is resumed. */
export const isUnderWay = (job: JobView): boolean => !isEnded(job.state)

export const isEnded = (state: JobState): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled'

/** A finished download of one file of a kind that may be opened (hardening 27). */
export const isOpenable = (job: JobView): boolean =>
  job.direction === 'download' && job.state === 'done' && job.files.total === 1 && mayOpen(job.title)

/** Bytes tell best; a job of empty files only is told by its files. */
export const jobPercent = (job: JobView): number => {
  if (job.state === 'done') return 100
  return job.bytes.total > 0
    ? percent(job.bytes.done, job.bytes.total)
    : percent(job.files.done, job.files.total)
}

/** The jobs as they are after a progress event: known ones replaced in place, new ones on top. */
export const mergeJobs = (known: readonly JobView[], changed: readonly JobView[]): readonly JobView[] => {
  const byId = new Map(changed.map((job) => [job.id, job]))
  const kept = known.map((job) => byId.get(job.id) ?? job)
  const seen = new Set(known.map((job) => job.id))
  const fresh = changed.filter((job) => !seen.has(job.id))
  return fresh.length === 0 ? kept : [...fresh, ...kept].sort((a, b) => b.createdAt - a.createdAt)
}

/** What the folded bar speaks about: the job under way that was begun last, else the newest one. */
export const leadingJob = (jobs: readonly JobView[]): JobView | undefined =>
  jobs.find((job) => job.state === 'running') ?? jobs.find(isUnderWay) ?? jobs[0]

export type Announcement = { readonly job: JobView; readonly what: 'started' | 'finished' | 'failed' }

/** What is worth saying aloud between two standings of the list: starts and ends, never the progress between. */
export const announcements = (
  before: readonly JobView[],
  after: readonly JobView[],
): readonly Announcement[] => {
  const states = new Map(before.map((job) => [job.id, job.state]))
  const out: Announcement[] = []
  for (const job of after) {
    const was = states.get(job.id)
    if (was === undefined && !isEnded(job.state)) out.push({ job, what: 'started' })
    if (was !== undefined && !isEnded(was)) {
      if (job.state === 'done') out.push({ job, what: 'finished' })
      if (job.state === 'failed') out.push({ job, what: 'failed' })
    }
  }
  return out
}
