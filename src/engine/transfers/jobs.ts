import { type Failure, fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { isEnded } from '../../core/transfers/state.ts'
import { type JobId, type JobView, transferPhase } from '../../core/transfers/views.ts'
import { concludeDownload } from './conclude-download.ts'
import { createJobEnds, type JobEnds } from './job-ends.ts'
import { createNumbers, type JobNumbers } from './job-state.ts'
import { forgetLooks } from './name-sense.ts'
import { createOrders } from './orders.ts'
import { createProgress, type Progress } from './progress.ts'
import { createDownloadRunner } from './run-download.ts'
import { createUploadRunner } from './run-upload.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { createSpeedNotes } from './speed.ts'
import { createSummaries, type Summaries } from './summary-message.ts'
import type { Tools } from './tools.ts'

/** A portal's jobs as they stand, each from the moment it may run to its end. */
export type Jobs = {
  readonly scheduler: Scheduler
  readonly progress: Progress
  readonly ends: JobEnds
  readonly summaries: Summaries
  /** Reads the journal, once; whatever asks about jobs waits for it. */
  load(): Promise<void>
  /** Reads a job's numbers from the journal again: it is new, or its files were set back. */
  reload(jobId: string): Promise<JobNumbers | undefined>
  all(): readonly JobNumbers[]
  known(jobId: string): JobNumbers | undefined
  find(jobId: JobId): Promise<Result<JobNumbers>>
  view(jobId: string): JobView | undefined
  /** Begins or goes on; nothing where it is at work. */
  run(numbers: JobNumbers): void
  /** Runs a job that was just journaled. */
  begin(job: Result<{ readonly id: string }>): Promise<Result<{ readonly jobId: JobId }>>
  /** Acts on a job that is in one of these states, one order after the other. */
  inTurn(
    jobId: JobId,
    states: readonly string[],
    act: (numbers: JobNumbers) => Promise<void>,
  ): Promise<Result<void>>
  setState(numbers: JobNumbers, state: JobState): Promise<void>
  /** The journal can't be written (a full disk, say): the job stands still, says why, and goes on with `resume`. */
  halt(numbers: JobNumbers, failure: Failure): void
  forget(jobId: JobId): Promise<void>
  /** What waits has another reason now, or none. */
  waitsChanged(): void
}

type JobState = 'running' | 'paused' | 'done' | 'failed' | 'cancelled'

export const createJobs = (tools: Tools, messageQueued: (spaceId: SpaceId) => void): Jobs => {
  const { archive, ports, portalId } = tools.context
  const { gate } = tools
  const jobs = new Map<string, JobNumbers>()
  const ends = createJobEnds()
  const inTurn = createOrders()
  let loading: Promise<void> | undefined

  const view = (jobId: string): JobView | undefined => {
    const waits = { because: gate.waitingFor(), until: gate.waitingUntil() }
    const seen = jobs.get(jobId)?.view(waits, portalId, ports.clock.now())
    return seen && { ...seen, summary: summaries.of(jobId) ?? null }
  }
  const progress = createProgress(ports.clock, view, tools.closing)
  const summaries = createSummaries(tools.context, {
    changed: (jobId) => progress.changed(jobId),
    queued: messageQueued,
  })
  const speed = createSpeedNotes(tools.context)

  const setState = (numbers: JobNumbers, state: JobState): Promise<void> => {
    const endedAt = state === 'running' || state === 'paused' ? null : ports.clock.now()
    const written = writeState(numbers, state, endedAt)
    if (endedAt !== null) ends.concluding(numbers.job().id, written)
    return written
  }

  const writeState = async (numbers: JobNumbers, state: JobState, endedAt: number | null): Promise<void> => {
    const { id } = numbers.job()
    numbers.change({ state, endedAt })
    numbers.stop(null)
    progress.changed(id)
    try {
      await archive.run('transfers.setJob', { jobId: id, state, endedAt })
    } catch (error) {
      // What is not on disk is not so: after a restart the job would be what it was.
      if (error instanceof FailureError) halt(numbers, error.failure)
      throw error
    }
    // A cancelled job's last files are still on their way: its message is decided when they are there.
    if (state === 'done' || state === 'failed') await summaries.settle(id, 'rule')
    const seen = view(id)
    if (endedAt === null || seen === undefined) return
    progress.flush()
    ends.tell(seen)
  }

  const finish = async (numbers: JobNumbers): Promise<void> => {
    try {
      await Promise.all([tools.journal.flush(), tools.arrivals.flush()])
      const left = await archive.run('transfers.left', { jobId: numbers.job().id })
      numbers.hold(left.held)
      // T1.90: a file that was let go on meanwhile; then those that are paused on their own keep the job.
      if (left.open > 0) {
        run(numbers)
        return
      }
      if (left.held > 0) {
        await setState(numbers, 'paused')
        return
      }
      if (numbers.job().direction === 'download') await concludeDownload(numbers, tools)
      await speed.ended(numbers)
      // Paused or cancelled meanwhile: then that is what it is.
      if (numbers.job().state === 'running') await setState(numbers, numbers.outcome())
    } catch (error) {
      if (!tools.closing.aborted)
        halt(numbers, error instanceof FailureError ? error.failure : fail('internal'))
    }
  }

  const halt = (numbers: JobNumbers, failure: Failure): void => {
    numbers.change({ state: 'paused', endedAt: null })
    numbers.stop(failure)
    progress.changed(numbers.job().id)
  }

  const scheduler = createScheduler(tools, {
    changed: (jobId) => progress.changed(jobId),
    finished: (numbers) => ends.concluding(numbers.job().id, finish(numbers)),
    broken: halt,
  })

  const load = (): Promise<void> => {
    // A journal that could not be read (a full disk, say) is asked again the next time.
    loading ??= read().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  const read = async (): Promise<void> => {
    await forgetLooks(tools)
    await archive.run('transfers.dropPlans', undefined)
    const stored = await archive.run('transfers.jobs', { jobId: null })
    for (const job of stored.jobs) {
      if (jobs.has(job.id)) continue
      const tallies = stored.tallies.filter(({ jobId }) => jobId === job.id)
      const held = stored.held.find(({ jobId }) => jobId === job.id)?.files
      jobs.set(job.id, createNumbers(job, tallies, held))
      // The program ended between the job's cancel and its files': they are cancelled now (T1.64).
      if (job.state === 'cancelled' && tallies.some(({ phase }) => isOpen(phase)))
        await archive.run('transfers.cancelRest', { jobId: job.id, at: ports.clock.now() })
    }
    await summaries.load()
  }

  const reload = async (jobId: string): Promise<JobNumbers | undefined> => {
    const stored = await archive.run('transfers.jobs', { jobId })
    const [job] = stored.jobs
    if (job === undefined) return undefined
    const numbers = createNumbers(job, stored.tallies, stored.held[0]?.files)
    jobs.set(jobId, numbers)
    return numbers
  }

  const run = (numbers: JobNumbers): void => {
    const job = numbers.job()
    const create = job.direction === 'upload' ? createUploadRunner : createDownloadRunner
    speed.began(numbers)
    scheduler.start(numbers, (signal) => create(job, tools, signal))
    progress.changed(job.id)
  }

  const find = async (jobId: JobId): Promise<Result<JobNumbers>> => {
    await load()
    const numbers = jobs.get(jobId)
    return numbers === undefined ? err(fail('unknown-id', { about: jobId })) : ok(numbers)
  }

  const begin = async (job: Result<{ readonly id: string }>): Promise<Result<{ readonly jobId: JobId }>> => {
    if (!job.ok) return job
    const numbers = await reload(job.value.id)
    if (numbers === undefined) return err(fail('internal'))
    run(numbers)
    return ok({ jobId: job.value.id as JobId })
  }

  return {
    ...{ scheduler, progress, ends, summaries, load, reload, find, view, run, begin, setState, halt },
    all: () => [...jobs.values()],
    known: (jobId) => jobs.get(jobId),
    inTurn: (jobId, states, act) =>
      inTurn(jobId, async (): Promise<Result<void>> => {
        const found = await find(jobId)
        if (!found.ok) return found
        // Already as it is wanted, or over: nothing to do.
        if (states.includes(found.value.job().state)) await act(found.value)
        return ok(undefined)
      }),
    forget: async (jobId) => {
      jobs.delete(jobId)
      await archive.run('transfers.removeJob', { jobId })
    },
    waitsChanged: () => {
      for (const numbers of jobs.values()) {
        if (numbers.job().state === 'running') progress.changed(numbers.job().id)
      }
    },
  }
}

const isOpen = (phase: string): boolean => {
  const known = transferPhase.safeParse(phase)
  return known.success && !isEnded(known.data)
}
