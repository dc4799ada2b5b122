// Sizes and counts of folders (A1.8): added up when looked at, forgotten up the tree when something below changes.
import { integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Database } from '../driver.ts'

/** Forgets the sums of a folder and of those above it, up to the first that is forgotten already. */
export const forgetSums = (cache: Database, folderId: string): void => {
  let at: string | null = folderId
  while (at !== null) {
    const row = cache.get('SELECT parent_id, below_files FROM files WHERE id = ?', [at])
    if (row === undefined || row['below_files'] === null) return
    cache.run('UPDATE files SET below_size = NULL, below_files = NULL WHERE id = ?', [at])
    at = textOrNull(row, 'parent_id')
  }
}

export type Sums = { readonly size: number; readonly files: number }

/** Bytes and files below a folder, from what is remembered; only forgotten parts are added up anew. */
export const sumsBelow = (
  cache: Database,
  folderId: string,
  above: ReadonlySet<string> = new Set(),
): Sums => {
  const known = cache.get('SELECT space, below_size, below_files FROM files WHERE id = ?', [folderId])
  // A folder below itself is a broken answer of the portal; it adds nothing.
  if (known === undefined || above.has(folderId)) return { size: 0, files: 0 }
  const size = integerOrNull(known, 'below_size')
  const files = integerOrNull(known, 'below_files')
  if (size !== null && files !== null) return { size, files }
  const space = integer(known, 'space')
  const direct = cache.get(
    `SELECT coalesce(sum(size), 0) AS size, count(*) AS files FROM files
     WHERE space = ? AND parent_id = ? AND is_folder = 0`,
    [space, folderId],
  )
  const within = new Set([...above, folderId])
  let sumSize = direct === undefined ? 0 : integer(direct, 'size')
  let sumCount = direct === undefined ? 0 : integer(direct, 'files')
  for (const row of cache.all('SELECT id FROM files WHERE space = ? AND parent_id = ? AND is_folder = 1', [
    space,
    folderId,
  ])) {
    const below = sumsBelow(cache, text(row, 'id'), within)
    sumSize += below.size
    sumCount += below.files
  }
  cache.run('UPDATE files SET below_size = ?, below_files = ? WHERE id = ?', [sumSize, sumCount, folderId])
  return { size: sumSize, files: sumCount }
}
