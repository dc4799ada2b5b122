import { type Failure, fail } from '../../core/failure.ts'
import { isEmail } from '../../core/people/email.ts'
import { mergeMembers } from '../../core/people/merge.ts'
import { ownSpace } from '../../core/people/own-space.ts'
import type { Group, User, UserId } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Space, SpaceId } from '../../core/space.ts'
import { largestPage } from '../../core/sync/window.ts'
import type { PortalContext } from '../context.ts'
import type { Members, NewUser } from '../foyer/client.ts'
import { readListing } from '../sync/listing.ts'
import { findByEmail, findGroups, findSpaces } from './look-up.ts'

export type Added = { readonly user: User; readonly wasThere: boolean }

/** What members are to become, beside what they were when somebody looked (P1.14). */
export type MemberChange = { readonly base: Members; readonly wanted: Members }

/** People, groups and spaces, asked of the portal and changed there. */
export type Directory = {
  /** Everybody who fits the words, as the portal finds them; at most 100. */
  find(query: string, signal?: AbortSignal): Promise<Result<readonly User[]>>
  byEmail(email: string, signal?: AbortSignal): Promise<Result<User | null>>
  /** P1.9, P1.10: one person, once, whatever the network does. */
  add(user: NewUser, signal?: AbortSignal): Promise<Result<Added>>
  groups(signal?: AbortSignal): Promise<Result<readonly Group[]>>
  addGroup(name: string, users: readonly UserId[], signal?: AbortSignal): Promise<Result<Group>>
  space(spaceId: SpaceId, signal?: AbortSignal): Promise<Result<Space>>
  /** The spaces somebody is a member of, read into the archive. */
  spacesOf(userId: UserId, signal?: AbortSignal): Promise<Result<readonly Space[]>>
  addSpace(name: string, members: Members, signal?: AbortSignal): Promise<Result<Space>>
  /** P1.14: both sides' additions and removals are kept. */
  changeMembers(spaceId: SpaceId, change: MemberChange, signal?: AbortSignal): Promise<Result<Space>>
}

/** How long a portal may take to finish what nobody waits for any more, ms (P1.10). */
const usualSettleMs = 30_000

export const createDirectory = (
  { foyer, archive, ports, changed }: PortalContext,
  settleMs = usualSettleMs,
): Directory => {
  const given = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal })

  const learn = async (users: readonly User[]): Promise<void> => {
    if ((await archive.run('users.upsert', { users })) > 0) changed(null, ['people'])
  }
  const learnSpace = async (space: Space): Promise<void> => {
    await archive.run('spaces.upsert', { spaces: [space] })
    changed(null, ['spaces'])
  }

  const lookAgain = async (
    problem: Failure,
    {
      name,
      members,
      noted,
    }: { readonly name: string; readonly members: Members; readonly noted: readonly Space[] },
    signal?: AbortSignal,
  ): Promise<Result<Space>> => {
    await ports.clock.sleep(settleMs, signal)
    const there = await findSpaces(foyer, name, given(signal))
    if (!there.ok) return err(problem)
    const own = ownSpace(
      there.value,
      noted.map(({ id }) => id),
      members,
    )
    return own.kind === 'ours' ? ok(own.space) : err(problem)
  }

  return {
    find: async (query, signal) => {
      const page = await foyer.users.search(
        { query, pageSize: largestPage, pageNumber: 1, orderBy: [{ id: 'email', dir: 'asc' }] },
        given(signal),
      )
      if (!page.ok) return page
      await learn(page.value.results)
      return ok(page.value.results)
    },
    byEmail: async (email, signal) => {
      const found = await findByEmail(foyer, email, given(signal))
      if (found.ok && found.value !== null) await learn([found.value])
      return found
    },
    add: async (user, signal) => {
      const about = user.email.trim()
      if (!isEmail(about)) return err(fail('bad-email', { about }))
      const before = await findByEmail(foyer, about, given(signal))
      if (!before.ok) return before
      if (before.value !== null) {
        await learn([before.value])
        return ok({ user: before.value, wasThere: true })
      }
      const made = await foyer.users.create({ ...user, email: about }, given(signal))
      if (!made.ok && made.error.unsure !== true && made.error.code !== 'invalid') return made
      if (!made.ok && made.error.unsure === true) await ports.clock.sleep(settleMs, signal)
      const found = made.ok ? ok(made.value) : await findByEmail(foyer, about, given(signal))
      if (!found.ok) return found
      if (found.value === null) {
        const problem: Failure = made.ok ? fail('internal') : { ...made.error, about }
        return err(problem)
      }
      await learn([found.value])
      return ok({ user: found.value, wasThere: !made.ok && made.error.unsure !== true })
    },
    groups: async (signal) => {
      const order = [{ id: 'name', dir: 'asc' }] as const
      const listed = await readListing((page) =>
        foyer.groups.search({ ...page, orderBy: order }, given(signal)),
      )
      return listed.ok ? ok(listed.value.items) : listed
    },
    addGroup: async (name, users, signal) => {
      const there = await findGroups(foyer, name, given(signal))
      if (!there.ok) return there
      if (there.value.length > 0) return err(fail('exists', { about: name }))
      const made = await foyer.groups.create({ name, users }, given(signal))
      if (made.ok) return made
      if (made.error.unsure === true) {
        await ports.clock.sleep(settleMs, signal)
        const found = await findGroups(foyer, name, given(signal))
        if (found.ok && found.value[0] !== undefined) return ok(found.value[0])
      }
      return err({ ...made.error, about: name })
    },
    space: (spaceId, signal) => foyer.spaces.get(spaceId, given(signal)),
    spacesOf: async (userId, signal) => {
      const order = [{ id: 'created_at', dir: 'asc' }] as const
      const listed = await readListing((page) =>
        foyer.spaces.search({ ...page, orderBy: order, memberFilters: [{ userId }] }, given(signal)),
      )
      if (!listed.ok) return listed
      const { changed: learnt } = await archive.run('spaces.upsert', { spaces: listed.value.items })
      if (learnt.length > 0) changed(null, ['spaces'])
      return ok(listed.value.items)
    },
    addSpace: async (name, members, signal) => {
      const before = await findSpaces(foyer, name, given(signal))
      if (!before.ok) return before
      const sent = await foyer.spaces.create({ name, members }, given(signal))
      const made =
        sent.ok || sent.error.unsure !== true
          ? sent
          : await lookAgain(sent.error, { name, members, noted: before.value }, signal)
      if (!made.ok) return err({ ...made.error, about: name })
      await learnSpace(made.value)
      return made
    },
    changeMembers: async (spaceId, { base, wanted }, signal) => {
      const now = await foyer.spaces.get(spaceId, given(signal))
      if (!now.ok) return now
      const theirs = now.value.members
      const members: Members = {
        users: mergeMembers(base.users, wanted.users, theirs.users),
        groups: mergeMembers(base.groups, wanted.groups, theirs.groups),
      }
      const changedSpace = await foyer.spaces.update(spaceId, { members }, given(signal))
      if (changedSpace.ok) await learnSpace(changedSpace.value)
      return changedSpace
    },
  }
}
