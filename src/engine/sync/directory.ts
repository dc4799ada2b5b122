import type { Group } from '../../core/person.ts'
import { ok, type Result } from '../../core/result.ts'
import { beganAt } from '../../core/sync/portal-time.ts'
import type { PortalContext } from '../context.ts'
import type { BuiltInGroup } from '../foyer/client.ts'
import type { Announce } from './announce.ts'
import { readListing } from './listing.ts'

const byAge = [{ id: 'created_at', dir: 'asc' }] as const
const builtInNames: readonly BuiltInGroup[] = ['all_clients', 'all_staff', 'all_admins', 'all_users']

/** Users, groups and the built-in groups. Whoever a complete listing does not hold has left (S1.7). */
export const syncPeople = async (
  { foyer, archive }: PortalContext,
  announce: Announce,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const users = await readListing((page) => foyer.users.search({ ...page, orderBy: byAge }, { signal }))
  if (!users.ok) return users
  const changed = await archive.run('users.upsert', {
    users: users.value.items,
    complete: users.value.complete,
  })
  if (changed > 0) announce.changed(null, ['people', 'spaces'])
  const groups = await readListing((page) => foyer.groups.search({ ...page, orderBy: byAge }, { signal }))
  if (!groups.ok) return groups
  const builtIn: Group[] = []
  for (const name of builtInNames) {
    const found = await foyer.groups.builtIn(name, { signal })
    if (found.ok) builtIn.push(found.value)
    // Only one of the two sources of the contract knows the built-in groups: a portal may be without them.
    else if (
      found.error.code !== 'not-found' &&
      found.error.code !== 'forbidden' &&
      found.error.code !== 'invalid'
    ) {
      return found
    }
  }
  if (groups.value.complete) {
    const regrouped = await archive.run('groups.replace', { groups: groups.value.items, builtIn })
    if (regrouped > 0) announce.changed(null, ['people', 'spaces'])
  }
  return ok(undefined)
}

/** The list of spaces: new, renamed and vanished ones (S1.9). Answers how many requests it took. */
export const syncSpaces = async (
  context: PortalContext,
  announce: Announce,
  signal: AbortSignal,
): Promise<Result<{ readonly requests: number }>> => {
  const startedAt = context.ports.clock.now()
  const listing = await readListing((page) =>
    context.foyer.spaces.search({ ...page, orderBy: byAge }, { signal }),
  )
  if (!listing.ok) return listing
  const { items, complete, pages } = listing.value
  const at = beganAt(startedAt, context.ports.clock.now(), context.foyer.clockSkewMs())
  const { changed, vanished } = await context.archive.run('spaces.upsert', {
    spaces: items,
    ...(complete ? { complete: at } : {}),
  })
  if (changed.length + vanished > 0) announce.changed(null, ['spaces'])
  return ok({ requests: pages.length })
}
