import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { followJob } from '../follow-job.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'

const isEnded = (job: JobView): boolean =>
  job.state === 'done' || job.state === 'cancelled' || job.state === 'failed'

const list = (invocation: Invocation, jobs: readonly JobView[]): Result<number> => {
  for (const job of jobs) {
    if (invocation.flags.json === true) invocation.output.json(job)
    else {
      invocation.output.line(
        `${job.id}\t${job.direction}\t${job.state}\t${job.files.done}/${job.files.total}\t${job.spaceName}\t${job.title}`,
      )
    }
  }
  return ok(0)
}

const resume = async (
  invocation: Invocation,
  portal: PortalEngine,
  jobs: readonly JobView[],
): Promise<Result<number>> => {
  let status = 0
  for (const job of jobs.filter((candidate) => !isEnded(candidate))) {
    const resumed = await portal.transfers.resume(job.id)
    if (!resumed.ok) return resumed
    const followed = await followJob(invocation, portal, job.id, 0)
    if (!followed.ok) return followed
    status = Math.max(status, followed.value)
  }
  return ok(status)
}

const each = async (
  jobs: readonly JobView[],
  act: (job: JobView) => Promise<Result<void>>,
): Promise<Result<number>> => {
  for (const job of jobs.filter((candidate) => !isEnded(candidate))) {
    const done = await act(job)
    if (!done.ok) return done
  }
  return ok(0)
}

/** Lists, goes on with, pauses or cancels jobs. `resume` waits until what was under way has ended. */
export const transfers: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    const [action, id] = invocation.words
    const all = await portal.transfers.list()
    const jobs = id === undefined ? all : all.filter((job) => job.id === id)
    if (id !== undefined && jobs.length === 0) return err(fail('unknown-id', { about: id }))
    switch (action) {
      case 'list':
        return list(invocation, jobs)
      case 'resume':
        return resume(invocation, portal, jobs)
      case 'pause':
        return each(jobs, (job) => portal.transfers.pause(job.id))
      case 'cancel':
        return each(jobs, (job) => portal.transfers.cancel(job.id))
      default:
        return err(fail('usage', { detail: 'Say transfers list, resume, pause or cancel.' }))
    }
  })
