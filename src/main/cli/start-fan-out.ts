import { ok, type Result } from '../../core/result.ts'
import type { FanOutPlan } from '../../core/transfers/fan-out-views.ts'
import type { ConflictPolicy, JobId } from '../../core/transfers/views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import { followJob } from './follow-job.ts'
import { followMessage } from './follow-message.ts'
import type { Invocation } from './session.ts'

/** What is chosen before a fan-out starts; `message`: one to each space. */
export type FanOutChoices = {
  readonly policy: ConflictPolicy
  readonly silent: boolean
  readonly message: string | undefined
}

/** Starts a dry run and follows its jobs to their ends. `left`: the status so far. */
export const startFanOut = async (
  invocation: Invocation,
  portal: PortalEngine,
  plan: FanOutPlan,
  choices: FanOutChoices,
  left: number,
): Promise<Result<number>> => {
  const started = await portal.transfers.fanOut.start(plan.id, choices)
  if (!started.ok) return started
  let status = left
  for (const jobId of started.value) {
    const followed = await followJob(invocation, portal, jobId as JobId, 0)
    if (!followed.ok) return followed
    const told = await followMessage(invocation, portal, jobId as JobId, followed.value)
    if (!told.ok) return told
    status = Math.max(status, told.value)
  }
  return ok(status)
}
