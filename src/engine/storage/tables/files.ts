import type { File, FileId } from '../../../core/file.ts'
import { naturalKey } from '../../../core/search/natural-key.ts'
import { wordRowSql } from '../../../core/search/time-order.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { filesAsOf } from './file-state.ts'
import { forgetSums, sumsBelow } from './folder-sums.ts'
import { knownSpace, spaceNumber } from './numbers.ts'
import { sumFiles } from './space-sums.ts'
import { fileWords, removeWords, type Unwritten, writeWords } from './word-index.ts'

const fileOf = (row: Row, spaceId: SpaceId): File => ({
  id: text(row, 'id') as FileId,
  spaceId,
  parentId: textOrNull(row, 'parent_id') as FileId | null,
  name: text(row, 'name'),
  size: integer(row, 'size'),
  isFolder: integer(row, 'is_folder') === 1,
  blob: textOrNull(row, 'blob'),
  thumbnailBlob: textOrNull(row, 'thumbnail_blob'),
  createdAt: integer(row, 'created_at'),
})

const columns = 'id, parent_id, name, size, is_folder, blob, thumbnail_blob, created_at'

const same = (row: Row, one: File): boolean =>
  textOrNull(row, 'parent_id') === one.parentId &&
  text(row, 'name') === one.name &&
  integer(row, 'size') === one.size &&
  integer(row, 'is_folder') === (one.isFolder ? 1 : 0) &&
  textOrNull(row, 'blob') === one.blob &&
  textOrNull(row, 'thumbnail_blob') === one.thumbnailBlob &&
  integer(row, 'created_at') === one.createdAt

/** Writes entries of one space; answers how many are new or changed. The caller has opened a transaction. */
const writeFiles = (cache: Database, space: number, files: readonly File[]): number => {
  let changed = 0
  let added = 0
  const unwritten: Unwritten = new Map()
  const parents = new Set<string>()
  for (const one of files) {
    const known = cache.get(`SELECT space, ${columns} FROM files WHERE id = ?`, [one.id])
    const stays = known !== undefined && integer(known, 'space') === space
    if (stays && same(known, one)) continue
    // An id seen in another space, or turned from a file into a folder, is another thing under an old name.
    if (known !== undefined && (!stays || (integer(known, 'is_folder') === 1) !== one.isFolder)) {
      writeWords(cache, 'file_words', unwritten)
      removeTree(cache, integer(known, 'space'), one.id)
    }
    const before = known === undefined ? null : textOrNull(known, 'parent_id')
    if (before !== null) parents.add(before)
    if (one.parentId !== null) parents.add(one.parentId)
    const existed =
      known !== undefined && cache.get('SELECT number FROM files WHERE id = ?', [one.id]) !== undefined
    const row = cache.get(
      `INSERT INTO files (id, space, parent_id, name, sort_name, size, is_folder, blob, thumbnail_blob, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name,
         sort_name = excluded.sort_name, size = excluded.size, blob = excluded.blob,
         thumbnail_blob = excluded.thumbnail_blob, created_at = excluded.created_at
       RETURNING number`,
      [
        one.id,
        space,
        one.parentId,
        one.name,
        naturalKey(one.name),
        one.size,
        one.isFolder ? 1 : 0,
        one.blob,
        one.thumbnailBlob,
        one.createdAt,
      ],
    )
    if (row === undefined) throw new Error('An upserted file has no number')
    const number = integer(row, 'number')
    if (existed && integer(known, 'created_at') !== one.createdAt) {
      removeWords(cache, 'file_words', number, integer(known, 'created_at'))
    }
    unwritten.set(number, fileWords({ ...one, number, space }))
    changed += 1
    if (!existed && !one.isFolder) added += 1
  }
  writeWords(cache, 'file_words', unwritten)
  for (const parent of parents) forgetSums(cache, parent)
  if (changed > 0) sumFiles(cache, space, added)
  return changed
}

const treeOf = `WITH RECURSIVE tree (id) AS (
  SELECT id FROM files WHERE id = ?1
  UNION
  SELECT f.id FROM files f JOIN tree ON f.parent_id = tree.id WHERE f.space = ?2
)`

/** Removes an entry and, for a folder, everything below it; answers how many entries went. */
export const removeTree = (cache: Database, space: number, id: string): number => {
  const top = cache.get('SELECT parent_id FROM files WHERE id = ? AND space = ?', [id, space])
  if (top === undefined) return 0
  const counts = cache.get(
    `${treeOf} SELECT count(*) AS entries, count(*) FILTER (WHERE is_folder = 0) AS files
     FROM files WHERE id IN (SELECT id FROM tree)`,
    [id, space],
  )
  const entries = counts === undefined ? 0 : integer(counts, 'entries')
  const files = counts === undefined ? 0 : integer(counts, 'files')
  const parent = textOrNull(top, 'parent_id')
  if (parent !== null) forgetSums(cache, parent)
  cache.run(
    `${treeOf} DELETE FROM file_words
     WHERE rowid IN (SELECT ${wordRowSql} FROM files WHERE id IN (SELECT id FROM tree))`,
    [id, space],
  )
  cache.run(`${treeOf} DELETE FROM files WHERE id IN (SELECT id FROM tree)`, [id, space])
  sumFiles(cache, space, -files)
  return entries
}

/** A row of a folder's listing; the journal's knowledge of it is added by engine/reads. */
export type ListedFile = {
  readonly id: FileId
  readonly name: string
  readonly isFolder: boolean
  readonly size: number
  readonly items: number
  readonly addedAt: number
  readonly hasThumbnail: boolean
}

/** The folders from the top down to this one; undefined when it (or one above it) is not a folder of the space. */
const pathTo = (
  cache: Database,
  space: number,
  folderId: FileId | null,
): readonly { id: FileId; name: string }[] | undefined => {
  const path: { id: FileId; name: string }[] = []
  const seen = new Set<string>()
  let at: string | null = folderId
  while (at !== null) {
    const row = cache.get('SELECT parent_id, name FROM files WHERE id = ? AND space = ? AND is_folder = 1', [
      at,
      space,
    ])
    // A folder that is its own ancestor is a broken answer of the portal; the walk must end all the same.
    if (row === undefined || seen.has(at)) return undefined
    seen.add(at)
    path.unshift({ id: at as FileId, name: text(row, 'name') })
    at = textOrNull(row, 'parent_id')
  }
  return path
}

export const fileOperations = {
  /** Answers how many entries are new or changed. */
  'files.upsert': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly files: readonly File[] },
  ): number => cache.transaction(() => writeFiles(cache, spaceNumber(cache, input.spaceId), input.files)),

  /** The entries of a folder (null: the top level) that the archive knows, folders first, then by name. */
  'files.children': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly parentId: FileId | null },
  ): readonly File[] => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return []
    return cache
      .all(
        `SELECT ${columns} FROM files WHERE space = ? AND parent_id IS ? ORDER BY is_folder DESC, sort_name, id`,
        [space, input.parentId],
      )
      .map((row) => fileOf(row, input.spaceId))
  },

  'files.get': ({ cache }: Databases, input: { readonly id: FileId }): File | null => {
    const row = cache.get(
      `SELECT f.id, f.parent_id, f.name, f.size, f.is_folder, f.blob, f.thumbnail_blob, f.created_at, s.id AS space_id
       FROM files f JOIN spaces s ON s.number = f.space WHERE f.id = ?`,
      [input.id],
    )
    return row === undefined ? null : fileOf(row, text(row, 'space_id') as SpaceId)
  },

  /** Every entry of a space (exports, checks). */
  'files.all': ({ cache }: Databases, input: { readonly spaceId: SpaceId }): readonly File[] => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return []
    return cache
      .all(`SELECT ${columns} FROM files WHERE space = ? ORDER BY id`, [space])
      .map((row) => fileOf(row, input.spaceId))
  },

  /** A folder as the window shows it; undefined when the archive knows no such folder there. */
  'files.list': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly folderId: FileId | null },
  ):
    | {
        readonly rows: readonly ListedFile[]
        readonly path: readonly { readonly id: FileId; readonly name: string }[]
        readonly asOf: number | null
      }
    | undefined =>
    cache.transaction(() => {
      const space = knownSpace(cache, input.spaceId)
      const path = space === undefined ? undefined : pathTo(cache, space, input.folderId)
      if (space === undefined || path === undefined) return undefined
      const rows = cache
        .all(
          `SELECT id, name, size, is_folder, created_at, thumbnail_blob IS NOT NULL AS has_thumbnail FROM files
           WHERE space = ? AND parent_id IS ? ORDER BY is_folder DESC, sort_name, id`,
          [space, input.folderId],
        )
        .map((row): ListedFile => {
          const id = text(row, 'id') as FileId
          const isFolder = integer(row, 'is_folder') === 1
          const below = isFolder ? sumsBelow(cache, id) : { size: integer(row, 'size'), files: 0 }
          return {
            id,
            name: text(row, 'name'),
            isFolder,
            size: below.size,
            items: below.files,
            addedAt: integer(row, 'created_at'),
            hasThumbnail: integer(row, 'has_thumbnail') === 1,
          }
        })
      return { rows, path, asOf: filesAsOf(cache, space) }
    }),
}
