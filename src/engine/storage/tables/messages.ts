import type { Message, MessageCursor, MessageGap, MessageId, MessageView } from '../../../core/message.ts'
import type { UserId } from '../../../core/person.ts'
import { isOurSide } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { newestNumber, withoutUnseen } from './aside.ts'
import { knownSpace, spaceNumber } from './numbers.ts'
import { nameOf } from './people.ts'
import { countMessages, later, type NewestOfSides, sumAddedMessages, sumMessages } from './space-sums.ts'
import { settle, type StoredMessage, storedMessages } from './stored-messages.ts'
import { catchUp, indexedAtOnce, indexStanding, type IndexStanding } from './word-backlog.ts'
import { messageWords, removeWords, type Unwritten, writeWords } from './word-index.ts'

export type Upserted = { readonly added: number; readonly changed: number }

/** Looks up which side people are on, each once. */
const sides = (cache: Database): ((author: UserId) => number) => {
  const known = new Map<UserId, number>()
  return (author) => {
    const side = known.get(author)
    if (side !== undefined) return side
    const row = cache.get('SELECT role FROM users WHERE id = ?', [author])
    const found = row !== undefined && isOurSide(text(row, 'role')) ? 1 : 0
    known.set(author, found)
    return found
  }
}

const noted = (newest: NewestOfSides, side: number, at: number): NewestOfSides =>
  side === 1 ? { ...newest, ours: later(newest.ours, at) } : { ...newest, clients: later(newest.clients, at) }

/** Who wrote here, for the day when somebody changes sides (tables/people.ts). */
const noteAuthors = (cache: Database, space: number, messages: readonly Message[]): void => {
  const authors = new Set(messages.map(({ userId }) => userId))
  cache.run('INSERT OR IGNORE INTO space_authors (user_id, space) SELECT value, ? FROM json_each(?)', [
    space,
    JSON.stringify([...authors]),
  ])
}

const same = (known: StoredMessage, space: number, one: Message): boolean =>
  known.space === space &&
  known.userId === one.userId &&
  known.content === one.content &&
  known.createdAt === one.createdAt

/** What adding messages has come to, for `changeMessages`. */
type Added = {
  readonly count: number
  readonly newest: NewestOfSides
  readonly standing: IndexStanding
  readonly sideOf: (author: UserId) => number
}

/**
 * Adds what is new of one space's messages; `listed`: they come from a listing; `known`: which of them are stored, as far
 * as that was looked up; what is added is put there. The caller has opened a transaction.
 */
export const addMessages = (
  cache: Database,
  space: number,
  messages: readonly Message[],
  listed: boolean,
  known: Map<string, StoredMessage>,
): Added => {
  const sideOf = sides(cache)
  const standing = indexStanding(cache)
  const before = Math.max(standing.last, newestNumber(cache))
  let count = 0
  let newest: NewestOfSides = { clients: null, ours: null }
  const fresh = messages.filter(({ id }) => !known.has(id)).map(({ id }) => id)
  // A1.19: of a few it is certain at once that they are nowhere else.
  const few = fresh.length <= indexedAtOnce
  if (few && fresh.length > 0) for (const [id, stored] of storedMessages(cache, fresh)) known.set(id, stored)
  for (const one of messages) {
    if (known.has(one.id)) continue
    const side = sideOf(one.userId)
    count += 1
    const number = before + count
    cache.run(
      `INSERT INTO messages (number, id, space, user_id, content, created_at, side, listed, settled)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [number, one.id, space, one.userId, one.content, one.createdAt, side, listed ? 1 : 0, few ? 1 : 0],
    )
    known.set(one.id, { ...one, number, space, listed })
    newest = noted(newest, side, one.createdAt)
  }
  return { count, newest, standing, sideOf }
}

/** Brings what was stored of these messages up to date, after `addMessages`, and all that sums them up. */
export const changeMessages = (
  cache: Database,
  space: number,
  messages: readonly Message[],
  listed: boolean,
  known: Map<string, StoredMessage>,
  { count: added, newest, standing: { last, behind }, sideOf }: Added,
): Upserted => {
  let changed = 0
  const unwritten: Unwritten = new Map()
  for (const one of messages) {
    const stored = known.get(one.id)
    if (stored === undefined) continue
    if (listed && !stored.listed) {
      cache.run('UPDATE messages SET listed = 1 WHERE number = ?', [stored.number])
    }
    if (same(stored, space, one)) continue
    cache.run(
      'UPDATE messages SET space = ?, user_id = ?, content = ?, created_at = ?, side = ? WHERE number = ?',
      [space, one.userId, one.content, one.createdAt, sideOf(one.userId), stored.number],
    )
    known.set(one.id, { ...one, number: stored.number, space, listed: listed || stored.listed })
    if (stored.number <= last - behind) {
      if (stored.createdAt !== one.createdAt)
        removeWords(cache, 'message_words', stored.number, stored.createdAt)
      unwritten.set(stored.number, messageWords({ ...one, number: stored.number, space }))
    }
    if (stored.space !== space) {
      countMessages(cache, stored.space, -1)
      countMessages(cache, space, 1)
      sumMessages(cache, stored.space)
    }
    changed += 1
  }
  writeWords(cache, 'message_words', unwritten)
  countMessages(cache, space, added)
  if (changed > 0) sumMessages(cache, space)
  else if (added > 0) sumAddedMessages(cache, space, newest)
  noteAuthors(cache, space, messages)
  // News can be found at once; many at a time wait for a quiet moment (Q1.10).
  if (behind === 0 && added > 0 && added <= indexedAtOnce) catchUp(cache, added)
  return { added, changed }
}

const viewColumns = `m.id, m.user_id, m.content, m.created_at, u.role, u.first_name, u.last_name, u.email`

const viewOf = (row: Row, me: UserId): MessageView => ({
  id: text(row, 'id') as MessageId,
  userId: text(row, 'user_id') as UserId,
  author: nameOf(row),
  role: textOrNull(row, 'role') ?? '',
  mine: text(row, 'user_id') === me,
  content: text(row, 'content'),
  at: integer(row, 'created_at'),
})

const older = (
  cache: Database,
  space: number,
  from: MessageCursor | null,
  limit: number,
  me: UserId,
): MessageView[] =>
  cache
    .all(
      `SELECT ${viewColumns} FROM messages m LEFT JOIN users u ON u.id = m.user_id
       WHERE m.space = ? AND (m.created_at, m.id) < (?, ?)
       ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
      from === null ? [space, Number.MAX_SAFE_INTEGER, '', limit] : [space, from.at, from.id, limit],
    )
    .map((row) => viewOf(row, me))

const newer = (
  cache: Database,
  space: number,
  from: MessageCursor,
  limit: number,
  me: UserId,
): MessageView[] =>
  cache
    .all(
      `SELECT ${viewColumns} FROM messages m LEFT JOIN users u ON u.id = m.user_id
       WHERE m.space = ? AND (m.created_at, m.id) > (?, ?)
       ORDER BY m.created_at, m.id LIMIT ?`,
      [space, from.at, from.id, limit],
    )
    .map((row) => viewOf(row, me))

const cursorOf = (view: MessageView | undefined): MessageCursor | null =>
  view === undefined ? null : { at: view.at, id: view.id }

/** Stretches that may hold messages the archive lacks, newest first (S1.4). */
const gapsIn = (cache: Database, space: number): readonly MessageGap[] =>
  cache
    .all('SELECT upper_at, lower_at FROM message_gaps WHERE space = ? ORDER BY upper_at DESC', [space])
    .map((row) => ({ upper: integer(row, 'upper_at'), lower: integerOrNull(row, 'lower_at') }))

export const messageOperations = {
  /** A1.19: indexes the ids of so many more of the messages that wait for it; answers how many are left. */
  'messages.settle': ({ cache }: Databases, input: { readonly limit: number }): number =>
    settle(cache, input.limit),

  /** Messages known from elsewhere than a listing: one that was just sent, say. */
  'messages.upsert': (
    { cache, journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly messages: readonly Message[] },
  ): Upserted =>
    cache.transaction(() => {
      const space = spaceNumber(cache, input.spaceId)
      const messages = withoutUnseen(journal, input.messages)
      const ids = messages.map(({ id }) => id)
      const known = storedMessages(cache, ids)
      const added = addMessages(cache, space, messages, false, known)
      return changeMessages(cache, space, messages, false, known, added)
    }),

  /** A page, oldest first; `older` is where the next one begins, null at the archive's end. */
  'messages.page': (
    { cache }: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly before: MessageCursor | null
      readonly limit: number
      readonly me: UserId
    },
  ): {
    readonly messages: readonly MessageView[]
    readonly older: MessageCursor | null
    readonly complete: boolean
    readonly gaps: readonly MessageGap[]
  } => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return { messages: [], older: null, complete: false, gaps: [] }
    const rows = older(cache, space, input.before, input.limit + 1, input.me)
    const messages = rows.slice(0, input.limit).reverse()
    const state = cache.get('SELECT messages_started FROM spaces WHERE number = ?', [space])
    const gaps = gapsIn(cache, space)
    return {
      messages,
      older: rows.length > input.limit ? cursorOf(messages[0]) : null,
      complete: state !== undefined && integer(state, 'messages_started') === 1 && gaps.length === 0,
      gaps,
    }
  },

  /** A window around one message, oldest first; undefined when the archive does not hold it in that space. */
  'messages.around': (
    { cache }: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly messageId: MessageId
      readonly limit: number
      readonly me: UserId
    },
  ):
    | {
        readonly messages: readonly MessageView[]
        readonly older: MessageCursor | null
        readonly newer: MessageCursor | null
        readonly gaps: readonly MessageGap[]
      }
    | undefined => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return undefined
    const stored = storedMessages(cache, [input.messageId]).get(input.messageId)
    const row = cache.get(
      `SELECT ${viewColumns} FROM messages m LEFT JOIN users u ON u.id = m.user_id WHERE m.number = ? AND m.space = ?`,
      [stored?.number ?? -1, space],
    )
    if (row === undefined) return undefined
    const middle = viewOf(row, input.me)
    const here = { at: middle.at, id: middle.id }
    const after = Math.floor((input.limit - 1) / 2)
    const later = newer(cache, space, here, after + 1, input.me)
    const before = input.limit - 1 - Math.min(later.length, after)
    const earlier = older(cache, space, here, before + 1, input.me)
    const shownLater = later.slice(0, after)
    const shownEarlier = earlier.slice(0, before).reverse()
    const messages = [...shownEarlier, middle, ...shownLater]
    return {
      messages,
      older: earlier.length > before ? cursorOf(messages[0]) : null,
      newer: later.length > after ? cursorOf(messages.at(-1)) : null,
      gaps: gapsIn(cache, space),
    }
  },

  /** Every message of a space as the portal holds it, oldest first (exports, checks). */
  'messages.all': ({ cache }: Databases, input: { readonly spaceId: SpaceId }): readonly Message[] =>
    cache
      .all(
        `SELECT m.id, m.user_id, m.content, m.created_at FROM messages m JOIN spaces s ON s.number = m.space
         WHERE s.id = ? ORDER BY m.created_at, m.id`,
        [input.spaceId],
      )
      .map((row) => ({
        id: text(row, 'id') as MessageId,
        spaceId: input.spaceId,
        userId: text(row, 'user_id') as UserId,
        content: text(row, 'content'),
        createdAt: integer(row, 'created_at'),
      })),
}
