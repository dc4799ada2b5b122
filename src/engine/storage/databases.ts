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

export const openDatabases = (request: OpenRequest): Databases => {
  const journal = openDatabase({ path: request.journalPath, keyHex: request.keyHex, synchronous: 'FULL' })
  try {
    migrate(journal, journalMigrations, request.journalPath)
    const cache = openDatabase({ path: request.cachePath, keyHex: request.keyHex, synchronous: 'NORMAL' })
    try {
      migrate(cache, cacheMigrations, request.cachePath)
      return { cache, journal }
    } catch (error) {
      cache.close()
      throw error
    }
  } catch (error) {
    journal.close()
    throw error
  }
}
