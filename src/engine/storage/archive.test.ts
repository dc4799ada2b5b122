import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  aFile,
  aMessage,
  aSpace,
  aUser,
  openTestArchive,
  sid,
  type TestArchive,
  uid,
  workerUrl,
} from '../../../test/suites/archive.ts'
import { FailureError } from '../../core/failure.ts'
import { openArchive, startStorageWorker } from './client.ts'
import { openDatabase } from './driver.ts'
import { migrate } from './migrate.ts'
import { cacheMigrations } from './migrations/cache.ts'
import { journalMigrations } from './migrations/journal.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
})
afterEach(() => test.close())

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'none'
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code
    throw error
  }
}

const canary = 'Hippopotamus-Canary'

describe('the archive on disk', () => {
  it('A1.1: its bytes hold nothing of what was stored, neither while it is open nor afterwards', async () => {
    await test.archive.run('users.upsert', { users: [aUser('u', 'client', { firstName: canary })] })
    await test.archive.run('spaces.upsert', { spaces: [{ ...aSpace('s'), name: canary }] })
    await test.archive.run('messages.upsert', {
      spaceId: sid('s'),
      messages: [aMessage('s', 'm', 'u', 1, canary)],
    })
    await test.archive.run('files.upsert', {
      spaceId: sid('s'),
      files: [aFile('s', 'f', null, { name: canary })],
    })
    await test.archive.run('drafts.save', { spaceId: sid('s'), content: canary, now: 1 })
    const search = async (): Promise<string[]> => {
      const found: string[] = []
      for (const name of await readdir(test.folder)) {
        const path = join(test.folder, name)
        const bytes = (await readFile(path)).toString('latin1').toLowerCase()
        if (bytes.includes(canary.toLowerCase()) || bytes.includes('hippopotamus')) found.push(name)
        expect((await stat(path)).mode & 0o077).toBe(0)
      }
      return found
    }
    expect(await search()).toEqual([])
    await test.archive.close()
    expect(await search()).toEqual([])
    await test.reopen()
    expect(await test.archive.run('messages.all', { spaceId: sid('s') })).toHaveLength(1)
  })

  it('A1.1: does not open with another key, and is left as it was', async () => {
    await test.archive.run('spaces.upsert', { spaces: [aSpace('s')] })
    await test.archive.close()
    const before = await readFile(test.cachePath)
    const other = {
      cachePath: test.cachePath,
      journalPath: test.journalPath,
      keyHex: randomBytes(32).toString('hex'),
    }
    expect(await codeOf(openArchive(other, startStorageWorker(workerUrl)))).toBe('archive-key-missing')
    expect((await readFile(test.cachePath)).equals(before)).toBe(true)
    await test.reopen()
    expect(await test.archive.run('spaces.name', { spaceId: sid('s') })).toBe('s')
  })

  it('A1.3: a database of a newer version is refused and not touched', () => {
    const path = join(test.folder, 'newer.db')
    const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
    try {
      db.exec('PRAGMA user_version = 999')
      expect(() => migrate(db, cacheMigrations, path)).toThrow(FailureError)
      expect(db.get('PRAGMA user_version')).toEqual({ user_version: 999 })
      expect(db.all('SELECT name FROM sqlite_schema')).toEqual([])
    } finally {
      db.close()
    }
  })

  it('A1.2: one process owns it: a second opening says so', async () => {
    const files = { cachePath: test.cachePath, journalPath: test.journalPath, keyHex: test.keyHex }
    expect(await codeOf(openArchive(files, startStorageWorker(workerUrl)))).toBe('archive-busy')
  })
})

describe('migrations', () => {
  it.each([
    ['cache', cacheMigrations],
    ['journal', journalMigrations],
  ])(
    'A1.3: those of the %s count from 1 without gaps, run one by one, and a second run changes nothing',
    (name, all) => {
      expect(all.map(({ version }) => version)).toEqual(all.map((_, index) => index + 1))
      const path = join(test.folder, `${name}-migrations.db`)
      const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
      try {
        for (let upTo = 1; upTo <= all.length; upTo += 1) {
          migrate(db, all.slice(0, upTo), path)
          expect(db.get('PRAGMA user_version')).toEqual({ user_version: upTo })
        }
        const schema = db.all('SELECT name, sql FROM sqlite_schema ORDER BY name')
        migrate(db, all, path)
        expect(db.all('SELECT name, sql FROM sqlite_schema ORDER BY name')).toEqual(schema)
        const loose = db.all(
          `SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'
           AND name NOT LIKE '%\\_words\\_%' ESCAPE '\\'`,
        )
        expect(loose).toEqual([])
        expect(db.all('PRAGMA foreign_key_check')).toEqual([])
      } finally {
        db.close()
      }
    },
  )

  it('A1.3: a step that fails leaves the database at the step before', () => {
    const path = join(test.folder, 'failing.db')
    const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
    try {
      const failing = {
        version: 2,
        name: 'failing',
        up: () => {
          db.exec('CREATE TABLE half (a TEXT) STRICT')
          throw new Error('half way')
        },
      }
      expect(() => migrate(db, [...cacheMigrations.slice(0, 1), failing], path)).toThrow('half way')
      expect(db.get('PRAGMA user_version')).toEqual({ user_version: 1 })
      expect(db.all(`SELECT name FROM sqlite_schema WHERE name = 'half'`)).toEqual([])
    } finally {
      db.close()
    }
  })
})

describe('the words of an archive from before search.md', () => {
  it('A1.3, Q1.1: are indexed anew, each message and file once', () => {
    const path = join(test.folder, 'old.db')
    const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
    try {
      migrate(db, cacheMigrations.slice(0, 1), path)
      db.run(`INSERT INTO spaces (id, name, created_at, updated_at, listed) VALUES ('s', 'S', 1, 1, 1)`)
      for (let index = 0; index < 2_500; index += 1) {
        db.run(
          `INSERT INTO messages (id, space, user_id, content, created_at, side, listed) VALUES (?, 1, 'u', ?, ?, 0, 1)`,
          [`m${index}`, `harvest ${index % 10}`, Date.UTC(2026, 0, 1) + (index % 7) * 86_400_000],
        )
      }
      db.run(
        `INSERT INTO files (id, space, name, sort_name, size, is_folder, created_at) VALUES ('f', 1, 'harvest.pdf', '', 1, 0, 5)`,
      )
      migrate(db, cacheMigrations, path)
      const count = (words: string, expression: string): unknown =>
        db.get(`SELECT count(*) AS found FROM ${words} WHERE ${words} MATCH ?`, [expression])?.['found']
      expect(count('message_words', 'harvest')).toBe(2_500)
      expect(count('message_words', '"harvest 3"')).toBe(250)
      expect(count('file_words', 'harvest')).toBe(1)
    } finally {
      db.close()
    }
  })
})

describe('"as of" of a space’s messages', () => {
  const asOf = async (space: string): Promise<unknown> =>
    (await test.archive.run('spaces.detail', { spaceId: sid(space) }))?.messagesAsOf

  it('S1.8: is when the newest page was asked for, however much later a gap below it is closed', async () => {
    await test.archive.run('spaces.upsert', { spaces: [aSpace('gap')] })
    const all = Array.from({ length: 6 }, (_, index) => aMessage('gap', `g${index}`, 'carl', 9_000 - index))
    const page = (messages: typeof all, at: { first: boolean; short: boolean; passAt: number }) =>
      test.archive.run('sync.messagesPage', {
        ...{ spaceId: sid('gap'), messages, mark: Number.MAX_SAFE_INTEGER },
        ...at,
      })
    await page(all.slice(0, 3), { first: true, short: false, passAt: 10_000 })
    expect(await asOf('gap')).toBeNull()
    expect(await page(all.slice(2), { first: false, short: true, passAt: 20_000 })).toMatchObject({ gaps: 0 })
    expect(await asOf('gap')).toBe(10_000)
    await page(all.slice(0, 3), { first: true, short: false, passAt: 30_000 })
    expect(await asOf('gap')).toBe(30_000)
  })

  it('A1.3: of an older archive stays as it was', () => {
    const path = join(test.folder, 'as-of.db')
    const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
    try {
      migrate(db, cacheMigrations.slice(0, 5), path)
      db.run(
        `INSERT INTO spaces (id, name, created_at, updated_at, listed, messages_as_of) VALUES ('s', 'S', 1, 1, 1, 77)`,
      )
      migrate(db, cacheMigrations, path)
      expect(db.all('SELECT messages_as_of, messages_top_at FROM spaces')).toEqual([
        { messages_as_of: 77, messages_top_at: null },
      ])
    } finally {
      db.close()
    }
  })
})

describe('the two databases', () => {
  it('A1.1: marks lie in the journal, so a cache read anew keeps what was read', async () => {
    const me = uid('me')
    await test.archive.run('marks.begin', { spaceId: sid('s'), me, now: 1000 })
    await test.archive.run('marks.read', { spaceId: sid('s'), upTo: 5000, now: 1000 })
    await test.archive.close()
    const fresh = {
      cachePath: join(test.folder, 'fresh.db'),
      journalPath: test.journalPath,
      keyHex: test.keyHex,
    }
    const archive = await openArchive(fresh, startStorageWorker(workerUrl))
    await archive.run('spaces.upsert', { spaces: [aSpace('s')] })
    await archive.run('messages.upsert', {
      spaceId: sid('s'),
      messages: [aMessage('s', 'a', 'x', 4000), aMessage('s', 'b', 'x', 6000)],
    })
    expect((await archive.run('inbox.list', { me, now: 0 }))[0]?.unread).toBe(1)
    await archive.close()
    await test.reopen()
  })
})
