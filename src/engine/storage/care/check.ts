import { fail, FailureError } from '../../../core/failure.ts'
import { integer } from '../columns.ts'
import type { Database, Row } from '../driver.ts'

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

/** Columns whose text goes to other people or is all a person has: they are read at every opening. */
const precious = [
  ['outbox', 'content'],
  ['drafts', 'content'],
] as const

/**
 * The cipher has no checksum of its own: a turned bit makes 16 bytes of something else. Of those, a text that is no
 * UTF-8 any more can be told; it is never sent (A1.14).
 */
const decoder = new TextDecoder('utf-8', { fatal: true })

const isText = (value: unknown): boolean => {
  if (!(value instanceof ArrayBuffer) && !(value instanceof Uint8Array)) return false
  try {
    decoder.decode(value)
    return true
  } catch {
    return false
  }
}

export const expectReadableTexts = (db: Database, about: string): void => {
  for (const [table, column] of precious) {
    for (const row of db.all(`SELECT CAST(${column} AS BLOB) AS bytes FROM ${table}`)) {
      if (!isText(row['bytes'])) corrupt(about, 'text')
    }
  }
}

/** Whether a row's texts, given as `bytes_…` beside its columns, are texts. */
export const hasReadableTexts = (row: Row): boolean =>
  Object.entries(row).every(([name, value]) => !name.startsWith('bytes_') || value === null || isText(value))
