// Q1.10: messages are indexed in the order of their numbers; up to which of them that was done is a fact beside them, so
// a kill between the rows and their words loses neither.
import { integer, text } from '../columns.ts'
import type { Database } from '../driver.ts'
import { messageWords, type Unwritten, writeWords } from './word-index.ts'

/** So many new messages are indexed together with their rows. */
export const indexedAtOnce = 20

const factName = 'message-words-to'

export type IndexStanding = {
  /** The highest number that was given out to a message and may still be in use, there or in the index. */
  readonly last: number
  /** How far the index lies behind it. */
  readonly behind: number
}

export const indexStanding = (cache: Database): IndexStanding => {
  const row = cache.get(
    `SELECT coalesce((SELECT max(number) FROM messages), 0) AS newest,
       coalesce((SELECT value FROM facts WHERE name = ?), 0) AS indexed`,
    [factName],
  )
  if (row === undefined) throw new Error('A query without a table has one row')
  const indexed = integer(row, 'indexed')
  const last = Math.max(indexed, integer(row, 'newest'))
  return { last, behind: last - indexed }
}

/** Indexes the next messages, at most `limit` (0: none); answers how many numbers are left. */
export const catchUp = (cache: Database, limit: number): number =>
  cache.transaction(() => {
    const { last, behind } = indexStanding(cache)
    if (behind === 0 || limit === 0) return behind
    const rows = cache.all(
      `SELECT number, space, user_id, content, created_at FROM messages WHERE number > ? ORDER BY number LIMIT ?`,
      [last - behind, limit],
    )
    const unwritten: Unwritten = new Map()
    for (const row of rows) {
      const number = integer(row, 'number')
      unwritten.set(
        number,
        messageWords({
          number,
          space: integer(row, 'space'),
          userId: text(row, 'user_id'),
          content: text(row, 'content'),
          createdAt: integer(row, 'created_at'),
        }),
      )
    }
    const newest = rows.at(-1)
    // A number nobody has any more has nothing to wait for.
    const indexed = rows.length < limit || newest === undefined ? last : integer(newest, 'number')
    writeWords(cache, 'message_words', unwritten)
    cache.run(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [factName, indexed],
    )
    return last - indexed
  })

/** After the index was emptied: it is filled again from the first message on. */
export const startMessageWordsAnew = (cache: Database): void => {
  cache.run('DELETE FROM facts WHERE name = ?', [factName])
}

/** A search indexes this many first: what a poll or two brought is found even in the moment it arrived. */
export const indexedBySearch = 1_000
