import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err } from '../../../core/result.ts'
import { required } from '../arguments.ts'
import { conflictFlag } from '../conflict-flag.ts'
import { followJob } from '../follow-job.ts'
import { followMessage } from '../follow-message.ts'
import { messageText } from '../message-text.ts'
import { ownSettings } from '../own-settings.ts'
import { type CommandFunction, withPortal } from '../session.ts'
import { findPlace } from '../find-place.ts'
import { looksLikeAnother } from '../words.ts'

/** Sends files and folders into a space and waits until each is verified or has failed. */
export const upload: CommandFunction = async (invocation) => {
  const { words, flags, output, signal } = invocation
  if (words.length === 0) return err(fail('usage', { detail: 'Name what to upload.' }))
  const policy = conflictFlag(flags)
  if (!policy.ok) return policy
  const space = required(flags, 'space')
  if (!space.ok) return space
  const message = await messageText(flags)
  if (!message.ok) return message
  return withPortal(invocation, async (portal) => {
    const place = await findPlace(portal, space.value, flags.folder, 'create', signal)
    if (!place.ok) return place
    const roots = words.map((word) => resolve(word))
    const ignore = (await ownSettings(flags)).ignorePatterns
    const plan = await portal.transfers.plan({ ...place.value, roots, ignore }, signal)
    if (!plan.ok) return plan
    for (const { path, spaceName } of plan.value.wrongClient.first) {
      if (flags.json === true) output.json({ event: 'warning', path, code: 'other-client', space: spaceName })
      else output.problem(looksLikeAnother(path, spaceName))
    }
    const started = await portal.transfers.startUpload(plan.value.id, {
      policy: policy.value,
      silent: flags.silent === true,
      message: message.value,
    })
    if (!started.ok) return started
    const { jobId } = started.value
    // What was refused at the plan is a failed row of the job and is named with the others.
    const ended = await followJob(invocation, portal, jobId, 0)
    return ended.ok ? followMessage(invocation, portal, jobId, ended.value) : ended
  })
}
