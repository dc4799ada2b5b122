import { applicationIds, expectReadableTexts, signAs } from './care/check.ts'
import { type Database, openDatabase } from './driver.ts'
import { migrate } from './migrate.ts'
import { cacheMigrations } from './migrations/cache.ts'
import { journalMigrations } from './migrations/journal.ts'
import type { OpenRequest } from './protocol.ts'

/**
 * A portal's two databases (A1.1): `cache` is what the portal holds and can be fetched again;
 * `journal` is what only this computer holds (outbox, drafts, transfers, local marks), so that
 * trouble in the one can't touch the other.
 */
export type Databases = { readonly cache: Database; readonly journal: Database }

/** Looks a database over before anything is written to it; throws `archive-corrupt`. */
export type LookOver = (db: Database, path: string) => void

/** Opens one file, has it looked over, and closes it again where that fails. */
const opened = (
  options: Parameters<typeof openDatabase>[0],
  lookOver: LookOver,
  prepare: (db: Database) => void,
): Database => {
  const db = openDatabase(options)
  try {
    lookOver(db, options.path)
    prepare(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const nothing: LookOver = () => undefined

export const openJournal = (path: string, keyHex: string, lookOver = nothing): Database =>
  opened({ path, keyHex, synchronous: 'FULL' }, lookOver, (db) => {
    migrate(db, journalMigrations, path)
    signAs(db, applicationIds.journal)
    expectReadableTexts(db, path)
  })

export const openCache = (path: string, keyHex: string, lookOver = nothing): Database =>
  opened({ path, keyHex, synchronous: 'NORMAL' }, lookOver, (db) => {
    migrate(db, cacheMigrations, path)
    signAs(db, applicationIds.cache)
  })

/** Opens both as they are. What care there is to be taken is care/open.ts's. */
export const openDatabases = (request: OpenRequest): Databases => {
  const journal = openJournal(request.journalPath, request.keyHex)
  try {
    return { cache: openCache(request.cachePath, request.keyHex), journal }
  } catch (error) {
    journal.close()
    throw error
  }
}
