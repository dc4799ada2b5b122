import { type Failure, fail, FailureError } from '../../core/failure.ts'
import type { Result } from '../../core/result.ts'
import type { Lane, StoredTransfer } from '../storage/tables/transfer-rows.ts'
import type { JobNumbers } from './job-state.ts'
import { createLive, type Live } from './live.ts'
import type { Runner } from './runner.ts'
import type { Tools } from './tools.ts'

/** Works through jobs in two lanes, so that small files never wait behind large ones (T1.63). */
export type Scheduler = {
  start(numbers: JobNumbers, runner: (signal: AbortSignal) => Runner): void
  /** Takes a file of a running job up again that was paused on its own, unless it is still to come. */
  again(jobId: string, number: number): Promise<void>
  /** Stops a job's work at once; resolves when nothing of it is under way any more. */
  stop(jobId: string): Promise<void>
  stopAll(): Promise<void>
}

type Running = {
  readonly jobId: string
  readonly numbers: JobNumbers
  readonly runner: Runner
  readonly controller: AbortController
  /** Files that are queued or at work, their reading back included. */
  readonly active: Set<number>
  readonly cursor: Record<Lane, number>
  readonly exhausted: Record<Lane, boolean>
  /** Claimed files that wait for their turn. */
  readonly queue: Record<Lane, StoredTransfer[]>
  /** Claims under way; several jobs' are waited for together, so no lane's flag says it of this one. */
  claiming: number
  readonly drained: () => void
  readonly whenDrained: Promise<void>
  /** Work under way: files, their read backs, the background's task. */
  open: number
}

const lanes = ['small', 'large'] as const
/** Rows of a job claimed at once: the memory a waiting job takes. */
const batch = 256

export const createScheduler = (
  tools: Tools,
  tell: {
    readonly changed: (jobId: string) => void
    /** All files of a job have ended. */
    readonly finished: (numbers: JobNumbers) => void
    /** The job can't go on: its journal can't be written. */
    readonly broken: (numbers: JobNumbers, failure: Failure) => void
  },
): Scheduler => {
  const { archive, ports } = tools.context
  const running = new Map<string, Running>()
  const stopping = new Map<string, Running>()
  const atWork: Record<Lane, number> = { small: 0, large: 0 }
  const refilling: Record<Lane, boolean> = { small: false, large: false }
  /** Whose turn it is: the job that was served least recently, in each lane. */
  const turns: Record<Lane, Running[]> = { small: [], large: [] }

  const most = (lane: Lane): number => (lane === 'small' ? tools.level.now() : tools.options.largeFiles)

  /** T1.82: one file of each job in turn, so that a job's ten files do not wait for another's thousands. */
  const takeNext = (lane: Lane): { readonly job: Running; readonly row: StoredTransfer } | undefined => {
    const order = turns[lane]
    for (const [place, job] of order.entries()) {
      const row = job.queue[lane].shift()
      if (row === undefined) continue
      order.splice(place, 1)
      order.push(job)
      return { job, row }
    }
    return undefined
  }

  const pump = (lane: Lane): void => {
    const skipped = new Set<Running>()
    while (atWork[lane] < most(lane)) {
      const next = takeNext(lane)
      if (next === undefined) {
        if (lane === 'small') {
          tools.level.idle()
          noneWaits()
        }
        break
      }
      const { job, row } = next
      if (tools.atWork.isBarred(job.jobId, row.number)) {
        job.active.delete(row.number)
        skipped.add(job)
        continue
      }
      atWork[lane] += 1
      void work(job, row, () => {
        atWork[lane] -= 1
        if (lane === 'small') tools.level.done()
        pump(lane)
      })
    }
    void refill(lane)
    for (const job of skipped) checkEnd(job)
  }

  /** Small files ran out: what the last of them leave to be written is written while they are still at work. */
  const noneWaits = (): void => {
    if ([...running.values()].every(({ exhausted }) => exhausted.small)) tools.journal.setFewLeft(true)
  }

  /** Takes the next files of every running job that is about to run out of them. */
  const refill = async (lane: Lane): Promise<void> => {
    if (refilling[lane]) return
    const jobs = [...running.values()].filter(
      (job) => !job.exhausted[lane] && job.queue[lane].length < batch / 2,
    )
    if (jobs.length === 0) return
    refilling[lane] = true
    for (const job of jobs) job.claiming += 1
    await Promise.all(
      jobs.map(async (job) => {
        const rows = await claim(job, lane, batch)
        if (job.controller.signal.aborted) return
        for (const { number } of rows) job.active.add(number)
        job.queue[lane].push(...rows)
        if (lane === 'small' && rows.length > 0) tools.journal.setFewLeft(false)
      }),
    )
    refilling[lane] = false
    for (const job of jobs) job.claiming -= 1
    pump(lane)
    for (const job of jobs) checkEnd(job)
  }

  const claim = async (job: Running, lane: Lane, limit: number): Promise<readonly StoredTransfer[]> => {
    try {
      const rows = await archive.run('transfers.claim', {
        jobId: job.jobId,
        lane,
        after: job.cursor[lane],
        limit,
        at: ports.clock.now(),
      })
      const last = rows.at(-1)
      if (last !== undefined) job.cursor[lane] = last.number
      if (rows.length < limit) job.exhausted[lane] = true
      return rows
    } catch (error) {
      breakJob(job, error)
      return []
    }
  }

  const work = async (job: Running, row: StoredTransfer, free: () => void): Promise<void> => {
    const { numbers, controller, runner } = job
    job.open += 1
    const task = tools.atWork.begin(job.jobId, row.number, controller.signal)
    const live = createLive(row, {
      journal: tools.journal,
      clock: ports.clock,
      counted: numbers.partial.get(row.number) ?? 0,
      onBytes: (bytes) => {
        numbers.acknowledged(bytes, ports.clock.now())
        tell.changed(job.jobId)
      },
    })
    let freed = false
    const freeOnce = (): void => {
      if (!freed) free()
      freed = true
    }
    try {
      const result = await guarded(() => runner.file(live, task.signal))
      if (!result.ok) await failFile(live, result.error, task.signal)
      else if (result.value !== null) {
        const { over, beyondStop } = result.value
        void beyondStop.then(() => task.end())
        // The lane goes on meanwhile, up to a few hundred files.
        if (job.open < mostOpen) freeOnce()
        const rest = await guarded(() => over)
        if (!rest.ok) await failFile(live, rest.error, task.signal)
      }
    } catch (error) {
      breakJob(job, error)
    } finally {
      const ended = live.row()
      if (ended.size !== row.size) numbers.resized(ended.size - row.size)
      if (ended.endedAt === null) numbers.partial.set(row.number, live.counted())
      else numbers.partial.delete(row.number)
      if (ended.phase === 'skipped') numbers.resized(-ended.size)
      numbers.ended(ended.phase, ended.problem, ended.path, ports.clock.now())
      job.active.delete(row.number)
      task.end()
      tell.changed(job.jobId)
      close(job)
      freeOnce()
    }
  }

  const failFile = async (live: Live, failure: Failure, signal: AbortSignal): Promise<void> => {
    // A file that was stopped stays where it is in the journal and goes on from there.
    if (failure.code === 'cancelled' || signal.aborted) return
    const { path, id } = live.row()
    ports.log.warn('transfers.failed', { transfer: id, code: failure.code, status: failure.status })
    await live.apply({ kind: 'failed', failure: { ...failure, about: path } })
  }

  /** A bug in the work on one file fails that file; trouble with the journal stops the job. */
  const guarded = async <T>(task: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await task()
    } catch (error) {
      if (error instanceof FailureError || tools.closing.aborted) throw error
      ports.log.error('transfers.bug', {
        error: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
      })
      return { ok: false, error: fail('internal') }
    }
  }

  const breakJob = (job: Running, error: unknown): void => {
    if (job.controller.signal.aborted) return
    // Stopped in any case: a job that stays would ask a journal that is closed again and again, without end.
    void stop(job.jobId)
    if (tools.closing.aborted) return
    const failure = error instanceof FailureError ? error.failure : fail('internal')
    ports.log.error('transfers.stopped', { job: job.jobId, code: failure.code })
    tell.broken(job.numbers, failure)
  }

  const close = (job: Running): void => {
    job.open -= 1
    checkEnd(job)
  }

  const checkEnd = (job: Running): void => {
    if (job.open > 0) return
    if (job.controller.signal.aborted) {
      job.drained()
      return
    }
    if (!running.has(job.jobId) || !lanes.every((lane) => job.exhausted[lane])) return
    if (job.claiming > 0 || lanes.some((lane) => job.queue[lane].length > 0)) return
    running.delete(job.jobId)
    leave(job)
    job.drained()
    tell.finished(job.numbers)
  }

  const leave = (job: Running): void => {
    for (const lane of lanes) {
      job.queue[lane] = []
      turns[lane] = turns[lane].filter((other) => other !== job)
    }
  }

  const background = async (job: Running): Promise<void> => {
    job.open += 1
    try {
      await job.runner.background((files) => {
        job.numbers.grow(
          files.length,
          files.reduce((sum, file) => sum + file.size, 0),
        )
        for (const file of files) {
          if (file.phase === 'failed') job.numbers.ended('failed', file.problem, file.path, ports.clock.now())
        }
        for (const lane of lanes) {
          job.exhausted[lane] = false
          pump(lane)
        }
        tell.changed(job.jobId)
      })
    } catch (error) {
      breakJob(job, error)
    } finally {
      close(job)
    }
  }

  const again = async (jobId: string, number: number): Promise<void> => {
    const job = running.get(jobId)
    if (job === undefined || job.active.has(number)) return
    job.open += 1
    try {
      // One that ended this moment is not worked on again.
      await tools.journal.flush()
      const row = await archive.run('transfers.claimOne', { jobId, number, at: ports.clock.now() })
      // One that its lane has yet to come to is found there.
      if (row === null || number > job.cursor[row.lane] || job.active.has(number)) return
      job.active.add(number)
      job.queue[row.lane].push(row)
      pump(row.lane)
    } catch (error) {
      breakJob(job, error)
    } finally {
      close(job)
    }
  }

  const stop = async (jobId: string): Promise<void> => {
    const job = running.get(jobId)
    if (job === undefined) {
      await stopping.get(jobId)?.whenDrained
      return
    }
    running.delete(jobId)
    stopping.set(jobId, job)
    job.controller.abort()
    leave(job)
    if (job.open === 0) job.drained()
    await job.whenDrained
    if (stopping.get(jobId) === job) stopping.delete(jobId)
  }

  return {
    start: (numbers, makeRunner) => {
      const jobId = numbers.job().id
      if (running.has(jobId) || tools.closing.aborted) return
      const controller = new AbortController()
      let drained = (): void => undefined
      const whenDrained = new Promise<void>((resolve) => {
        drained = resolve
      })
      const job: Running = {
        ...{ jobId, numbers, controller, drained, whenDrained, open: 0, claiming: 0 },
        runner: makeRunner(controller.signal),
        active: new Set(),
        queue: { small: [], large: [] },
        cursor: { small: -1, large: -1 },
        exhausted: { small: false, large: false },
      }
      running.set(jobId, job)
      for (const lane of lanes) turns[lane].push(job)
      void background(job)
      for (const lane of lanes) pump(lane)
    },
    again,
    stop,
    stopAll: async () => {
      await Promise.all([...running.keys(), ...stopping.keys()].map(stop))
    },
  }
}

/** Files of a job that may be registered and read back before its lanes wait too. */
const mostOpen = 400
