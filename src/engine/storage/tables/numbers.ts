import type { SpaceId } from '../../../core/space.ts'
import { integer } from '../columns.ts'
import type { Database } from '../driver.ts'

/** The number of a space that the archive knows, listed or not. */
export const knownSpace = (cache: Database, spaceId: SpaceId): number | undefined => {
  const row = cache.get('SELECT number FROM spaces WHERE id = ?', [spaceId])
  return row === undefined ? undefined : integer(row, 'number')
}

/** The number of a space; one that was never listed gets an unlisted row, so that what belongs to it has a place. */
export const spaceNumber = (cache: Database, spaceId: SpaceId): number => {
  const known = knownSpace(cache, spaceId)
  if (known !== undefined) return known
  const row = cache.get(
    `INSERT INTO spaces (id, name, created_at, updated_at, listed) VALUES (?, '', 0, 0, 0) RETURNING number`,
    [spaceId],
  )
  if (row === undefined) throw new Error('An inserted space has no number')
  return integer(row, 'number')
}

/** Writes the words of a space's or a person's name into their index, in place of those it had. */
export const indexWords = (
  cache: Database,
  table: 'space_words' | 'person_words',
  number: number,
  words: string,
): void => {
  cache.run(`INSERT OR REPLACE INTO ${table} (rowid, name) VALUES (?, ?)`, [number, words])
}
