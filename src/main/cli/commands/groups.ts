import { fail } from '../../../core/failure.ts'
import type { UserId } from '../../../core/person.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'

/** The people whom addresses name, asked of the portal. */
export const peopleNamed = async (
  portal: PortalEngine,
  emails: readonly string[],
  signal: AbortSignal,
): Promise<Result<readonly UserId[]>> => {
  const ids: UserId[] = []
  for (const email of emails) {
    const found = await portal.directory.byEmail(email, signal)
    if (!found.ok) return found
    if (found.value === null) return err(fail('unknown-id', { about: email }))
    ids.push(found.value.id)
  }
  return ok(ids)
}

const create = async (
  { words, output, flags, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const [, name, ...emails] = words
  if (name === undefined)
    return err(fail('usage', { detail: 'Name the group: groups create NAME [EMAIL…].' }))
  const users = await peopleNamed(portal, emails, signal)
  if (!users.ok) return users
  const made = await portal.directory.addGroup(name, users.value, signal)
  if (!made.ok) return made
  if (flags.json === true) output.json({ event: 'done', id: made.value.id, name: made.value.name })
  else output.line(made.value.id)
  return ok(0)
}

/** Groups of a portal: lists them, or makes one. */
export const groups: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    if (invocation.words[0] === 'create') return create(invocation, portal)
    const listed = await portal.directory.groups(invocation.signal)
    if (!listed.ok) return listed
    for (const { id, name, users } of listed.value) {
      if (invocation.flags.json === true) invocation.output.json({ id, name, members: users.length })
      else invocation.output.line(`${id}\t${users.length}\t${name}`)
    }
    return ok(0)
  })
