import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { FailureError, type Failure } from '../../src/core/failure.ts'
import type { Archive } from '../../src/engine/storage/client.ts'
import { type Databases, openDatabases } from '../../src/engine/storage/databases.ts'
import type { Database } from '../../src/engine/storage/driver.ts'
import { operations } from '../../src/engine/storage/operations.ts'
import { makeFolder } from './memory-folder.ts'
import type { VirtualTime } from './virtual-time.ts'

export type LocalDatabases = {
  readonly databases: Databases
  /** Takes out what a history left, so that the next one begins with nothing. */
  clear(): void
  close(): void
}

/** The product's own two databases, encrypted and on disk, opened once for many histories. */
export const openLocalDatabases = (): LocalDatabases => {
  const folder = makeFolder('simulation-archive')
  const databases = openDatabases({
    ...{ cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db') },
    keyHex: '07'.repeat(32),
  })
  const namesOf = (database: Database, kind: string): readonly string[] =>
    database
      .all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE ? AND name NOT LIKE 'sqlite%'`, [
        kind,
      ])
      .map((row) => String(row['name']))
  /** Takes every row out; an index of words is emptied by its own command, not by way of its inner tables. */
  const emptier = (database: Database): (() => void) => {
    const indexes = namesOf(database, 'CREATE VIRTUAL TABLE%')
    const tables = namesOf(database, 'CREATE TABLE%').filter(
      (name) => !indexes.some((index) => name.startsWith(`${index}_`)),
    )
    // Most histories touch a few tables only: one look tells which.
    const look = [...tables, ...indexes.map((name) => `${name}_docsize`)]
      .map((name) => `EXISTS (SELECT 1 FROM ${name}) AS ${name}`)
      .join(', ')
    return () => {
      const used = database.get(`SELECT ${look}`) ?? {}
      database.transaction(() => {
        database.exec('PRAGMA defer_foreign_keys = ON')
        for (const name of tables) if (used[name] === 1) database.run(`DELETE FROM ${name}`)
        for (const name of indexes)
          if (used[`${name}_docsize`] === 1)
            database.run(`INSERT INTO ${name} (${name}) VALUES ('delete-all')`)
      })
    }
  }
  const empty = [emptier(databases.journal), emptier(databases.cache)]
  return {
    databases,
    clear: () => {
      for (const each of empty) each()
    },
    close: () => {
      databases.cache.close()
      databases.journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * The archive of one life of the engine: operations run one after another on the real databases, a moment after they are
 * asked for, and their answers come a moment later. `ended` aborted: what was not begun never happens. A transaction is
 * whole or it is not: that SQLite keeps this through a kill is shown by `npm run faults`.
 * `trouble` makes an operation fail (a full disk).
 */
export const createLocalArchive = (
  databases: Databases,
  time: VirtualTime,
  ended: AbortSignal,
  trouble: (name: string) => Failure | undefined,
): Archive => {
  const known = new Map<string, (databases: Databases, input: never) => unknown>(Object.entries(operations))

  const run = (name: string, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('The storage worker has ended'))
      if (ended.aborted) {
        gone()
        return
      }
      ended.addEventListener('abort', gone, { once: true })
      const answer = (give: () => void): void => {
        time.after(0.1, () => {
          ended.removeEventListener('abort', gone)
          give()
        })
      }
      // Cloned, as on its way to the worker and back.
      const given = structuredClone(input)
      time.after(0.2, () => {
        if (ended.aborted) return
        const operation = known.get(name)
        if (operation === undefined) throw new Error(`No operation ${name}`)
        const failure = trouble(name)
        if (failure !== undefined) {
          answer(() => reject(new FailureError(failure)))
          return
        }
        const output = structuredClone(operation(databases, given as never))
        answer(() => resolve(output))
      })
    })

  return {
    // The name ties input and output together at compile time; the map holds that very operation.
    run: async (name, input) => (await run(name, input)) as never,
    close: () => Promise.resolve(),
  }
}
