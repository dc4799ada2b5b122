import { ok } from '../../../core/result.ts'
import { type CommandFunction, withPortal } from '../session.ts'
import { createSpace, spaceMembers } from './space-members.ts'

/** Lists the portal's spaces, read afresh; makes one; shows or changes its members. */
export const spaces: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    if (invocation.words[0] === 'create') return createSpace(invocation, portal)
    if (invocation.words[0] === 'members') return spaceMembers(invocation, portal)
    const read = await portal.sync.spaces(invocation.signal)
    if (!read.ok) return read
    for (const space of await portal.spaces.list()) {
      if (invocation.flags.json === true) {
        invocation.output.json({ id: space.id, name: space.name, newestAt: space.newest?.at ?? null })
      } else {
        invocation.output.line(`${space.id}\t${space.name}`)
      }
    }
    return ok(0)
  })
