import { fail, FailureError } from '../../core/failure.ts'
import { integer } from './columns.ts'
import type { Database } from './driver.ts'

/** One step of a schema. Versions count from 1 without gaps; a landed migration never changes. */
export type Migration = {
  readonly version: number
  readonly name: string
  readonly up: (db: Database) => void
}

/** A1.3: brings a database to the newest schema, one transaction a step. A newer one than we know is refused, not touched. */
export const migrate = (db: Database, migrations: readonly Migration[], about: string): void => {
  const row = db.get('PRAGMA user_version')
  const current = row === undefined ? 0 : integer(row, 'user_version')
  const newest = migrations.at(-1)?.version ?? 0
  if (current > newest) throw new FailureError(fail('archive-newer', { about }))
  for (const migration of migrations) {
    if (migration.version <= current) continue
    db.transaction(() => {
      migration.up(db)
      db.exec(`PRAGMA user_version = ${migration.version}`)
    })
  }
}
