import { fail } from '../../core/failure.ts'
import type { User } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import { readListing } from '../sync/listing.ts'

/** The portal's people, all of them and as they are now; `incomplete` where the list has holes. */
export const readEverybody = async (
  { foyer, archive }: Pick<PortalContext, 'foyer' | 'archive'>,
  signal: AbortSignal | undefined,
): Promise<Result<readonly User[]>> => {
  const given = signal === undefined ? {} : { signal }
  const users = await readListing((page) =>
    foyer.users.search({ ...page, orderBy: [{ id: 'created_at', dir: 'asc' }] }, given),
  )
  if (!users.ok) return users
  if (!users.value.complete) return err(fail('incomplete', { about: 'users' }))
  await archive.run('users.upsert', { users: users.value.items, complete: true })
  return ok(users.value.items)
}
