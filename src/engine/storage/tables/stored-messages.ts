import type { Message } from '../../../core/message.ts'
import { integer, text } from '../columns.ts'
import type { Database, Row } from '../driver.ts'
import { countMessages, sumMessages } from './space-sums.ts'
import { removeWords } from './word-index.ts'

/** A message as it is stored. */
export type StoredMessage = {
  readonly number: number
  readonly space: number
  readonly userId: string
  readonly content: string
  readonly createdAt: number
  readonly listed: boolean
}

const storedOf = (row: Row): [string, StoredMessage] => [
  text(row, 'id'),
  {
    number: integer(row, 'number'),
    space: integer(row, 'space'),
    userId: text(row, 'user_id'),
    content: text(row, 'content'),
    createdAt: integer(row, 'created_at'),
    listed: integer(row, 'listed') === 1,
  },
]

const columns = 'id, number, space, user_id, content, created_at, listed'

/** Up to which number the ids are indexed; beyond it a message may wait for that (A1.19). */
const idsTo = (cache: Database): number => {
  const row = cache.get(`SELECT value FROM facts WHERE name = 'message-ids-to'`)
  return row === undefined ? 0 : integer(row, 'value')
}

/** The stored ones of these ids, wherever they are. */
export const storedMessages = (cache: Database, ids: readonly string[]): Map<string, StoredMessage> =>
  new Map(
    cache
      .all(
        `SELECT ${columns} FROM messages WHERE settled = 1 AND id IN (SELECT value FROM json_each(?1))
         UNION ALL
         SELECT ${columns} FROM messages WHERE number > ?2 AND settled = 0 AND id IN (SELECT value FROM json_each(?1))`,
        [JSON.stringify(ids), idsTo(cache)],
      )
      .map(storedOf),
  )

/** Beyond this many of one moment, looking each one up is less work. */
const mostNear = 1_000

/**
 * The stored ones among a page's: what lies between its first and last, read in the order of time, which is one look where
 * nothing is stored yet. One that was stored with another time or in another space is met when it is written.
 */
export const storedNear = (
  cache: Database,
  space: number,
  messages: readonly Message[],
): Map<string, StoredMessage> => {
  if (messages.length === 0) return new Map()
  let [from, to] = [Infinity, -Infinity]
  for (const { createdAt } of messages) {
    from = Math.min(from, createdAt)
    to = Math.max(to, createdAt)
  }
  const rows = cache.all(
    `SELECT ${columns} FROM messages
     WHERE space = ? AND created_at BETWEEN ? AND ? LIMIT ?`,
    [space, from, to, mostNear],
  )
  const listed = messages.map(({ id }) => id as string)
  if (rows.length === mostNear) return storedMessages(cache, listed)
  const wanted = new Set(listed)
  return new Map(rows.map(storedOf).filter(([id]) => wanted.has(id)))
}

/** Removes messages of one space; answers how many there were. The caller has opened a transaction. */
export const removeMessages = (
  cache: Database,
  space: number,
  messages: readonly { readonly number: number; readonly createdAt: number }[],
): number => {
  let removed = 0
  for (const { number, createdAt } of messages) {
    if (cache.run('DELETE FROM messages WHERE number = ?', [number]) === 0) continue
    removeWords(cache, 'message_words', number, createdAt)
    removed += 1
  }
  countMessages(cache, space, -removed)
  if (removed > 0) sumMessages(cache, space)
  return removed
}

/** A1.19: indexes the ids of the next messages, at most so many numbers; answers how many are left. */
export const settle = (cache: Database, limit: number): number =>
  cache.transaction(() => {
    const from = idsTo(cache)
    const newest = cache.get('SELECT coalesce(max(number), 0) AS number FROM messages')
    const last = newest === undefined ? 0 : integer(newest, 'number')
    if (last <= from) return 0
    const to = Math.min(from + limit, last)
    const waiting = 'number > ? AND number <= ? AND settled = 0'
    cache.run(`UPDATE OR IGNORE messages SET settled = 1 WHERE ${waiting}`, [from, to])
    // The same message with another time or in another space: what was read later is right.
    for (const later of cache.all(`SELECT id, number FROM messages WHERE ${waiting}`, [from, to])) {
      const earlier = cache.all(
        'SELECT number, space, created_at FROM messages WHERE id = ? AND settled = 1',
        [text(later, 'id')],
      )
      for (const row of earlier)
        removeMessages(cache, integer(row, 'space'), [
          { number: integer(row, 'number'), createdAt: integer(row, 'created_at') },
        ])
      cache.run('UPDATE messages SET settled = 1 WHERE number = ?', [integer(later, 'number')])
    }
    cache.run(`UPDATE facts SET value = ? WHERE name = 'message-ids-to'`, [to])
    return last - to
  })
