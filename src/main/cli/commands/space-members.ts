import { fail } from '../../../core/failure.ts'
import type { GroupId, UserId } from '../../../core/person.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { findSpace } from '../find-place.ts'
import type { Invocation } from '../session.ts'
import { peopleNamed } from './groups.ts'

type Named = { readonly users: readonly UserId[]; readonly groups: readonly GroupId[] }

/** Addresses are people, everything else the name or id of a group. */
export const named = async (
  portal: PortalEngine,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Result<Named>> => {
  const users = await peopleNamed(
    portal,
    texts.filter((text) => text.includes('@')),
    signal,
  )
  if (!users.ok) return users
  const others = texts.filter((text) => !text.includes('@'))
  if (others.length === 0) return ok({ users: users.value, groups: [] })
  const known = await portal.directory.groups(signal)
  if (!known.ok) return known
  const groups: GroupId[] = []
  for (const text of others) {
    const found = known.value.filter(({ id, name }) => id === text || name === text)
    const [only, another] = found
    if (only === undefined) return err(fail('unknown-id', { about: text }))
    if (another !== undefined) return err(fail('ambiguous', { about: text }))
    groups.push(only.id)
  }
  return ok({ users: users.value, groups })
}

/** `spaces create NAME [EMAIL|GROUP…]` */
export const createSpace = async (
  { words, output, flags, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const [, name, ...texts] = words
  if (name === undefined) {
    return err(fail('usage', { detail: 'Name the space: spaces create NAME [EMAIL|GROUP…].' }))
  }
  const members = await named(portal, texts, signal)
  if (!members.ok) return members
  const made = await portal.directory.addSpace(name, members.value, signal)
  if (!made.ok) return made
  if (flags.json === true) output.json({ event: 'done', id: made.value.id, name: made.value.name })
  else output.line(made.value.id)
  return ok(0)
}

/** `spaces members SPACE [--add EMAIL|GROUP]… [--remove EMAIL|GROUP]…` */
export const spaceMembers = async (
  { words, output, flags, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const name = words[1]
  if (name === undefined) return err(fail('usage', { detail: 'Name the space: spaces members SPACE.' }))
  const found = await findSpace(portal, name, signal)
  if (!found.ok) return found
  const space = await portal.directory.space(found.value.id, signal)
  if (!space.ok) return space
  const base = space.value.members
  const added = await named(portal, flags.add ?? [], signal)
  if (!added.ok) return added
  const removed = await named(portal, flags.remove ?? [], signal)
  if (!removed.ok) return removed
  const without = <T>(ids: readonly T[], gone: readonly T[]): readonly T[] =>
    ids.filter((id) => !gone.includes(id))
  const wanted = {
    users: without([...new Set([...base.users, ...added.value.users])], removed.value.users),
    groups: without([...new Set([...base.groups, ...added.value.groups])], removed.value.groups),
  }
  const isChange = (flags.add ?? []).length + (flags.remove ?? []).length > 0
  const now = isChange
    ? await portal.directory.changeMembers(space.value.id, { base, wanted }, signal)
    : space
  if (!now.ok) return now
  const { users, groups } = now.value.members
  if (flags.json === true) output.json({ id: now.value.id, name: now.value.name, users, groups })
  else for (const id of [...groups, ...users]) output.line(id)
  return ok(0)
}
