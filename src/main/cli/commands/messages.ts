import { type Failure, fail } from '../../../core/failure.ts'
import { messageId, type MessageId } from '../../../core/message.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { SpaceId } from '../../../core/space.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { required } from '../arguments.ts'
import { findSpace } from '../find-place.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { explain } from '../words.ts'

/** How long the command waits for the portal before it leaves the deletion to a later run, in milliseconds. */
const longestWaitMs = 60_000

/** Deletes messages, and waits until the portal has them no more. Whoever types an id has no undo window. */
export const messages: CommandFunction = async (invocation) => {
  const { words, flags, signal } = invocation
  const [action, ...given] = words
  if (action !== 'delete') return err(fail('usage', { detail: 'Say what to do with messages: delete.' }))
  const ids = given.map((id) => messageId.safeParse(id)).flatMap(({ data }) => data ?? [])
  if (ids.length === 0) return err(fail('usage', { detail: 'Name the messages by their ids.' }))
  const space = required(flags, 'space')
  if (!space.ok) return space
  return withPortal(invocation, async (portal) => {
    const found = await findSpace(portal, space.value, signal)
    if (!found.ok) return found
    let status = 0
    for (const id of ids) {
      const deleted = await deleteOne(invocation, portal, found.value.id, id)
      if (!deleted.ok) {
        tellFailure(invocation, id, deleted.error)
        status = 1
      } else if (flags.json === true) invocation.output.json({ event: 'done', id, space: found.value.id })
      else invocation.output.line(`Deleted ${id} from ${found.value.name}.`)
      if (signal.aborted) break
    }
    return ok(status)
  })
}

const deleteOne = async (
  { output, signal }: Invocation,
  portal: PortalEngine,
  spaceId: SpaceId,
  id: MessageId,
): Promise<Result<void>> => {
  const kept = await portal.removals.remove(spaceId, id, 0)
  if (!kept.ok) return kept
  const patience = AbortSignal.timeout(longestWaitMs)
  const done = await portal.removals.settled(id, AbortSignal.any([signal, patience]))
  if (!done.ok && patience.aborted)
    output.problem(
      `Not deleted yet: ${id} is out of sight here, and goes when the portal can be reached and the profile is open.`,
    )
  return done
}

const tellFailure = ({ output, flags }: Invocation, id: MessageId, failure: Failure): void => {
  if (flags.json === true) output.json({ event: 'failed', id, code: failure.code })
  const about = failure.code === 'staff-mode' ? { about: 'another person’s message' } : {}
  output.problem(`${id}: ${explain({ ...failure, ...about })}`)
}
