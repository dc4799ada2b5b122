import { audienceOf } from '../../../core/people/audience.ts'
import type {
  GroupDetail,
  GroupView,
  NamedMembers,
  PersonDetail,
  ViewerView,
} from '../../../core/people/directory-views.ts'
import { displayName, type Group, type GroupId, type User, type UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { flag, integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { knownSpace } from './numbers.ts'
import { nameOf, upsertGroup } from './people.ts'

const order = new Intl.Collator(undefined, { numeric: true })
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  order.compare(a.name, b.name)

const userOf = (row: Row): User => ({
  id: text(row, 'id') as UserId,
  email: text(row, 'email'),
  role: text(row, 'role'),
  firstName: textOrNull(row, 'first_name'),
  lastName: textOrNull(row, 'last_name'),
  phoneNumber: textOrNull(row, 'phone_number'),
  avatar: textOrNull(row, 'avatar'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
})

const ids = <T extends string>(cache: Database, sql: string, of: number | string): T[] =>
  cache.all(sql, [of]).map((row) => text(row, 'id') as T)

const membersOf = (cache: Database, space: number): NamedMembers['members'] => ({
  users: ids(cache, 'SELECT user_id AS id FROM space_users WHERE space = ? ORDER BY user_id', space),
  groups: ids(cache, 'SELECT group_id AS id FROM space_groups WHERE space = ? ORDER BY group_id', space),
})

const groupOf = (cache: Database, row: Row): Group & { readonly builtIn: boolean } => ({
  id: text(row, 'id') as GroupId,
  name: text(row, 'name'),
  logo: textOrNull(row, 'logo'),
  users: ids(
    cache,
    'SELECT user_id AS id FROM group_members WHERE group_id = ? ORDER BY user_id',
    text(row, 'id'),
  ),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  builtIn: flag(row, 'built_in'),
})

const memberCount = `(SELECT count(*) FROM group_members m JOIN users u ON u.id = m.user_id AND u.listed = 1
  WHERE m.group_id = g.id)`

const viewOf = (row: Row): GroupView => ({
  id: text(row, 'id') as GroupId,
  name: text(row, 'name'),
  builtIn: flag(row, 'built_in'),
  memberCount: integer(row, 'members'),
})

const spacesOf = (cache: Database, userId: UserId): PersonDetail['spaces'] => {
  const rows = cache.all(
    `SELECT s.id, s.name, NULL AS through FROM space_users m JOIN spaces s ON s.number = m.space
       WHERE m.user_id = ?1 AND s.listed = 1
     UNION ALL
     SELECT s.id, s.name, g.name AS through FROM group_members gm JOIN groups g ON g.id = gm.group_id
       JOIN space_groups sg ON sg.group_id = g.id JOIN spaces s ON s.number = sg.space
       WHERE gm.user_id = ?1 AND s.listed = 1
     ORDER BY through`,
    [userId],
  )
  const found = new Map<string, { name: string; direct: boolean; through: string[] }>()
  for (const row of rows) {
    const entry = found.get(text(row, 'id')) ?? { name: text(row, 'name'), direct: false, through: [] }
    const through = textOrNull(row, 'through')
    if (through === null) entry.direct = true
    else entry.through.push(through)
    found.set(text(row, 'id'), entry)
  }
  return [...found]
    .map(([id, { name, direct, through }]) => ({ id: id as SpaceId, name, through: direct ? [] : through }))
    .sort(byName)
}

export const directoryOperations = {
  'people.detail': ({ cache }: Databases, input: { readonly userId: UserId }): PersonDetail | undefined => {
    const row = cache.get('SELECT * FROM users WHERE id = ?', [input.userId])
    if (row === undefined) return undefined
    const fields = userOf(row)
    const groups = cache
      .all(
        `SELECT g.id, g.name, g.built_in FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = ?`,
        [input.userId],
      )
      .map((each) => ({
        id: text(each, 'id') as GroupId,
        name: text(each, 'name'),
        builtIn: flag(each, 'built_in'),
      }))
      .sort((a, b) => Number(a.builtIn) - Number(b.builtIn) || byName(a, b))
    const { id, email, role, firstName, lastName, phoneNumber, avatar, createdAt } = fields
    return {
      ...{ id, email, role, firstName, lastName, phoneNumber, avatar, createdAt },
      ...{ name: displayName(fields), listed: flag(row, 'listed'), groups },
      spaces: spacesOf(cache, input.userId),
    }
  },

  /** P1.15: everybody who can see a space; undefined when it is not known. */
  'people.viewers': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId },
  ): readonly ViewerView[] | undefined => {
    const number = knownSpace(cache, input.spaceId)
    if (number === undefined) return undefined
    const users = cache.all('SELECT * FROM users WHERE listed = 1').map(userOf)
    users.sort((a, b) => order.compare(displayName(a), displayName(b)) || order.compare(a.email, b.email))
    const groups = cache
      .all('SELECT * FROM groups WHERE id IN (SELECT group_id FROM space_groups WHERE space = ?)', [number])
      .map((row) => groupOf(cache, row))
    return audienceOf({ members: membersOf(cache, number) }, users, groups).map(({ user, ways }) => ({
      ...{ id: user.id, name: displayName(user), email: user.email, role: user.role, ways: [...ways] },
    }))
  },

  /** Whom the portal no longer has. */
  'users.forget': ({ cache }: Databases, input: { readonly userId: UserId }): void =>
    cache.transaction(() => {
      const row = cache.get('SELECT number FROM users WHERE id = ?', [input.userId])
      if (row === undefined) return
      cache.run('UPDATE users SET listed = 0 WHERE number = ?', [integer(row, 'number')])
      cache.run('DELETE FROM person_words WHERE rowid = ?', [integer(row, 'number')])
      cache.run('DELETE FROM space_users WHERE user_id = ?', [input.userId])
      cache.run('DELETE FROM group_members WHERE user_id = ?', [input.userId])
    }),

  /** Every group, the built-in ones first. */
  'groups.views': ({ cache }: Databases): readonly GroupView[] =>
    cache
      .all(`SELECT g.id, g.name, g.built_in, ${memberCount} AS members FROM groups g`)
      .map(viewOf)
      .sort((a, b) => Number(b.builtIn) - Number(a.builtIn) || byName(a, b)),

  'groups.detail': ({ cache }: Databases, input: { readonly groupId: GroupId }): GroupDetail | undefined => {
    const row = cache.get(`SELECT g.*, ${memberCount} AS members FROM groups g WHERE g.id = ?`, [
      input.groupId,
    ])
    if (row === undefined) return undefined
    const spaces = cache
      .all(
        `SELECT s.id, s.name FROM space_groups m JOIN spaces s ON s.number = m.space
         WHERE m.group_id = ? AND s.listed = 1`,
        [input.groupId],
      )
      .map((each) => ({ id: text(each, 'id') as SpaceId, name: text(each, 'name') }))
    return { ...viewOf(row), users: [...groupOf(cache, row).users], spaces: spaces.sort(byName) }
  },

  'groups.upsert': (
    { cache }: Databases,
    input: { readonly groups: readonly Group[]; readonly builtIn: boolean },
  ): void =>
    cache.transaction(() => {
      for (const group of input.groups) upsertGroup(cache, group, input.builtIn)
    }),

  'groups.forget': ({ cache }: Databases, input: { readonly groupId: GroupId }): void =>
    cache.transaction(() => {
      cache.run('DELETE FROM groups WHERE id = ?', [input.groupId])
      cache.run('DELETE FROM space_groups WHERE group_id = ?', [input.groupId])
    }),

  /** A space's name and members as they were last read. */
  'spaces.members': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId },
  ): NamedMembers | undefined => {
    const row = cache.get('SELECT number, name FROM spaces WHERE id = ? AND listed = 1', [input.spaceId])
    return row === undefined
      ? undefined
      : { name: text(row, 'name'), members: membersOf(cache, integer(row, 'number')) }
  },

  /** S1.9: hidden first; a later complete listing erases it. `now`: by the portal's clock, ms. */
  'spaces.forget': ({ cache }: Databases, input: { readonly spaceId: SpaceId; readonly now: number }): void =>
    cache.transaction(() => {
      const number = knownSpace(cache, input.spaceId)
      if (number === undefined) return
      cache.run('UPDATE spaces SET listed = 0, vanished_at = ? WHERE number = ?', [input.now, number])
      cache.run('DELETE FROM space_words WHERE rowid = ?', [number])
    }),

  /** What a setup's dry run looks at (P1.26). */
  'setups.facts': ({
    cache,
  }: Databases): {
    readonly people: readonly { readonly id: UserId; readonly name: string; readonly role: string }[]
    readonly groups: readonly GroupId[]
    readonly spaces: readonly { readonly id: SpaceId; readonly name: string }[]
  } => ({
    people: cache
      .all('SELECT id, email, role, first_name, last_name FROM users WHERE listed = 1')
      .map((row) => ({ id: text(row, 'id') as UserId, name: nameOf(row), role: text(row, 'role') })),
    groups: cache.all('SELECT id FROM groups').map((row) => text(row, 'id') as GroupId),
    spaces: cache
      .all('SELECT id, name FROM spaces WHERE listed = 1')
      .map((row) => ({ id: text(row, 'id') as SpaceId, name: text(row, 'name') })),
  }),
}
