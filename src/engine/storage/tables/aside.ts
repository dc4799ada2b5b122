// O1.38: messages whose deletion is pending are kept aside, where only sync looks.
import type { Message } from '../../../core/message.ts'
import { flag, integer, text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'

/** Which of these messages are not to be seen: `aside` while their deletion is pending, `gone` once it was done. */
const unseen = (journal: Database, ids: readonly string[]): ReadonlyMap<string, 'aside' | 'gone'> =>
  new Map(
    journal
      .all(
        `SELECT message_id, state = 'gone' AS gone FROM message_removals
         WHERE state <> 'refused' AND message_id IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(ids)],
      )
      .map((row) => [text(row, 'message_id'), flag(row, 'gone') ? 'gone' : 'aside']),
  )

const anyRemoval = (journal: Database): boolean =>
  journal.get('SELECT 1 FROM message_removals LIMIT 1') !== undefined

/** Those of the messages that may be seen. */
export const withoutUnseen = (journal: Database, messages: readonly Message[]): readonly Message[] => {
  if (!anyRemoval(journal)) return messages
  const not = unseen(
    journal,
    messages.map(({ id }) => id),
  )
  return not.size === 0 ? messages : messages.filter(({ id }) => !not.has(id))
}

/**
 * The newest row's number, be it aside: what is stored later has a greater one, so that a listing asked for now does not
 * judge it (S1.5).
 */
export const newestNumber = (cache: Database): number => {
  const row = cache.get(
    `SELECT max(coalesce((SELECT max(number) FROM messages), 0), coalesce((SELECT max(number) FROM messages_aside), 0))
       AS number`,
  )
  return row === undefined ? 0 : integer(row, 'number')
}

export const putAside = (
  cache: Database,
  space: number,
  { id, userId, content, createdAt }: Pick<Message, 'userId' | 'content' | 'createdAt'> & { id: string },
  { listed, number }: { readonly listed: boolean; readonly number: number },
): void => {
  cache.run(
    `INSERT INTO messages_aside (id, space, user_id, content, created_at, listed, number)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET space = excluded.space, user_id = excluded.user_id, content = excluded.content,
       created_at = excluded.created_at, listed = max(listed, excluded.listed)`,
    [id, space, userId, content, createdAt, listed ? 1 : 0, number],
  )
}

/** A page of a space's messages, with what may not be seen taken out of its way. */
export type SeenPage = {
  /** What is to be stored as always. */
  readonly messages: readonly Message[]
  /** What counts as listed: everything but what is gone. */
  readonly items: readonly Message[]
  /** Ids of the page that are aside and that an earlier listing held. */
  readonly known: readonly string[]
}

/** Puts aside what a page holds of it. The caller has opened a transaction of the cache. */
export const sortPage = (
  { cache, journal }: Databases,
  space: number,
  messages: readonly Message[],
): SeenPage => {
  const not = anyRemoval(journal)
    ? unseen(
        journal,
        messages.map(({ id }) => id),
      )
    : new Map<string, 'aside' | 'gone'>()
  if (not.size === 0) return { messages, items: messages, known: [] }
  const hidden = messages.filter(({ id }) => not.get(id) === 'aside')
  const ids = JSON.stringify(hidden.map(({ id }) => id))
  const known = cache
    .all(
      'SELECT id FROM messages_aside WHERE space = ? AND listed = 1 AND id IN (SELECT value FROM json_each(?))',
      [space, ids],
    )
    .map((row) => text(row, 'id'))
  const number = newestNumber(cache) + 1
  for (const one of hidden) putAside(cache, space, one, { listed: true, number })
  return {
    messages: messages.filter(({ id }) => !not.has(id)),
    items: messages.filter(({ id }) => not.get(id) !== 'gone'),
    known,
  }
}

/** What is aside of a space and was there when a listing was asked for, for its judgement (S1.6). */
export const asideBefore = (
  cache: Database,
  space: number,
  mark: number,
): readonly { readonly id: string; readonly createdAt: number }[] =>
  cache
    .all('SELECT id, created_at FROM messages_aside WHERE space = ? AND number <= ?', [space, mark])
    .map((row) => ({ id: text(row, 'id'), createdAt: integer(row, 'created_at') }))

export const dropAside = (cache: Database, ids: readonly string[]): void => {
  for (const id of ids) cache.run('DELETE FROM messages_aside WHERE id = ?', [id])
}
