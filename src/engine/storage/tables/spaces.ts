import type {
  ActivityItem,
  MemberView,
  Space,
  SpaceDetail,
  SpaceId,
  SpaceSummary,
} from '../../../core/space.ts'
import type { GroupId, UserId } from '../../../core/person.ts'
import { isOurSide } from '../../../core/person.ts'
import { indexText } from '../../../core/search/words.ts'
import { integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { filesAsOf } from './file-state.ts'
import { indexWords, knownSpace, spaceNumber } from './numbers.ts'
import { nameOf } from './people.ts'
import { spacesWithSomethingWaiting } from './waiting.ts'
import { removeWordsWhere } from './word-index.ts'

/** A space with what the cache knows of it; the journal's marks, outbox and drafts are added by tables/inbox.ts. */
export type CachedSpace = {
  readonly id: SpaceId
  readonly name: string
  readonly listed: boolean
  readonly newest: SpaceSummary['newest']
  readonly waiting: SpaceSummary['waiting']
  readonly newestMessageAt: number | null
}

const waitingOf = (row: Row): SpaceSummary['waiting'] => {
  const side = integerOrNull(row, 'run_side')
  const since = integerOrNull(row, 'run_since')
  // The side that spoke last waits for the other one.
  return side === null || since === null ? null : { on: side === 1 ? 'client' : 'us', since }
}

const newestOf = (row: Row, me: UserId): SpaceSummary['newest'] => {
  const messageAt = integerOrNull(row, 'newest_message_at')
  const fileAt = integerOrNull(row, 'newest_file_at')
  if (messageAt !== null && (fileAt === null || messageAt >= fileAt)) {
    return {
      kind: 'message',
      author: nameOf(row),
      mine: text(row, 'newest_message_user') === me,
      text: text(row, 'newest_message_text'),
      at: messageAt,
    }
  }
  if (fileAt === null) return null
  return { kind: 'file', author: null, mine: false, text: text(row, 'newest_file_name'), at: fileAt }
}

/** Every space, newest thing first; spaces with nothing in them last, by name. */
export const cachedSpaces = (cache: Database, me: UserId): readonly CachedSpace[] =>
  cache
    .all(
      `SELECT s.id, s.name, s.listed, s.newest_message_at, s.newest_message_user, s.newest_message_text,
         s.run_side, s.run_since, s.newest_file_at, s.newest_file_name, u.first_name, u.last_name, u.email
       FROM spaces s LEFT JOIN users u ON u.id = s.newest_message_user
       ORDER BY max(coalesce(s.newest_message_at, -1), coalesce(s.newest_file_at, -1)) DESC, s.name, s.id`,
    )
    .map((row) => ({
      id: text(row, 'id') as SpaceId,
      name: text(row, 'name'),
      listed: integer(row, 'listed') === 1,
      newest: newestOf(row, me),
      waiting: waitingOf(row),
      newestMessageAt: integerOrNull(row, 'newest_message_at'),
    }))

const upsertSpace = (cache: Database, one: Space): boolean => {
  const number = spaceNumber(cache, one.id)
  const known = cache.get('SELECT name, created_at, updated_at, listed FROM spaces WHERE number = ?', [
    number,
  ])
  const users = new Set<string>(one.members.users)
  const groups = new Set<string>(one.members.groups)
  const had = membersOf(cache, number)
  const sameMembers = equal(had.users, users) && equal(had.groups, groups)
  if (
    known !== undefined &&
    sameMembers &&
    text(known, 'name') === one.name &&
    integer(known, 'created_at') === one.createdAt &&
    integer(known, 'updated_at') === one.updatedAt &&
    integer(known, 'listed') === 1
  ) {
    return false
  }
  cache.run(
    'UPDATE spaces SET name = ?, created_at = ?, updated_at = ?, listed = 1, vanished_at = NULL WHERE number = ?',
    [one.name, one.createdAt, one.updatedAt, number],
  )
  indexWords(cache, 'space_words', number, indexText(one.name))
  if (sameMembers) return true
  cache.run('DELETE FROM space_users WHERE space = ?', [number])
  cache.run('DELETE FROM space_groups WHERE space = ?', [number])
  for (const id of users) cache.run('INSERT INTO space_users (space, user_id) VALUES (?, ?)', [number, id])
  for (const id of groups) cache.run('INSERT INTO space_groups (space, group_id) VALUES (?, ?)', [number, id])
  return true
}

const membersOf = (cache: Database, space: number): { users: Set<string>; groups: Set<string> } => ({
  users: new Set(
    cache.all('SELECT user_id FROM space_users WHERE space = ?', [space]).map((row) => text(row, 'user_id')),
  ),
  groups: new Set(
    cache
      .all('SELECT group_id FROM space_groups WHERE space = ?', [space])
      .map((row) => text(row, 'group_id')),
  ),
})

const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item))

/** Removes a space and all that the cache holds of it, the words of its index included. */
const eraseSpace = (cache: Database, number: number): void => {
  removeWordsWhere(cache, 'message_words', 'space = ?', [number])
  removeWordsWhere(cache, 'file_words', 'space = ?', [number])
  cache.run('DELETE FROM space_words WHERE rowid = ?', [number])
  cache.run('DELETE FROM spaces WHERE number = ?', [number])
}

const members = (cache: Database, space: number): readonly MemberView[] => {
  const found = new Map<string, { view: Omit<MemberView, 'through'>; direct: boolean; through: string[] }>()
  const rows = cache.all(
    `SELECT u.id, u.email, u.role, u.avatar, u.first_name, u.last_name, NULL AS through
       FROM space_users m JOIN users u ON u.id = m.user_id AND u.listed = 1 WHERE m.space = ?1
     UNION ALL
     SELECT u.id, u.email, u.role, u.avatar, u.first_name, u.last_name, g.name AS through
       FROM space_groups sg JOIN groups g ON g.id = sg.group_id JOIN group_members gm ON gm.group_id = g.id
       JOIN users u ON u.id = gm.user_id AND u.listed = 1 WHERE sg.space = ?1
     ORDER BY through`,
    [space],
  )
  for (const row of rows) {
    const id = text(row, 'id')
    const entry = found.get(id) ?? {
      view: {
        id: id as UserId,
        name: nameOf(row),
        email: text(row, 'email'),
        role: text(row, 'role'),
        avatar: textOrNull(row, 'avatar'),
      },
      direct: false,
      through: [],
    }
    const through = textOrNull(row, 'through')
    if (through === null) entry.direct = true
    else entry.through.push(through)
    found.set(id, entry)
  }
  const order = new Intl.Collator(undefined, { numeric: true })
  return [...found.values()]
    .map(({ view, direct, through }) => ({ ...view, through: direct ? [] : through }))
    .sort((a, b) => order.compare(a.name, b.name) || order.compare(a.email, b.email))
}

/** Who can read a space, groups expanded; nobody when it is not known. */
export const readersOf = (cache: Database, spaceId: SpaceId): readonly MemberView[] => {
  const space = knownSpace(cache, spaceId)
  return space === undefined ? [] : members(cache, space)
}

export const spaceOperations = {
  /**
   * Answers the spaces that are new or changed. `complete`: those not among them have vanished. A vanished one is
   * hidden first, and erased by a later complete listing once nothing of ours waits there (S1.9).
   * `complete`: when that listing began, ms.
   */
  'spaces.upsert': (
    { cache, journal }: Databases,
    input: { readonly spaces: readonly Space[]; readonly complete?: number },
  ): { readonly changed: readonly SpaceId[]; readonly vanished: number } =>
    cache.transaction(() => {
      const changed = input.spaces.filter((one) => upsertSpace(cache, one)).map(({ id }) => id)
      if (input.complete === undefined) return { changed, vanished: 0 }
      const at = input.complete
      const keep = spacesWithSomethingWaiting(journal)
      const listed = JSON.stringify(input.spaces.map(({ id }) => id))
      const erasable = cache.all(
        `SELECT number FROM spaces WHERE vanished_at IS NOT NULL AND id NOT IN (SELECT value FROM json_each(?))
           AND id NOT IN (SELECT value FROM json_each(?))`,
        [listed, JSON.stringify(keep)],
      )
      for (const row of erasable) eraseSpace(cache, integer(row, 'number'))
      const gone = cache.all(
        'SELECT number FROM spaces WHERE listed = 1 AND id NOT IN (SELECT value FROM json_each(?))',
        [listed],
      )
      for (const row of gone) {
        cache.run('UPDATE spaces SET listed = 0, vanished_at = ? WHERE number = ?', [
          at,
          integer(row, 'number'),
        ])
        cache.run('DELETE FROM space_words WHERE rowid = ?', [integer(row, 'number')])
      }
      return { changed, vanished: gone.length + erasable.length }
    }),

  /** The spaces as the portal lists them. */
  'spaces.all': ({ cache }: Databases): readonly Space[] => {
    return cache.all('SELECT * FROM spaces WHERE listed = 1 ORDER BY id').map((row) => {
      const had = membersOf(cache, integer(row, 'number'))
      return {
        id: text(row, 'id') as SpaceId,
        name: text(row, 'name'),
        members: { users: [...had.users] as UserId[], groups: [...had.groups] as GroupId[] },
        createdAt: integer(row, 'created_at'),
        updatedAt: integer(row, 'updated_at'),
      }
    })
  },

  'spaces.name': ({ cache }: Databases, input: { readonly spaceId: SpaceId }): string | null => {
    const row = cache.get(`SELECT name FROM spaces WHERE id = ? AND name <> ''`, [input.spaceId])
    return row === undefined ? null : text(row, 'name')
  },

  /** Listed spaces by id, by exact name, or else by name without regard to case. */
  'spaces.find': (
    { cache }: Databases,
    input: { readonly idOrName: string },
  ): readonly { readonly id: SpaceId; readonly name: string }[] => {
    const rows = cache
      .all('SELECT id, name FROM spaces WHERE listed = 1')
      .map((row) => ({ id: text(row, 'id') as SpaceId, name: text(row, 'name') }))
    const wanted = input.idOrName.normalize('NFC').toLowerCase()
    const ways = [
      rows.filter(({ id }) => id === input.idOrName),
      rows.filter(({ name }) => name === input.idOrName),
      rows.filter(({ name }) => name.normalize('NFC').toLowerCase() === wanted),
    ]
    return ways.find((found) => found.length > 0) ?? []
  },

  /** How many people who are not of our side can read the space, groups expanded. */
  'spaces.clientCount': ({ cache }: Databases, input: { readonly spaceId: SpaceId }): number => {
    const space = knownSpace(cache, input.spaceId)
    return space === undefined ? 0 : members(cache, space).filter(({ role }) => !isOurSide(role)).length
  },

  'spaces.detail': ({ cache }: Databases, input: { readonly spaceId: SpaceId }): SpaceDetail | undefined => {
    const row = cache.get('SELECT * FROM spaces WHERE id = ?', [input.spaceId])
    if (row === undefined || (integer(row, 'listed') === 0 && text(row, 'name') === '')) return undefined
    const number = integer(row, 'number')
    const people = members(cache, number)
    return {
      id: input.spaceId,
      name: text(row, 'name'),
      members: [...people],
      memberCount: people.length,
      clientCount: people.filter(({ role }) => !isOurSide(role)).length,
      messageCount: integer(row, 'message_count'),
      fileCount: integer(row, 'file_count'),
      waiting: waitingOf(row),
      messagesAsOf: integerOrNull(row, 'messages_as_of'),
      filesAsOf: filesAsOf(cache, number),
    }
  },

  /** Newest messages and files of a space, mixed, newest first. */
  'spaces.activity': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly limit: number },
  ): readonly ActivityItem[] => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return []
    return cache
      .all(
        `SELECT * FROM (
           SELECT * FROM (
             SELECT 'message' AS kind, m.id, substr(m.content, 1, 200) AS title, m.created_at AS at,
               u.first_name, u.last_name, u.email
             FROM messages m LEFT JOIN users u ON u.id = m.user_id
             WHERE m.space = ?1 ORDER BY m.created_at DESC, m.id DESC LIMIT ?2)
           UNION ALL
           SELECT * FROM (
             SELECT 'file' AS kind, id, name AS title, created_at AS at, NULL, NULL, NULL
             FROM files WHERE space = ?1 AND is_folder = 0 ORDER BY created_at DESC LIMIT ?2)
         ) ORDER BY at DESC LIMIT ?2`,
        [space, input.limit],
      )
      .map((row) => {
        const kind = text(row, 'kind') === 'message' ? ('message' as const) : ('file' as const)
        const author = nameOf(row)
        return {
          kind,
          id: text(row, 'id'),
          title: text(row, 'title'),
          author: author === '' ? null : author,
          at: integer(row, 'at'),
        }
      })
  },
}
