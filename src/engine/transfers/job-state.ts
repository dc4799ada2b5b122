import type { Failure, FailureCode } from '../../core/failure.ts'
import { failureCode } from '../../core/failure.ts'
import type { PortalId } from '../../core/portal.ts'
import type { SpaceId } from '../../core/space.ts'
import { addSample, etaOf, rateOf, type Samples } from '../../core/transfers/rate.ts'
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
  ended(phase: TransferPhase, failure: Failure | null, path: string): void
  /** Acknowledged bytes of files that were stopped half-way, by number: told once, not again when they go on. */
  readonly partial: Map<number, number>
  /** The size of a file turned out to be another one. */
  resized(by: number): void
  failed(): number
  /** A failure that stops the whole job although it is not a file's: the journal can't be written. */
  stop(failure: Failure | null): void
  view(waitingFor: Failure | null, portalId: PortalId, now: number): JobView
}

type Problem = { count: number; example: string }

export const createNumbers = (stored: StoredJob, tallies: readonly JobTally[]): JobNumbers => {
  let job = stored
  let samples: Samples = []
  let stopped: Failure | null = null
  const files = { total: 0, done: 0, failed: 0, skipped: 0 }
  const bytes = { total: 0, done: 0 }
  const problems = new Map<FailureCode, Problem>()

  const addProblem = (reason: FailureCode, count: number, example: string): void => {
    const known = problems.get(reason)
    problems.set(reason, { count: (known?.count ?? 0) + count, example: known?.example ?? example })
  }

  for (const tally of tallies) {
    files.total += tally.count
    if (tally.phase === 'skipped') files.skipped += tally.count
    else bytes.total += tally.bytes
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

  return {
    partial: new Map(),
    job: () => job,
    change: (part) => {
      job = { ...job, ...part }
      if (part.state !== undefined) samples = []
    },
    grow: (count, size) => {
      files.total += count
      bytes.total += size
    },
    acknowledged: (count, now) => {
      bytes.done += count
      if (count > 0) samples = addSample(samples, now, count)
    },
    ended: (phase, failure, path) => {
      if (phase === 'verified') files.done += 1
      if (phase === 'skipped') files.skipped += 1
      if (phase !== 'failed') return
      files.failed += 1
      addProblem(failure?.code ?? 'internal', 1, path)
    },
    resized: (by) => {
      bytes.total += by
    },
    failed: () => files.failed,
    stop: (failure) => {
      stopped = failure
    },
    view: (waitingFor, portalId, now) => {
      const running = job.state === 'running'
      const because = stopped ?? (running ? waitingFor : null)
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
        etaMs: running ? etaOf(bytes.total - bytes.done, rate) : null,
        problems: [...problems].map(([reason, problem]) => ({ reason, ...problem })),
        waitingFor: because,
        createdAt: job.createdAt,
        endedAt: job.endedAt,
        // Kept beside the numbers (summary-message.ts).
        summary: null,
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
