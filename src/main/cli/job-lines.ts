import { ok, type Result } from '../../core/result.ts'
import type { JobView } from '../../core/transfers/views.ts'
import type { Invocation } from './session.ts'
import { explain } from './words.ts'

export const isEnded = (job: JobView): boolean =>
  job.state === 'done' || job.state === 'cancelled' || job.state === 'failed'

export const listJobs = ({ flags, output }: Invocation, jobs: readonly JobView[]): Result<number> => {
  for (const job of jobs) {
    if (flags.json === true) output.json(job)
    else {
      output.line(
        `${job.id}\t${job.direction}\t${job.state}\t${job.files.done}/${job.files.total}\t${job.spaceName}\t${job.title}`,
      )
    }
  }
  return ok(0)
}

export const progressLine = (job: JobView): string => {
  const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1)
  const left = job.etaMs === null ? '' : `, ${Math.ceil(job.etaMs / 1000)} s left`
  return `${job.title}: ${job.files.done} of ${job.files.total} files, ${megabytes(job.bytes.done)} of ${megabytes(job.bytes.total)} MB, ${megabytes(job.rate)} MB/s${left}`
}

export const summaryLine = ({ files: { total, done, failed, skipped } }: Pick<JobView, 'files'>): string => {
  const parts = [`${done} of ${total} files done`]
  if (skipped > 0) parts.push(`${skipped} skipped`)
  if (failed > 0) parts.push(`${failed} failed`)
  return `${parts.join(', ')}.`
}

/** Says how a job of another process stands now that nobody follows it any more: 0 when everything is done. */
export const tellEnd = ({ flags, output }: Invocation, job: JobView): number => {
  output.progress('')
  if (flags.json === true) output.json(job)
  else output.line(summaryLine(job))
  if (job.waitingFor !== null) output.problem(explain(job.waitingFor))
  return job.state === 'done' && job.files.failed === 0 ? 0 : 1
}
