// The columns of `spaces` that sum up its messages and files, so that the inbox is one query (A1.7).
import { integer, integerOrNull, text } from '../columns.ts'
import type { Database } from '../driver.ts'

/** Times (ms) of the newest message of either side; null: it never wrote. */
export type NewestOfSides = { readonly clients: number | null; readonly ours: number | null }

/** The later of two times, of which either may be missing. */
export const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b)

/** Whose turn it is, and since when: a few looks into the index of times, whatever the space's size. */
const concludeMessages = (cache: Database, space: number, { clients, ours }: NewestOfSides): void => {
  const newest = cache.get(
    `SELECT user_id, substr(content, 1, 200) AS text, created_at, side FROM messages
     WHERE space = ? ORDER BY created_at DESC, id DESC LIMIT 1`,
    [space],
  )
  if (newest === undefined) {
    cache.run(
      `UPDATE spaces SET newest_message_at = NULL, newest_message_user = NULL, newest_message_text = NULL,
         run_side = NULL, run_since = NULL, clients_newest_at = NULL, our_newest_at = NULL WHERE number = ?`,
      [space],
    )
    return
  }
  const side = integer(newest, 'side')
  const other = side === 1 ? clients : ours
  const first = cache.get(
    `SELECT created_at FROM messages WHERE space = ? AND created_at >= ? AND side = ?
     ORDER BY created_at LIMIT 1`,
    [space, other ?? Number.MIN_SAFE_INTEGER, side],
  )
  const newestAt = integer(newest, 'created_at')
  cache.run(
    `UPDATE spaces SET newest_message_at = ?, newest_message_user = ?, newest_message_text = ?,
       run_side = ?, run_since = ?, clients_newest_at = ?, our_newest_at = ? WHERE number = ?`,
    [
      newestAt,
      text(newest, 'user_id'),
      text(newest, 'text'),
      side,
      first === undefined ? newestAt : integer(first, 'created_at'),
      clients,
      ours,
      space,
    ],
  )
}

const newestOf = (cache: Database, space: number, side: number): number | null => {
  const row = cache.get(
    'SELECT created_at FROM messages WHERE space = ? AND side = ? ORDER BY created_at DESC LIMIT 1',
    [space, side],
  )
  return row === undefined ? null : integer(row, 'created_at')
}

/** After messages went or changed. Looks back as far as the last speaker's run goes. */
export const sumMessages = (cache: Database, space: number): void =>
  concludeMessages(cache, space, { clients: newestOf(cache, space, 0), ours: newestOf(cache, space, 1) })

/** After messages were added, of which these are the newest. What lies before the last change of turns changes nothing. */
export const sumAddedMessages = (cache: Database, space: number, added: NewestOfSides): void => {
  const row = cache.get('SELECT clients_newest_at, our_newest_at FROM spaces WHERE number = ?', [space])
  if (row === undefined) return
  const clients = integerOrNull(row, 'clients_newest_at')
  const ours = integerOrNull(row, 'our_newest_at')
  const newest = later(added.clients, added.ours) ?? -Infinity
  if (clients !== null && ours !== null && newest < Math.min(clients, ours)) return
  concludeMessages(cache, space, { clients: later(clients, added.clients), ours: later(ours, added.ours) })
}

export const countMessages = (cache: Database, space: number, added: number): void => {
  if (added !== 0)
    cache.run('UPDATE spaces SET message_count = message_count + ? WHERE number = ?', [added, space])
}

/** Newest file and number of files. */
export const sumFiles = (cache: Database, space: number, added: number): void => {
  cache.run(
    `UPDATE spaces SET file_count = file_count + ?1,
       (newest_file_at, newest_file_name) = (
         SELECT created_at, name FROM files WHERE space = ?2 AND is_folder = 0 ORDER BY created_at DESC LIMIT 1
       )
     WHERE number = ?2`,
    [added, space],
  )
}
