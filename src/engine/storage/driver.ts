// The only file that names the SQLite library (docs/adr/0001): another driver must stay a day of work.
import { accessSync, chmodSync, closeSync, constants, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import { type Failure, fail, FailureError } from '../../core/failure.ts'

export type SqlValue = string | number | null | Uint8Array
export type Row = Readonly<Record<string, unknown>>

/** One open database. Statements are prepared once and kept; everything is synchronous, in a worker thread. */
export type Database = {
  /** Runs one statement; answers how many rows it changed. */
  run(sql: string, params?: readonly SqlValue[]): number
  get(sql: string, params?: readonly SqlValue[]): Row | undefined
  all(sql: string, params?: readonly SqlValue[]): readonly Row[]
  /** Runs a script of several statements. */
  exec(sql: string): void
  /** All or nothing; nested calls join the outer transaction. */
  transaction<T>(work: () => T): T
  close(): void
}

export type OpenOptions = {
  readonly path: string
  /** 32 bytes as 64 hex digits. */
  readonly keyHex: string
  /** FULL: a commit survives a power cut (quality rule 7). NORMAL: for what can be fetched again. */
  readonly synchronous: 'FULL' | 'NORMAL'
}

const failureCodeOf = (code: string): Failure['code'] | undefined => {
  if (code.startsWith('SQLITE_FULL')) return 'disk-full'
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) return 'archive-corrupt'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'archive-busy'
  if (
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN')
  ) {
    return 'disk-error'
  }
  return undefined
}

/** SQLite gives a disk that allows no writing several names. */
const mayWrite = (path: string): boolean => {
  try {
    for (const one of [path, dirname(path)]) accessSync(one, constants.W_OK)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && ['EROFS', 'EACCES'].includes(String(error.code)))
  }
}

/** Turns the library's error into a failure that says which file it is about; other errors are bugs and stay throws. */
const explain = (error: unknown, about: string): unknown => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const found = failureCodeOf(error.code)
  const code = found === 'disk-error' && !mayWrite(about) ? 'archive-read-only' : found
  return code === undefined
    ? error
    : new FailureError(fail(code, { about, detail: error.code }), { cause: error })
}

const withoutMetadata = (row: unknown): Row => {
  // libsql adds a `_metadata` key to rows of get(); it is no column of ours.
  const columns = { ...(row as Record<string, unknown>) }
  delete columns['_metadata']
  return columns
}

/** Opens (or creates, with mode 0600) an encrypted database and takes it for this process alone. Throws FailureError. */
export const openDatabase = (options: OpenOptions): Database => {
  const about = options.path
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw explain(error, about)
    }
  }
  return attempt(() => {
    // Created by us first, so that it never exists with wider permissions (hardening 29).
    closeSync(openSync(options.path, 'a', 0o600))
    chmodSync(options.path, 0o600)
    const settings: Libsql.Options & { encryptionCipher: string; encryptionKey: string } = {
      encryptionCipher: 'aes256cbc',
      encryptionKey: options.keyHex,
      // How long to wait for another process's lock, in milliseconds.
      timeout: 2000,
    }
    const db = new Libsql(options.path, settings)
    try {
      // Exclusive before the first read: one process owns the archive (hardening 31), and no -shm file appears.
      db.exec('PRAGMA locking_mode = EXCLUSIVE')
      db.exec('PRAGMA journal_mode = WAL')
      db.exec(`PRAGMA synchronous = ${options.synchronous}`)
      db.exec('PRAGMA foreign_keys = ON')
      db.exec('PRAGMA temp_store = MEMORY')
      // With twice as much, taking in a portal and the usual search of a million messages are no quicker, the slowest search
      // of two hundred is by a tenth; and every long job fills it.
      db.exec('PRAGMA cache_size = -8000')
      // A page that many small transactions change goes into the database file once for all of them. The cache takes in
      // a whole portal at a time: with half as many checkpoints that is a seventh quicker, for a log of 32 MB at most.
      db.exec(`PRAGMA wal_autocheckpoint = ${options.synchronous === 'NORMAL' ? 8000 : 4000}`)
      db.exec('PRAGMA secure_delete = FAST')
      // Takes the lock now rather than at the first write.
      db.exec('BEGIN EXCLUSIVE; COMMIT')
    } catch (error) {
      db.close()
      throw error
    }
    return wrap(db, attempt)
  })
}

const wrap = (db: Libsql.Database, attempt: <T>(work: () => T) => T): Database => {
  const statements = new Map<string, Libsql.Statement>()
  const prepare = (sql: string): Libsql.Statement => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  let depth = 0
  return {
    run: (sql, params = []) => attempt(() => prepare(sql).run([...params]).changes),
    get: (sql, params = []) =>
      attempt(() => {
        const row: unknown = prepare(sql).get([...params])
        return row === undefined ? undefined : withoutMetadata(row)
      }),
    all: (sql, params = []) => attempt(() => prepare(sql).all([...params]) as readonly Row[]),
    exec: (sql) => {
      attempt(() => db.exec(sql))
    },
    transaction: (work) => {
      if (depth > 0) return work()
      attempt(() => void db.exec('BEGIN IMMEDIATE'))
      depth += 1
      try {
        const value = work()
        attempt(() => void db.exec('COMMIT'))
        return value
      } catch (error) {
        // After a full disk SQLite may have rolled back by itself; then there is nothing left to undo.
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      } finally {
        depth -= 1
      }
    },
    close: () => {
      statements.clear()
      db.close()
    },
  }
}
