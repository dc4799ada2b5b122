import { fail, FailureError } from '../../../core/failure.ts'
import { integer } from '../columns.ts'
import type { Database } from '../driver.ts'

/** Which database a file is: SQLite keeps this number in its header. 0: made before there was one. */
export const applicationIds = { journal: 0x466f794a, cache: 0x466f7943 } as const

const corrupt = (about: string, detail: string): never => {
  throw new FailureError(fail('archive-corrupt', { about, detail }))
}

/** Another database's file, or its WAL laid over ours, is not ours (A1.14). */
export const expectOwn = (db: Database, own: number, about: string): void => {
  const row = db.get('PRAGMA application_id')
  const id = row === undefined ? 0 : integer(row, 'application_id')
  if (id !== 0 && id !== own) corrupt(about, 'another database')
}

export const signAs = (db: Database, own: number): void => {
  const row = db.get('PRAGMA application_id')
  if (row === undefined || integer(row, 'application_id') !== own) db.exec(`PRAGMA application_id = ${own}`)
}

/** Reads every page and every tree of a database. */
export const quickCheck = (db: Database, about: string): void => {
  const [row] = db.all('PRAGMA quick_check(1)')
  const found = row === undefined ? 'nothing' : String(row['quick_check'])
  if (found !== 'ok') corrupt(about, 'quick check')
}

/**
 * The same of the cache: answers the full-text indexes that are malformed while all else is well, because they can be made
 * anew from what lies beside them (A1.22). Throws `archive-corrupt` for any other damage.
 */
export const quickCheckBesideWords = (db: Database, about: string): readonly string[] => {
  const found = db.all('PRAGMA quick_check(20)').map((row) => String(row['quick_check']))
  const malformed = found.flatMap((line) => /FTS5 table main\.(\w+)$/.exec(line)?.[1] ?? [])
  if (malformed.length === found.length) return malformed
  if (found.length !== 1 || found[0] !== 'ok') corrupt(about, 'quick check')
  return []
}

/**
 * The cipher has no checksum of its own: a turned bit makes 16 bytes of something else. Of those, a text that is no
 * UTF-8 any more can be told (A1.14); the driver would end the whole process at reading it as a text.
 */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that a value read as bytes is; undefined where it is none. */
export const readableText = (value: unknown): string | undefined => {
  if (!(value instanceof ArrayBuffer) && !(value instanceof Uint8Array)) return undefined
  try {
    return decoder.decode(value)
  } catch {
    return undefined
  }
}

const step = 2_000

/** Throws `archive-corrupt` where a column's texts are none. Many are read at once, so that a million take a moment. */
const expectTexts = (db: Database, table: string, column: string, about: string): void => {
  const read = (where: string, bounds: readonly number[]): void => {
    const row = db.get(
      `SELECT CAST(group_concat(CAST(${column} AS TEXT), char(10)) AS BLOB) AS bytes FROM ${table} ${where}`,
      bounds,
    )
    const bytes = row?.['bytes']
    if (bytes !== null && bytes !== undefined && readableText(bytes) === undefined) corrupt(about, 'text')
  }
  if (db.get('SELECT wr FROM pragma_table_list WHERE name = ?', [table])?.['wr'] === 1) {
    read('', [])
    return
  }
  const [last] = db.all(`SELECT coalesce(max(rowid), 0) AS number FROM ${table}`)
  const end = last === undefined ? 0 : integer(last, 'number')
  for (let from = 0; from <= end; from += step) read('WHERE rowid >= ? AND rowid < ?', [from, from + step])
}

/** Columns whose text goes to other people or is all a person has: they are read at every opening. */
const precious = [
  ['outbox', 'content'],
  ['drafts', 'content'],
  ['outbox_edits', 'content'],
  ['draft_mailing', 'body'],
] as const

export const expectReadableTexts = (db: Database, about: string): void => {
  for (const [table, column] of precious) expectTexts(db, table, column, about)
}

/** The same of every text of a database. */
export const expectAllTexts = (db: Database, about: string): void => {
  const tables = db.all(
    `SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite%'`,
  )
  for (const { name } of tables) {
    const columns = db.all(`SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'`, [String(name)])
    for (const column of columns) expectTexts(db, String(name), String(column['name']), about)
  }
}
