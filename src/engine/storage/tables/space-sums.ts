// The columns of `spaces` that sum up its messages and files, so that the inbox is one query (A1.7).
import { integer, text } from '../columns.ts'
import type { Database } from '../driver.ts'

/** Newest message, whose turn it is, and since when: a handful of index look-ups, whatever the space's size. */
export const sumMessages = (cache: Database, space: number): void => {
  const newest = cache.get(
    `SELECT user_id, substr(content, 1, 200) AS text, created_at, side FROM messages
     WHERE space = ? ORDER BY created_at DESC, id DESC LIMIT 1`,
    [space],
  )
  if (newest === undefined) {
    cache.run(
      `UPDATE spaces SET newest_message_at = NULL, newest_message_user = NULL, newest_message_text = NULL,
         run_side = NULL, run_since = NULL WHERE number = ?`,
      [space],
    )
    return
  }
  const side = integer(newest, 'side')
  const other = cache.get(
    'SELECT created_at FROM messages WHERE space = ? AND side = ? ORDER BY created_at DESC LIMIT 1',
    [space, 1 - side],
  )
  const first = cache.get(
    `SELECT created_at FROM messages WHERE space = ? AND side = ? AND created_at >= ?
     ORDER BY created_at LIMIT 1`,
    [space, side, other === undefined ? Number.MIN_SAFE_INTEGER : integer(other, 'created_at')],
  )
  const newestAt = integer(newest, 'created_at')
  cache.run(
    `UPDATE spaces SET newest_message_at = ?, newest_message_user = ?, newest_message_text = ?,
       run_side = ?, run_since = ? WHERE number = ?`,
    [
      newestAt,
      text(newest, 'user_id'),
      text(newest, 'text'),
      side,
      first === undefined ? newestAt : integer(first, 'created_at'),
      space,
    ],
  )
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
