import type { Message, MessageCursor, MessageGap, MessageId, MessageView } from '../../../core/message.ts'
import type { UserId } from '../../../core/person.ts'
import { isOurSide } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { knownSpace, spaceNumber } from './numbers.ts'
import { nameOf } from './people.ts'
import { countMessages, sumMessages } from './space-sums.ts'
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

const same = (row: Row, space: number, one: Message): boolean =>
  integer(row, 'space') === space &&
  text(row, 'user_id') === one.userId &&
  text(row, 'content') === one.content &&
  integer(row, 'created_at') === one.createdAt

/** Writes messages of one space; `listed`: they come from a listing. The caller has opened a transaction. */
export const writeMessages = (
  cache: Database,
  space: number,
  messages: readonly Message[],
  listed: boolean,
): Upserted => {
  const sideOf = sides(cache)
  let added = 0
  let changed = 0
  const unwritten: Unwritten = new Map()
  for (const one of messages) {
    const known = cache.get(
      'SELECT number, space, user_id, content, created_at, listed FROM messages WHERE id = ?',
      [one.id],
    )
    if (known === undefined) {
      const row = cache.get(
        `INSERT INTO messages (id, space, user_id, content, created_at, side, listed)
         VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number`,
        [one.id, space, one.userId, one.content, one.createdAt, sideOf(one.userId), listed ? 1 : 0],
      )
      if (row === undefined) throw new Error('An inserted message has no number')
      unwritten.set(integer(row, 'number'), messageWords({ ...one, number: integer(row, 'number'), space }))
      added += 1
      continue
    }
    const number = integer(known, 'number')
    if (listed && integer(known, 'listed') === 0) {
      cache.run('UPDATE messages SET listed = 1 WHERE number = ?', [number])
    }
    if (same(known, space, one)) continue
    const from = integer(known, 'space')
    cache.run(
      'UPDATE messages SET space = ?, user_id = ?, content = ?, created_at = ?, side = ? WHERE number = ?',
      [space, one.userId, one.content, one.createdAt, sideOf(one.userId), number],
    )
    const at = integer(known, 'created_at')
    if (at !== one.createdAt) removeWords(cache, 'message_words', number, at)
    unwritten.set(number, messageWords({ ...one, number, space }))
    if (from !== space) {
      countMessages(cache, from, -1)
      countMessages(cache, space, 1)
      sumMessages(cache, from)
    }
    changed += 1
  }
  writeWords(cache, 'message_words', unwritten)
  countMessages(cache, space, added)
  if (added + changed > 0) sumMessages(cache, space)
  return { added, changed }
}

/** Removes messages of one space by id; answers how many there were. The caller has opened a transaction. */
export const removeMessages = (cache: Database, space: number, ids: readonly string[]): number => {
  let removed = 0
  for (const id of ids) {
    const row = cache.get('SELECT number, created_at FROM messages WHERE id = ? AND space = ?', [id, space])
    if (row === undefined) continue
    cache.run('DELETE FROM messages WHERE number = ?', [integer(row, 'number')])
    removeWords(cache, 'message_words', integer(row, 'number'), integer(row, 'created_at'))
    removed += 1
  }
  countMessages(cache, space, -removed)
  if (removed > 0) sumMessages(cache, space)
  return removed
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
  /** Messages known from elsewhere than a listing: one that was just sent, say. */
  'messages.upsert': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly messages: readonly Message[] },
  ): Upserted =>
    cache.transaction(() => writeMessages(cache, spaceNumber(cache, input.spaceId), input.messages, false)),

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
    const row = cache.get(
      `SELECT ${viewColumns} FROM messages m LEFT JOIN users u ON u.id = m.user_id WHERE m.id = ? AND m.space = ?`,
      [input.messageId, space],
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
