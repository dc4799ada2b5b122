import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FailureError } from '../../src/core/failure.ts'
import { release } from '../../src/engine/storage/care/release.ts'
import { openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { type Database, openDatabase, type Row } from '../../src/engine/storage/driver.ts'
import { migrate } from '../../src/engine/storage/migrate.ts'
import { cacheMigrations } from '../../src/engine/storage/migrations/cache.ts'
import { journalMigrations } from '../../src/engine/storage/migrations/journal.ts'
import { explain } from '../../src/main/cli/words.ts'
import { workerUrl } from './archive.ts'

// Fault 40: a newer schema, and a kill in every step to the newest one.

const child = fileURLToPath(new URL('migrate-child.ts', import.meta.url))
const keyHex = randomBytes(32).toString('hex')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-migrations-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Opens a database, works with it, and gives its file up again. */
const within = async <T>(path: string, work: (db: Database) => T): Promise<T> => {
  const db = openDatabase({ path, keyHex, synchronous: 'FULL' })
  try {
    return work(db)
  } finally {
    db.close()
    await release()
  }
}

const dies = async (path: string, which: string, version: number): Promise<void> => {
  const started = spawn(process.execPath, [child, path, keyHex, which, String(version)], { stdio: 'inherit' })
  const [code, signal] = (await once(started, 'exit')) as [number | null, string | null]
  expect([version, code, signal]).toEqual([version, null, 'SIGKILL'])
}

const archives = [
  {
    which: 'cache',
    migrations: cacheMigrations,
    fill: `
      INSERT INTO spaces (id, name, created_at, updated_at, listed) VALUES ('s', 'Harvest Ltd', 1, 1, 1);
      INSERT INTO messages (id, space, user_id, content, created_at, side, listed) VALUES ('m', 1, 'u', 'Hallo', 5, 0, 1);
      INSERT INTO files (id, space, name, sort_name, size, is_folder, created_at) VALUES ('f', 1, 'a.pdf', 'a', 1, 0, 5);`,
    read: (db: Database): readonly Row[] =>
      db.all(`SELECT s.name, m.content, m.created_at AS at, f.name AS file
        FROM spaces s JOIN messages m ON m.space = s.number JOIN files f ON f.space = s.number`),
    rows: [{ name: 'Harvest Ltd', content: 'Hallo', at: 5, file: 'a.pdf' }],
  },
  {
    which: 'journal',
    migrations: journalMigrations,
    fill: `
      INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms) VALUES ('a', 's', 'Hallo', 'queued', 1, 0);
      INSERT INTO outbox_claims VALUES ('m', 'b', 's', 1);
      INSERT INTO drafts VALUES ('s', 'Entwurf', 1);`,
    read: (db: Database): readonly Row[] =>
      db.all(`SELECT o.content, o.state, d.content AS draft, c.message_id AS claim
        FROM outbox o, drafts d, outbox_claims c`),
    rows: [{ content: 'Hallo', state: 'queued', draft: 'Entwurf', claim: 'm' }],
  },
] as const

describe('fault 40: the schema', () => {
  it.each(archives)(
    'A1.3: a kill in every step of the $which leaves the step before, whole, and the next start goes on',
    { timeout: 60_000 },
    async ({ which, migrations, fill, read, rows }) => {
      const path = join(folder, `${which}.db`)
      await within(path, (db) => {
        migrate(db, migrations.slice(0, 1), path)
        db.exec(fill)
      })
      for (const { version } of migrations.slice(1)) {
        await dies(path, which, version)
        const found = await within(path, (db) => ({
          version: db.get('PRAGMA user_version')?.['user_version'],
          check: db.all('PRAGMA integrity_check'),
          rows: read(db),
        }))
        expect(found).toEqual({ version: version - 1, check: [{ integrity_check: 'ok' }], rows })
      }
      const [fresh, after] = [join(folder, 'fresh.db'), path]
      const schemaOf = (file: string) =>
        within(file, (db) => {
          migrate(db, migrations, file)
          return db.all('SELECT name, sql FROM sqlite_schema ORDER BY name')
        })
      expect(await schemaOf(after)).toEqual(await schemaOf(fresh))
      expect(await within(path, read)).toEqual(rows)
    },
  )

  it.each(['cache', 'journal'] as const)(
    'A1.3: an archive whose %s is of a newer version is refused by name, and not a byte of it is changed',
    async (which) => {
      const place = { cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db'), keyHex }
      const open = () => openArchive(place, startStorageWorker(workerUrl))
      await (await open()).close()
      const newer = which === 'cache' ? place.cachePath : place.journalPath
      await within(newer, (db) => db.exec('PRAGMA user_version = 999'))
      const before = await Promise.all([place.cachePath, place.journalPath].map((path) => readFile(path)))

      const refused = await open().then(
        () => undefined,
        (error: unknown) => (error instanceof FailureError ? error.failure : error),
      )
      expect(refused).toEqual({ code: 'archive-newer', about: newer })
      expect(explain({ code: 'archive-newer', about: newer })).toBe(
        `The archive ${newer} was written by a newer version. Update this one.`,
      )
      const after = await Promise.all([place.cachePath, place.journalPath].map((path) => readFile(path)))
      expect(after.map((bytes, index) => before[index]?.equals(bytes))).toEqual([true, true])
    },
  )
})
