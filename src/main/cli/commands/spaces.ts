import { ok } from '../../../core/result.ts'
import { type CommandFunction, withPortal } from '../session.ts'

/** Lists the portal's spaces, read afresh. */
export const spaces: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
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
