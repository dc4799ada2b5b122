import { type Failure, fail } from '../../core/failure.ts'
import type { ImportId } from '../../core/people/import-views.ts'
import { mergeMembers } from '../../core/people/merge.ts'
import type { Group, GroupId, UserId } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import type { StoredGroup } from '../storage/tables/import-rows.ts'
import { findGroups } from './look-up.ts'

const mostSends = 3

/** P1.8: one group of an import: found or made once, then its people added to a fresh reading of it. */
export const writeGroup = async (
  { foyer, archive, ports }: PortalContext,
  importId: ImportId,
  group: StoredGroup,
  settleMs: number,
  signal: AbortSignal,
): Promise<Result<Group | null>> => {
  const which = { importId, number: group.number }

  const place = async (): Promise<Result<GroupId>> => {
    if (group.groupId !== null) return ok(group.groupId)
    for (let sends = group.sends; ; sends += 1) {
      const found = await findGroups(foyer, group.name, { signal })
      if (!found.ok) return found
      const [first, another] = found.value
      if (another !== undefined) return err(fail('ambiguous', { about: group.name }))
      if (first !== undefined) return ok(first.id)
      if (sends >= mostSends) return err({ ...fail('server-error', { about: group.name }), unsure: true })
      await archive.run('imports.group', { ...which, phase: 'sending', groupId: null, problem: null })
      const made = await foyer.groups.create({ name: group.name, users: [] }, { signal })
      if (made.ok) return ok(made.value.id)
      if (made.error.unsure !== true) return err({ ...made.error, about: group.name })
      await ports.clock.sleep(settleMs, signal)
    }
  }

  const fill = async (id: GroupId, users: readonly UserId[]): Promise<Result<Group>> => {
    const now = await foyer.groups.get(id, { signal })
    if (!now.ok) return now
    const base = now.value.users
    const merged = mergeMembers(base, [...base, ...users], base)
    if (merged.length === new Set(base).size) return now
    return foyer.groups.update(id, { users: merged }, { signal })
  }

  const placed = await place()
  if (!placed.ok) return placed
  await archive.run('imports.group', { ...which, phase: 'sending', groupId: placed.value, problem: null })
  const users = await archive.run('imports.people', { importId, keys: group.add })
  const filled = await fill(placed.value, users)
  const problem: Failure | null = filled.ok ? null : { ...filled.error, about: group.name }
  if (problem !== null) return err(problem)
  await archive.run('imports.group', { ...which, phase: 'done', groupId: placed.value, problem: null })
  return filled
}
