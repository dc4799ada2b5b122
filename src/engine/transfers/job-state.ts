import type { Failure, FailureCode } from '../../core/failure.ts'
import { failureCode } from '../../core/failure.ts'
import type { PortalId } from '../../core/portal.ts'
import type { SpaceId } from '../../core/space.ts'
import {
  addToPace,
  newPace,
  type Pace,
  settleTime,
  timeLeftOf,
  type ToldTime,
  workOf,
} from '../../core/transfers/pace.ts'
import { addSample, rateOf, type Samples } from '../../core/transfers/rate.ts'
import type { TransferPhase } from '../../core/transfers/views.ts'
import type { JobId, JobView } from '../../core/transfers/views.ts'
import type { JobTally, StoredJob } from '../storage/tables/transfer-jobs.ts'

/** The numbers of one job, kept up as its files move, so that a view costs no query. */
export type JobNumbers = {
  readonly job: () => StoredJob
  change(part: Partial<StoredJob>): void
  /** Files that were added while the job runs. */
  grow(files: number, bytes: number): void
  acknowledged(bytes: number, now: number): void
  ended(phase: TransferPhase, failure: Failure | null, path: string, now: number): void
  /** One file was cancelled while the others go on. */
  cancelled(number: number, size: number): void
  /** So many files are paused on their own. */
  hold(files: number): void
  /** Acknowledged bytes of files that were stopped half-way, by number: told once, not again when they go on. */
  readonly partial: Map<number, number>
  /** The size of a file turned out to be another one. */
  resized(by: number): void
  /** How many files there are. */
  total(): number
  /** How the job ends, when none of its files is left. */
  outcome(): 'done' | 'failed' | 'cancelled'
  /** A failure that stops the whole job although it is not a file's: the journal can't be written. */
  stop(failure: Failure | null): void
  view(waits: Waits, portalId: PortalId, now: number): JobView
}

/** Why all transfers of the portal wait, and until when. */
export type Waits = { readonly because: Failure | null; readonly until: number | null }

/** How much of the past the time left is told by, in ms. */
const memoryMs = 30_000

type Problem = { count: number; example: string }

export const createNumbers = (stored: StoredJob, tallies: readonly JobTally[], held = 0): JobNumbers => {
  let job = stored
  let samples: Samples = []
  /** Of work done while the job runs and nothing stands in its way. */
  let pace: Pace | null = null
  let told: ToldTime | null = null
  let stopped: Failure | null = null
  const files = { total: 0, done: 0, failed: 0, skipped: 0, cancelled: 0, held }
  const partial = new Map<number, number>()
  const bytes = { total: 0, done: 0 }
  const problems = new Map<FailureCode, Problem>()

  const addProblem = (reason: FailureCode, count: number, example: string): void => {
    const known = problems.get(reason)
    problems.set(reason, { count: (known?.count ?? 0) + count, example: known?.example ?? example })
  }

  for (const tally of tallies) {
    files.total += tally.count
    if (tally.phase === 'skipped') files.skipped += tally.count
    if (tally.phase === 'cancelled') files.cancelled += tally.count
    // What was left out on purpose is no part of the whole; of a cancelled job everything is.
    const leftOut = tally.phase === 'skipped' || (tally.phase === 'cancelled' && stored.state !== 'cancelled')
    if (!leftOut) bytes.total += tally.bytes
    if (tally.phase === 'verified') {
      files.done += tally.count
      bytes.done += tally.bytes
    }
    if (tally.phase === 'failed') {
      files.failed += tally.count
      const reason = failureCode.safeParse(tally.problem)
      addProblem(reason.success ? reason.data : 'internal', tally.count, tally.example)
    }
  }

  const work = (done: number, now: number): void => {
    pace = addToPace(pace ?? newPace(now, memoryMs), now, done)
  }

  const leftMs = (now: number): number | null => {
    pace ??= newPace(now, memoryMs)
    const { total, done, failed, skipped, cancelled } = files
    const left = { bytes: bytes.total - bytes.done, files: total - done - failed - skipped - cancelled }
    told = settleTime(told, timeLeftOf(workOf(left), pace, now), now)
    return told === null ? null : told.leftMs
  }

  return {
    partial,
    job: () => job,
    change: (part) => {
      job = { ...job, ...part }
      if (part.state === undefined) return
      samples = []
      pace = null
      told = null
    },
    grow: (count, size) => {
      files.total += count
      bytes.total += size
    },
    acknowledged: (count, now) => {
      bytes.done += count
      if (count <= 0) return
      samples = addSample(samples, now, count)
      work(count, now)
    },
    ended: (phase, failure, path, now) => {
      if (phase === 'verified') files.done += 1
      if (phase === 'verified') work(workOf({ bytes: 0, files: 1 }), now)
      if (phase === 'skipped') files.skipped += 1
      if (phase !== 'failed') return
      files.failed += 1
      addProblem(failure?.code ?? 'internal', 1, path)
    },
    cancelled: (number, size) => {
      files.cancelled += 1
      bytes.total -= size
      bytes.done -= partial.get(number) ?? 0
      partial.delete(number)
    },
    hold: (count) => {
      files.held = count
    },
    resized: (by) => {
      bytes.total += by
    },
    total: () => files.total,
    outcome: () => {
      if (files.failed > 0) return 'failed'
      return files.cancelled > 0 && files.cancelled === files.total ? 'cancelled' : 'done'
    },
    stop: (failure) => {
      stopped = failure
    },
    view: (waits, portalId, now) => {
      const running = job.state === 'running'
      const because = stopped ?? (running ? waits.because : null)
      // A wait counts for nothing: what comes after it has a pace of its own.
      if (because !== null) pace = null
      const rate = running && because === null ? rateOf(samples, now) : 0
      return {
        id: job.id as JobId,
        portalId,
        direction: job.direction,
        spaceId: job.spaceId as SpaceId,
        spaceName: job.spaceName,
        title: job.title,
        state: viewState(job.state, because),
        files: { ...files },
        bytes: { total: bytes.total, done: Math.max(0, Math.min(bytes.done, bytes.total)) },
        rate,
        etaMs: running && because === null ? leftMs(now) : null,
        problems: [...problems].map(([reason, problem]) => ({ reason, ...problem })),
        waitingFor: because,
        waitingUntil: because !== null && stopped === null ? waits.until : null,
        createdAt: job.createdAt,
        endedAt: job.endedAt,
        // Kept beside the numbers (summary-message.ts).
        summary: null,
        group: job.group ?? null,
      }
    },
  }
}

const viewState = (state: StoredJob['state'], because: Failure | null): JobView['state'] => {
  switch (state) {
    case 'running':
      return because === null ? 'running' : 'waiting'
    case 'plan':
      return 'paused'
    default:
      return state
  }
}
