import { ok, type Result } from '../../core/result.ts'
import type { JobId } from '../../core/transfers/views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Invocation } from './session.ts'
import { explain } from './words.ts'

/** How long the command waits for the portal before it leaves the message to a later run, in milliseconds. */
const longestWaitMs = 60_000

/**
 * What became of a job's one message: waits until the portal has it, or says why it was not sent and what to do.
 * Answers the exit status: `status`, or 1 where the message did not get there.
 */
export const followMessage = async (
  { output, flags, signal }: Invocation,
  portal: PortalEngine,
  jobId: JobId,
  status: number,
): Promise<Result<number>> => {
  const job = (await portal.transfers.list()).find(({ id }) => id === jobId)
  const state = job?.summary?.state
  const tell = (told: string, words: string): void => {
    if (flags.json === true) output.json({ event: 'message', job: jobId, state: told })
    else output.line(words)
  }
  if (job === undefined || state === undefined || state === 'dropped' || state === 'waiting')
    return ok(status)
  if (state === 'asks') {
    tell('asks', 'The message was not sent, because not every file arrived.')
    output.problem(
      `Try again with “transfers retry ${jobId}”, send it with the true number with “transfers message ${jobId} send”, or leave it with “transfers message ${jobId} drop”.`,
    )
    return ok(1)
  }
  const outboxId = await portal.transfers.summary.outboxId(jobId)
  if (outboxId === undefined) return ok(status)
  const patience = AbortSignal.timeout(longestWaitMs)
  const sent = await portal.messages.settled(outboxId, AbortSignal.any([signal, patience]))
  if (sent.ok) {
    tell('sent', `Message sent to ${job.spaceName}.`)
    return ok(status)
  }
  output.problem(
    patience.aborted
      ? 'The message is not sent yet: it is kept and goes out when the portal can be reached.'
      : explain(sent.error),
  )
  return ok(1)
}
