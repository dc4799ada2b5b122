import { type OutboxId, outboxId } from '../../core/outbox/outgoing.ts'
import { FailureError } from '../../core/failure.ts'
import type { SpaceId } from '../../core/space.ts'
import type { JobSummary } from '../../core/transfers/summary-views.ts'
import type { PortalContext } from '../context.ts'

/** The one message of a job whose files are sent silently (T1.105 to T1.107). */
export type Summaries = {
  /** As it stands now; undefined: the job has none. */
  of(jobId: string): JobSummary | undefined
  /** Reads them from the journal, and finishes what a crash between a job's end and its message left. */
  load(): Promise<void>
  add(jobId: string, template: string): Promise<void>
  /** Reads a job's message that was journaled with its plan. */
  learn(jobId: string): Promise<void>
  /** The job has ended: decides about its message by the rule, or `anyway` because a person said so. */
  settle(jobId: string, how: 'rule' | 'anyway'): Promise<void>
  drop(jobId: string): Promise<void>
  /** The message's row in the outbox; undefined while it is not queued. */
  outboxId(jobId: string): Promise<OutboxId | undefined>
}

export const createSummaries = (
  context: PortalContext,
  tell: {
    /** A job's message stands differently now. */
    readonly changed: (jobId: string) => void
    /** A row for this space is in the outbox. */
    readonly queued: (spaceId: SpaceId) => void
  },
): Summaries => {
  const { archive, ports } = context
  const known = new Map<string, JobSummary>()

  const read = async (jobId: string | null): Promise<void> => {
    const stored = await archive.run('summaries.all', { jobId })
    for (const [id, summary] of stored) known.set(id, summary)
    if (jobId !== null) tell.changed(jobId)
  }

  const settle = async (jobId: string, how: 'rule' | 'anyway'): Promise<void> => {
    const state = known.get(jobId)?.state
    if (state !== 'waiting' && state !== 'asks') return
    const id = outboxId.parse(ports.random.uuid())
    const spaceId = await archive.run('summaries.settle', {
      ...{ jobId, how, outboxId: id, now: ports.clock.now() },
    })
    await read(jobId)
    if (spaceId !== undefined) tell.queued(spaceId)
  }

  /** The files are there whatever becomes of the message: trouble with the disk leaves it to the next start. */
  const settleByRule = async (jobId: string): Promise<void> => {
    try {
      await settle(jobId, 'rule')
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      ports.log.warn('transfers.summary', { job: jobId, code: error.failure.code })
    }
  }

  return {
    of: (jobId) => known.get(jobId),
    load: async () => {
      await read(null)
      for (const jobId of await archive.run('summaries.unsettled', undefined)) await settleByRule(jobId)
    },
    add: async (jobId, template) => {
      await archive.run('summaries.add', { jobId, template })
      await read(jobId)
    },
    learn: read,
    settle: (jobId, how) => (how === 'rule' ? settleByRule(jobId) : settle(jobId, how)),
    drop: async (jobId) => {
      await archive.run('summaries.drop', { jobId })
      await read(jobId)
    },
    outboxId: (jobId) => archive.run('summaries.outboxId', { jobId }),
  }
}
