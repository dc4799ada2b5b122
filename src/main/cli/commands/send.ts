import { fail } from '../../../core/failure.ts'
import { err, ok } from '../../../core/result.ts'
import { required } from '../arguments.ts'
import { findSpace } from '../find-place.ts'
import { type CommandFunction, withPortal } from '../session.ts'
import { readStandardInput } from '../standard-input.ts'

/** How long the command waits for the portal before it leaves the message to a later run, in milliseconds. */
const longestWaitMs = 60_000

/** Sends one message and waits until the portal has it. */
export const send: CommandFunction = async (invocation) => {
  const { flags, output, signal } = invocation
  const space = required(flags, 'space')
  if (!space.ok) return space
  const content = (await readStandardInput()).replace(/\r?\n$/, '')
  if (content.trim() === '') return err(fail('usage', { detail: 'Give the text on standard input.' }))
  return withPortal(invocation, async (portal) => {
    const found = await findSpace(portal, space.value, signal)
    if (!found.ok) return found
    const queued = await portal.messages.send(found.value.id, content, 0)
    if (!queued.ok) return queued
    const patience = AbortSignal.timeout(longestWaitMs)
    const sent = await portal.messages.settled(queued.value.id, AbortSignal.any([signal, patience]))
    if (!sent.ok) {
      // O1: the row is on disk and goes out by itself when the portal can be reached and the profile is open.
      if (patience.aborted)
        output.problem('Not sent yet: the message is kept and goes out when the portal can be reached.')
      return sent
    }
    if (flags.json === true) output.json({ event: 'done', id: sent.value.messageId, space: found.value.id })
    else output.line(`Sent to ${found.value.name}.`)
    return ok(0)
  })
}
