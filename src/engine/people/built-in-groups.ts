import type { Group } from '../../core/person.ts'
import { ok, type Result } from '../../core/result.ts'
import type { BuiltInGroup, FoyerClient } from '../foyer/client.ts'

const names: readonly BuiltInGroup[] = ['all_clients', 'all_staff', 'all_admins', 'all_users']

/** The groups that are always there; a portal that does not know them has none. */
export const readBuiltInGroups = async (foyer: FoyerClient): Promise<Result<readonly Group[]>> => {
  const found: Group[] = []
  for (const name of names) {
    const group = await foyer.groups.builtIn(name)
    if (group.ok) found.push(group.value)
    else if (!['not-found', 'forbidden', 'invalid'].includes(group.error.code)) return group
  }
  return ok(found)
}
