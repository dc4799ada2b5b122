import { integer, integerOrNull } from '../columns.ts'
import type { Database } from '../driver.ts'

/**
 * S1.8: the moment as of which a space's tree is whole: its oldest folder listing; null while a folder that was there
 * at that moment was never listed. A folder made later takes nothing from what was true then, so dropping a folder
 * into a space does not turn its freshness back to "not read yet".
 */
export const filesAsOf = (cache: Database, space: number): number | null => {
  const row = cache.get(
    `SELECT s.root_listed_at AS root,
       (SELECT min(created_at) FROM files f WHERE f.space = ?1 AND f.is_folder = 1 AND f.listed_at IS NULL) AS unread,
       (SELECT min(listed_at) FROM files f WHERE f.space = ?1 AND f.is_folder = 1 AND f.listed_at IS NOT NULL) AS oldest
     FROM spaces s WHERE s.number = ?1`,
    [space],
  )
  if (row === undefined) return null
  const root = integerOrNull(row, 'root')
  if (root === null) return null
  const asOf = Math.min(root, integerOrNull(row, 'oldest') ?? root)
  const unreadSince = row['unread'] === null ? null : integer(row, 'unread')
  return unreadSince !== null && unreadSince <= asOf ? null : asOf
}
