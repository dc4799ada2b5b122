import { integer, integerOrNull } from '../columns.ts'
import type { Database } from '../driver.ts'

/**
 * S1.8: the moment as of which a space's tree is whole: its oldest folder listing; null while a folder was never listed.
 */
export const filesAsOf = (cache: Database, space: number): number | null => {
  const row = cache.get(
    `SELECT s.root_listed_at AS root,
       (SELECT count(*) FROM files f WHERE f.space = ?1 AND f.is_folder = 1 AND f.listed_at IS NULL) AS unread,
       (SELECT min(listed_at) FROM files f WHERE f.space = ?1 AND f.is_folder = 1 AND f.listed_at IS NOT NULL) AS oldest
     FROM spaces s WHERE s.number = ?1`,
    [space],
  )
  if (row === undefined || integer(row, 'unread') > 0) return null
  const root = integerOrNull(row, 'root')
  const oldest = integerOrNull(row, 'oldest')
  return root === null || oldest === null ? root : Math.min(root, oldest)
}
