import type { Group, GroupId, PersonView, User, UserId } from '../../../core/person.ts'
import { displayName, isOurSide } from '../../../core/person.ts'
import { indexText } from '../../../core/search/words.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { indexWords } from './numbers.ts'
import { sumMessages } from './space-sums.ts'

/** A person who changed sides (or is seen for the first time) changes whose turn it is in the spaces they wrote in. */
const changeSide = (cache: Database, id: UserId, side: number): void => {
  for (const row of cache.all('SELECT space FROM space_authors WHERE user_id = ?', [id])) {
    const space = integer(row, 'space')
    const moved = cache.run(
      'UPDATE messages SET side = ?1 WHERE space = ?2 AND user_id = ?3 AND side <> ?1',
      [side, space, id],
    )
    if (moved > 0) sumMessages(cache, space)
  }
}

const same = (row: Row, person: User): boolean =>
  text(row, 'email') === person.email &&
  text(row, 'role') === person.role &&
  textOrNull(row, 'first_name') === person.firstName &&
  textOrNull(row, 'last_name') === person.lastName &&
  textOrNull(row, 'phone_number') === person.phoneNumber &&
  textOrNull(row, 'avatar') === person.avatar &&
  integer(row, 'created_at') === person.createdAt &&
  integer(row, 'updated_at') === person.updatedAt &&
  integer(row, 'listed') === 1

const upsertUser = (cache: Database, person: User): boolean => {
  const known = cache.get('SELECT * FROM users WHERE id = ?', [person.id])
  if (known !== undefined && same(known, person)) return false
  const row = cache.get(
    `INSERT INTO users (id, email, role, first_name, last_name, phone_number, avatar, created_at, updated_at, listed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (id) DO UPDATE SET email = excluded.email, role = excluded.role, first_name = excluded.first_name,
       last_name = excluded.last_name, phone_number = excluded.phone_number, avatar = excluded.avatar,
       created_at = excluded.created_at, updated_at = excluded.updated_at, listed = 1
     RETURNING number`,
    [
      person.id,
      person.email,
      person.role,
      person.firstName,
      person.lastName,
      person.phoneNumber,
      person.avatar,
      person.createdAt,
      person.updatedAt,
    ],
  )
  if (row === undefined) throw new Error('An upserted person has no number')
  indexWords(
    cache,
    'person_words',
    integer(row, 'number'),
    indexText(`${displayName(person)} ${person.email}`),
  )
  changeSide(cache, person.id, isOurSide(person.role) ? 1 : 0)
  return true
}

/** False when it was stored as it is. */
export const upsertGroup = (cache: Database, one: Group, builtIn: boolean): boolean => {
  const users = [...new Set(one.users)].sort()
  const known = cache.get(
    `SELECT 1 FROM groups g WHERE g.id = ? AND g.name = ? AND g.logo IS ? AND g.built_in = ? AND g.created_at = ?
       AND g.updated_at = ?`,
    [one.id, one.name, one.logo, builtIn ? 1 : 0, one.createdAt, one.updatedAt],
  )
  if (known !== undefined && sameIds(membersOfGroup(cache, one.id), users)) return false
  cache.run(
    `INSERT INTO groups (id, name, logo, built_in, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, logo = excluded.logo, built_in = excluded.built_in,
       created_at = excluded.created_at, updated_at = excluded.updated_at`,
    [one.id, one.name, one.logo, builtIn ? 1 : 0, one.createdAt, one.updatedAt],
  )
  cache.run('DELETE FROM group_members WHERE group_id = ?', [one.id])
  for (const member of users) {
    cache.run('INSERT INTO group_members (group_id, user_id) VALUES (?, ?)', [one.id, member])
  }
  return true
}

const membersOfGroup = (cache: Database, id: GroupId): readonly string[] =>
  cache
    .all('SELECT user_id FROM group_members WHERE group_id = ?', [id])
    .map((row) => text(row, 'user_id'))
    .sort()

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])

/** A person's name from a row that carries first_name, last_name and email (all null: nobody known). */
export const nameOf = (row: Row): string => {
  const email = textOrNull(row, 'email')
  if (email === null) return ''
  return displayName({
    firstName: textOrNull(row, 'first_name'),
    lastName: textOrNull(row, 'last_name'),
    email,
  })
}

export const peopleOperations = {
  /** Answers how many people are new or changed. `complete`: whoever is not among them has left the portal. */
  'users.upsert': (
    { cache }: Databases,
    input: { readonly users: readonly User[]; readonly complete?: boolean },
  ): number =>
    cache.transaction(() => {
      let changed = 0
      for (const person of input.users) if (upsertUser(cache, person)) changed += 1
      if (input.complete === true) {
        const gone = cache.all(
          'SELECT number FROM users WHERE listed = 1 AND id NOT IN (SELECT value FROM json_each(?))',
          [JSON.stringify(input.users.map(({ id }) => id))],
        )
        for (const row of gone) {
          cache.run('UPDATE users SET listed = 0 WHERE number = ?', [integer(row, 'number')])
          cache.run('DELETE FROM person_words WHERE rowid = ?', [integer(row, 'number')])
        }
        changed += gone.length
      }
      return changed
    }),

  /** Puts these groups in place of all that were known. */
  /** Answers how many groups are new, changed or gone. */
  'groups.replace': (
    { cache }: Databases,
    input: { readonly groups: readonly Group[]; readonly builtIn: readonly Group[] },
  ): number =>
    cache.transaction(() => {
      const ids = [...input.groups, ...input.builtIn].map(({ id }) => id)
      const gone = cache.run('DELETE FROM groups WHERE id NOT IN (SELECT value FROM json_each(?))', [
        JSON.stringify(ids),
      ])
      const changed = input.groups.filter((one) => upsertGroup(cache, one, false)).length
      return gone + changed + input.builtIn.filter((one) => upsertGroup(cache, one, true)).length
    }),

  /** Everybody listed, by name. */
  'people.list': ({ cache }: Databases): readonly PersonView[] => {
    const rows = cache.all(
      `SELECT u.id, u.email, u.role, u.first_name, u.last_name, u.phone_number, count(DISTINCT p.space) AS spaces
       FROM users u
       LEFT JOIN (
         SELECT user_id, space FROM space_users
         UNION ALL
         SELECT gm.user_id, sg.space FROM group_members gm JOIN space_groups sg ON sg.group_id = gm.group_id
       ) p ON p.user_id = u.id AND p.space IN (SELECT number FROM spaces WHERE listed = 1)
       WHERE u.listed = 1 GROUP BY u.number`,
    )
    const order = new Intl.Collator(undefined, { numeric: true })
    return rows
      .map((row) => ({
        id: text(row, 'id') as UserId,
        name: nameOf(row),
        email: text(row, 'email'),
        role: text(row, 'role'),
        phoneNumber: textOrNull(row, 'phone_number'),
        spaceCount: integer(row, 'spaces'),
      }))
      .sort((a, b) => order.compare(a.name, b.name) || order.compare(a.email, b.email))
  },

  /** The groups as the portal lists them, with their members, built-in ones left out. */
  'groups.list': ({ cache }: Databases): readonly Group[] => {
    return cache.all('SELECT * FROM groups WHERE built_in = 0 ORDER BY id').map((row) => ({
      id: text(row, 'id') as GroupId,
      name: text(row, 'name'),
      logo: textOrNull(row, 'logo'),
      users: cache
        .all('SELECT user_id FROM group_members WHERE group_id = ? ORDER BY user_id', [text(row, 'id')])
        .map((member) => text(member, 'user_id') as UserId),
      createdAt: integer(row, 'created_at'),
      updatedAt: integer(row, 'updated_at'),
    }))
  },
}
