import { fail, failureCode } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { JobId, JobView } from '../../../core/transfers/views.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { followJob } from '../follow-job.ts'
import { followMessage } from '../follow-message.ts'
import { transfersElsewhere } from '../control-transfers.ts'
import { isEnded, listJobs, tellEnd } from '../job-lines.ts'
import { type CommandFunction, type Invocation, withEngine, withOpened } from '../session.ts'
import { explain } from '../words.ts'
import { showReceipts } from './receipts.ts'

const resume = async (
  invocation: Invocation,
  portal: PortalEngine,
  jobs: readonly JobView[],
  untold: ReadonlySet<string>,
): Promise<Result<number>> => {
  let status = 0
  for (const job of jobs.filter((candidate) => !isEnded(candidate) || untold.has(candidate.id))) {
    if (isEnded(job)) {
      // It went on in another process, which ended as soon as the job did.
      status = Math.max(status, tellEnd(invocation, job))
      continue
    }
    const resumed = await portal.transfers.resume(job.id)
    if (!resumed.ok) return resumed
    const followed = await follow(invocation, portal, job.id)
    if (!followed.ok) return followed
    status = Math.max(status, followed.value)
  }
  return ok(status)
}

const follow = async (
  invocation: Invocation,
  portal: PortalEngine,
  jobId: JobId,
): Promise<Result<number>> => {
  const ended = await followJob(invocation, portal, jobId, 0)
  return ended.ok ? followMessage(invocation, portal, jobId, ended.value) : ended
}

const failures = async (
  invocation: Invocation,
  portal: PortalEngine,
  job: JobView,
): Promise<Result<number>> => {
  for (const group of await portal.transfers.failures.groups(job.id)) {
    if (invocation.flags.json === true) invocation.output.json(group)
    else invocation.output.line(`${group.count} files\t${group.reason}\t${explain(group.example)}`)
  }
  return ok(0)
}

const retry = async (invocation: Invocation, portal: PortalEngine, job: JobView): Promise<Result<number>> => {
  const reason = failureCode.nullable().safeParse(invocation.flags.reason ?? null)
  if (!reason.success) {
    return err(fail('usage', { detail: '--reason is one of the reasons that “transfers failures” names.' }))
  }
  const retried = await portal.transfers.retryFailed(job.id, reason.data)
  return retried.ok ? follow(invocation, portal, job.id) : retried
}

const message = async (
  invocation: Invocation,
  portal: PortalEngine,
  job: JobView,
): Promise<Result<number>> => {
  const action = invocation.words[2]
  if (action !== 'send' && action !== 'drop') {
    return err(fail('usage', { detail: 'Say transfers message JOB send, or drop.' }))
  }
  const done = await portal.transfers.summary[action](job.id)
  return done.ok ? followMessage(invocation, portal, job.id, 0) : done
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

/**
 * Lists, goes on with, pauses or cancels jobs, also those another process works on. `resume` waits until what was under
 * way has ended.
 */
export const transfers: CommandFunction = (invocation) =>
  withEngine(invocation, async (engine) => {
    const elsewhere = await transfersElsewhere(invocation, engine)
    if ('ok' in elsewhere) return elsewhere
    const own = () => ownTransfers(invocation, engine, elsewhere.untold)
    let done = await own()
    // The other one hangs up first and gives its archive back a moment later.
    for (let tries = 1; elsewhere.ended && isBusy(done) && tries < mostTries; tries += 1) done = await own()
    return done
  })

/** Each waits two seconds for the archive's lock. */
const mostTries = 5

const isBusy = (done: Result<number>): boolean => !done.ok && done.error.code === 'archive-busy'

const ownTransfers = (
  invocation: Invocation,
  engine: Engine,
  untold: ReadonlySet<string>,
): Promise<Result<number>> =>
  withOpened(invocation, engine, async (portal) => {
    const [action, id] = invocation.words
    if (action === 'receipts') return showReceipts(invocation, portal, id)
    const all = await portal.transfers.list()
    const jobs = id === undefined ? all : all.filter((job) => job.id === id)
    if (id !== undefined && jobs.length === 0) return err(fail('unknown-id', { about: id }))
    switch (action) {
      case 'list':
        return listJobs(invocation, jobs)
      case 'resume':
        return resume(invocation, portal, jobs, untold)
      case 'pause':
        return each(jobs, (job) => portal.transfers.pause(job.id))
      case 'cancel':
        return each(jobs, (job) => portal.transfers.cancel(job.id))
      case 'failures':
      case 'retry':
      case 'message': {
        const [job] = jobs
        if (id === undefined || job === undefined) return err(fail('usage', { detail: 'Name the job.' }))
        return { failures, retry, message }[action](invocation, portal, job)
      }
      default:
        return err(
          fail('usage', {
            detail: 'Say transfers list, resume, pause, cancel, failures, retry, message or receipts.',
          }),
        )
    }
  })
