import { fail } from '../../core/failure.ts'
import type {
  GroupDetail,
  GroupView,
  NamedMembers,
  PersonDetail,
  PersonFieldValues,
  SaveOutcome,
  ViewerView,
} from '../../core/people/directory-views.ts'
import { personFields } from '../../core/people/field-of-refusal.ts'
import { type Clash, mergeFields, mergeMembers } from '../../core/people/merge.ts'
import type { Group, GroupId, User, UserId } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Space, SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { NewUser, UserChange } from '../foyer/client.ts'
import { type Avatar, fetchAvatar } from './avatar.ts'
import { readBuiltInGroups } from './built-in-groups.ts'
import type { Added, Directory } from './people.ts'

/** What a form showed when it was opened, and what it is to become (P1.14). */
export type Edit<T> = { readonly base: T; readonly mine: T }

/** People, groups and spaces as the window manages them: shown from the archive, changed in the portal. */
export type PeopleDesk = {
  person(id: UserId): Promise<Result<PersonDetail>>
  /** P1.24: null when there is none that may be shown. */
  avatar(id: UserId): Promise<Result<Avatar | null>>
  addPerson(user: NewUser): Promise<Result<Added>>
  savePerson(id: UserId, edit: Edit<PersonFieldValues>): Promise<Result<SaveOutcome>>
  removePerson(id: UserId): Promise<Result<void>>
  groups(): Promise<readonly GroupView[]>
  group(id: GroupId): Promise<Result<GroupDetail>>
  addGroup(name: string, users: readonly UserId[]): Promise<Result<Group>>
  saveGroup(id: GroupId, edit: Edit<NamedMembers>): Promise<Result<SaveOutcome>>
  removeGroup(id: GroupId): Promise<Result<void>>
  space(id: SpaceId): Promise<Result<NamedMembers>>
  saveSpace(id: SpaceId, edit: Edit<NamedMembers>): Promise<Result<SaveOutcome>>
  removeSpace(id: SpaceId): Promise<Result<void>>
  /** P1.15; `fresh`: the space and the groups in it are asked of the portal first. */
  viewers(id: SpaceId, fresh: boolean): Promise<Result<readonly ViewerView[]>>
}

const saved: SaveOutcome = { kind: 'saved' }

const clashing = (clashes: readonly Clash<string>[]): Result<SaveOutcome> =>
  ok({ kind: 'clash', clashes: clashes.map((each) => ({ ...each })) })

export const createPeopleDesk = (
  context: PortalContext,
  directory: Directory,
  /** P1.21 */
  staffMode: () => boolean,
): PeopleDesk => {
  const { foyer, archive, ports, changed } = context

  const learnUser = async (user: User): Promise<void> => {
    await archive.run('users.upsert', { users: [user] })
    // Whom the built-in groups hold follows from the roles.
    const builtIn = await readBuiltInGroups(foyer)
    if (builtIn.ok) await archive.run('groups.upsert', { groups: builtIn.value, builtIn: true })
    changed(null, ['people', 'spaces'])
  }
  const learnGroup = async (group: Group): Promise<void> => {
    await archive.run('groups.upsert', { groups: [group], builtIn: false })
    changed(null, ['people', 'spaces'])
  }
  const learnSpace = async (space: Space): Promise<void> => {
    await archive.run('spaces.upsert', { spaces: [space] })
    changed(null, ['spaces'])
  }

  const locked = <T>(about: string): Result<T> | null =>
    staffMode() ? null : err(fail('staff-mode', { about }))

  /** Already gone is what was wanted. */
  const removed = async (
    about: string,
    remove: () => Promise<Result<void>>,
    forget: () => Promise<unknown>,
  ): Promise<Result<void>> => {
    if (!staffMode()) return err(fail('staff-mode', { about }))
    const answer = await remove()
    if (!answer.ok && answer.error.code !== 'not-found') return err({ ...answer.error, about })
    await forget()
    changed(null, ['people', 'spaces'])
    return ok(undefined)
  }

  const nameOf = async (id: UserId): Promise<string> =>
    (await archive.run('people.detail', { userId: id }))?.name ?? id

  return {
    person: async (userId) => {
      const found = await archive.run('people.detail', { userId })
      return found === undefined ? err(fail('unknown-id', { about: userId })) : ok(found)
    },
    avatar: async (userId) => {
      const found = await archive.run('people.detail', { userId })
      return found?.avatar == null ? ok(null) : fetchAvatar(ports.http, found.avatar)
    },
    addPerson: async (user) => {
      const refused = user.role === 'admin' ? locked<Added>(user.email) : null
      if (refused !== null) return refused
      const added = await directory.add(user)
      if (!added.ok) return added
      await learnUser(added.value.user)
      // A space of their own may have come with them.
      if (user.makeDefaultSpace === true && !added.value.wasThere)
        await directory.spacesOf(added.value.user.id)
      return added
    },
    savePerson: async (id, { base, mine }) => {
      const refused = base.role === mine.role ? null : locked<SaveOutcome>(mine.email)
      if (refused !== null) return refused
      const now = await foyer.users.get(id)
      if (!now.ok) return err({ ...now.error, about: mine.email })
      const { changes, clashes } = mergeFields(personFields, base, mine, now.value)
      if (clashes.length > 0) {
        await learnUser(now.value)
        return clashing(clashes)
      }
      if (Object.keys(changes).length === 0) {
        await learnUser(now.value)
        return ok(saved)
      }
      // An address and a role are never empty in the form: null is for the fields that may be.
      const written = await foyer.users.update(id, changes as UserChange)
      if (!written.ok) return err({ ...written.error, about: mine.email })
      await learnUser(written.value)
      return ok(saved)
    },
    removePerson: async (id) =>
      removed(
        await nameOf(id),
        () => foyer.users.remove(id),
        () => archive.run('users.forget', { userId: id }),
      ),
    groups: () => archive.run('groups.views', undefined),
    group: async (groupId) => {
      const found = await archive.run('groups.detail', { groupId })
      return found === undefined ? err(fail('unknown-id', { about: groupId })) : ok(found)
    },
    addGroup: async (name, users) => {
      const made = await directory.addGroup(name, users)
      if (made.ok) await learnGroup(made.value)
      return made
    },
    saveGroup: async (id, { base, mine }) => {
      const now = await foyer.groups.get(id)
      if (!now.ok) return err({ ...now.error, about: base.name })
      const { changes, clashes } = mergeFields(['name'], { name: base.name }, { name: mine.name }, now.value)
      if (clashes.length > 0) return clashing(clashes)
      const users = mergeMembers(base.members.users, mine.members.users, now.value.users)
      const written = await foyer.groups.update(id, { ...given(changes.name), users })
      if (!written.ok) return err({ ...written.error, about: mine.name })
      await learnGroup(written.value)
      return ok(saved)
    },
    removeGroup: async (groupId) =>
      removed(
        (await archive.run('groups.detail', { groupId }))?.name ?? groupId,
        () => foyer.groups.remove(groupId),
        () => archive.run('groups.forget', { groupId }),
      ),
    space: async (spaceId) => {
      const found = await archive.run('spaces.members', { spaceId })
      return found === undefined ? err(fail('unknown-space', { about: spaceId })) : ok(found)
    },
    saveSpace: async (id, { base, mine }) => {
      const now = await foyer.spaces.get(id)
      if (!now.ok) return err({ ...now.error, about: base.name })
      const { changes, clashes } = mergeFields(['name'], { name: base.name }, { name: mine.name }, now.value)
      if (clashes.length > 0) return clashing(clashes)
      const members = {
        users: mergeMembers(base.members.users, mine.members.users, now.value.members.users),
        groups: mergeMembers(base.members.groups, mine.members.groups, now.value.members.groups),
      }
      const written = await foyer.spaces.update(id, { ...given(changes.name), members })
      if (!written.ok) return err({ ...written.error, about: mine.name })
      await learnSpace(written.value)
      return ok(saved)
    },
    removeSpace: async (spaceId) =>
      removed(
        (await archive.run('spaces.name', { spaceId })) ?? spaceId,
        () => foyer.spaces.remove(spaceId),
        () => archive.run('spaces.forget', { spaceId, now: ports.clock.now() + foyer.clockSkewMs() }),
      ),
    viewers: async (spaceId, fresh) => {
      if (fresh) {
        const read = await readAfresh(spaceId)
        if (!read.ok) return read
      }
      const found = await archive.run('people.viewers', { spaceId })
      return found === undefined ? err(fail('unknown-space', { about: spaceId })) : ok(found)
    },
  }

  async function readAfresh(spaceId: SpaceId): Promise<Result<void>> {
    const space = await foyer.spaces.get(spaceId)
    if (!space.ok) return space
    await learnSpace(space.value)
    const builtIn = await readBuiltInGroups(foyer)
    if (!builtIn.ok) return builtIn
    await archive.run('groups.upsert', { groups: builtIn.value, builtIn: true })
    const alwaysThere = new Set<GroupId>(builtIn.value.map(({ id }) => id))
    for (const id of space.value.members.groups) {
      if (alwaysThere.has(id)) continue
      const group = await foyer.groups.get(id)
      if (group.ok) await archive.run('groups.upsert', { groups: [group.value], builtIn: false })
      else if (group.error.code === 'not-found') await archive.run('groups.forget', { groupId: id })
      else return group
    }
    changed(null, ['people', 'spaces'])
    return ok(undefined)
  }
}

/** A name is never emptied. */
const given = (name: string | null | undefined): { readonly name?: string } =>
  name === undefined || name === null ? {} : { name }
