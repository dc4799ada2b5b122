import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSpace, openTestArchive, sid, type TestArchive } from '../../../../test/suites/archive.ts'
import type { AppId } from '../../../core/app.ts'
import type { CustomizationJobId } from '../../../core/customizations/views.ts'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import type { UserId } from '../../../core/person.ts'
import { openDatabase } from '../driver.ts'
import { migrate } from '../migrate.ts'
import { journalMigrations } from '../migrations/journal.ts'
import type { StoredJob } from '../tables/customizations.ts'
import { copiesOf, copyIfDue, freeReserve, keepReserve } from './copies.ts'
import { closeWithCare, openWithCare } from './open.ts'
import { placesOf } from './places.ts'
import { release } from './release.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
})
afterEach(() => test.close())

const add = (id: string, content = id): Promise<void> =>
  test.archive.run('outbox.add', { id: id as OutboxId, spaceId: sid('s'), content, undoMs: 0, now: 1 })

const waiting = async (): Promise<readonly (readonly [string, string, boolean])[]> =>
  (await test.archive.run('outbox.rows', undefined)).map(({ id, content, asks }) => [id, content, asks])

/** Closes, changes the files, and opens again. */
const after = async (damage: () => void): Promise<void> => {
  await test.archive.close()
  damage()
  await test.reopen()
}

describe('an archive that was damaged', () => {
  it('A1.15: a cache that can’t be read is set aside; what only this computer has stays', async () => {
    await test.archive.run('spaces.upsert', { spaces: [aSpace('s')] })
    await add('a')
    await after(() => truncateSync(test.cachePath, 100))
    expect(await test.archive.run('spaces.name', { spaceId: sid('s') })).toBe(null)
    expect(await waiting()).toEqual([['a', 'a', false]])
    const [note] = await test.archive.run('care.notes', undefined)
    expect(note).toMatchObject({ damaged: 'cache', transfersLost: false })
    expect(readdirSync(join(test.folder, 'aside', note?.aside ?? ''))).toContain('cache.db')
    await test.archive.run('care.read', undefined)
    expect(await test.archive.run('care.notes', undefined)).toEqual([])
  })

  it('A1.14: a message whose text was damaged is never sent; the others and the drafts are rescued', async () => {
    await add('a')
    await add('b', 'b'.repeat(200))
    await test.archive.run('drafts.save', { spaceId: sid('s'), content: 'A draft', now: 1 })
    await test.archive.close()
    const db = openDatabase({ path: test.journalPath, keyHex: test.keyHex, synchronous: 'FULL' })
    db.exec(`UPDATE outbox SET content = CAST(x'62ff6200' AS TEXT) WHERE id = 'b'`)
    db.close()
    await release()
    await test.reopen()
    expect(await waiting()).toEqual([['a', 'a', false]])
    expect(await test.archive.run('drafts.get', { spaceId: sid('s'), now: 1 })).toBe('A draft')
    expect((await test.archive.run('care.notes', undefined))[0]).toMatchObject({
      damaged: 'journal',
      messages: 1,
      drafts: 1,
    })
  })

  it('A1.15, A1.16, O1.9: a journal that is gone comes back from its daily copy, and its messages ask first', async () => {
    await add('a')
    await test.archive.close()
    const opened = await openWithCare({ ...test }, 1_000)
    copyIfDue(opened, 1_000)
    copyIfDue(opened, 2_000)
    expect(copiesOf(opened.places)).toHaveLength(1)
    closeWithCare(opened)
    await release()
    truncateSync(test.journalPath, 0)
    await test.reopen()
    expect(await waiting()).toEqual([['a', 'a', true]])
  })

  it('A1.14: closing notes its end where nothing can be written any more', async () => {
    await add('kept')
    // A file of this name is how anything would be written; a folder refuses it as a full disk does.
    mkdirSync(join(test.folder, 'archive.standing.new'))
    await after(() => {
      expect(existsSync(join(test.folder, 'archive.standing'))).toBe(false)
      rmSync(join(test.folder, 'archive.standing.new'), { recursive: true })
    })
    expect((await waiting()).map(([id]) => id)).toEqual(['kept'])
  })

  it('C1.22: a job of an older copy stands still, and its changes are there', async () => {
    const job: StoredJob = {
      ...{ id: 'job' as CustomizationJobId, appId: 'app' as AppId, appLabel: 'Payroll', kind: 'bulk' },
      ...{ title: 'a.csv', state: 'running', problem: null, createdAt: 1, endedAt: null },
    }
    const userId = 'u' as UserId
    const change = {
      line: 2,
      email: 'a@x.example',
      kind: 'set',
      userId,
      before: null,
      after: { a: 1 },
    } as const
    await test.archive.run('customizations.save', { job, changes: [change] })
    await after(() => writeFileSync(join(test.folder, 'archive.standing'), 'open'))
    expect(await test.archive.run('customizations.jobs', undefined)).toMatchObject([{ state: 'paused' }])
    expect(
      await test.archive.run('customizations.open', { jobId: job.id, after: -1, limit: 9 }),
    ).toHaveLength(1)
  })

  it('A1.14: a WAL that is lost after an ending in the middle makes its messages ask', async () => {
    await add('a')
    await after(() => writeFileSync(join(test.folder, 'archive.standing'), 'open'))
    expect(await waiting()).toEqual([['a', 'a', true]])
  })

  it('A1.14: an archive that only was not closed opens as it was', async () => {
    await add('a')
    await after(() => writeFileSync(join(test.folder, 'archive.standing'), 'closing'))
    expect(await waiting()).toEqual([['a', 'a', false]])
    expect(await test.archive.run('care.notes', undefined)).toEqual([])
    expect(existsSync(join(test.folder, 'aside'))).toBe(false)
  })

  it('A1.15: a crash while a rescued journal takes its place is finished at the next opening', async () => {
    await add('a')
    await after(() => {
      const { repair, standing } = placesOf(test)
      writeFileSync(standing, 'replacing')
      rmSync(repair, { recursive: true, force: true })
      renameSync(test.journalPath, join(test.folder, 'moved'))
      // The repaired journal lies whole in its folder.
      rmSync(repair, { recursive: true, force: true })
      mkdirSync(repair)
      renameSync(join(test.folder, 'moved'), join(repair, 'journal.db'))
    })
    expect(await waiting()).toEqual([['a', 'a', false]])
  })
})

describe('care before anything happens', () => {
  it('A1.17: a reserve is there to be freed, once', () => {
    const places = placesOf(test)
    keepReserve(places)
    expect(readFileSync(places.reserve).length).toBe(4 * 1024 * 1024)
    expect(freeReserve(places)).toBe(true)
    expect(freeReserve(places)).toBe(false)
  })

  it.each(journalMigrations.map(({ version }) => version))(
    'A1.3: what waited in a journal of version %i is there in the newest',
    (version) => {
      const path = join(test.folder, `old-${version}.db`)
      const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
      try {
        migrate(db, journalMigrations.slice(0, version), path)
        db.exec(`
          INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms) VALUES ('a', 's', 'Hallo', 'queued', 1, 0);
          INSERT INTO outbox_claims VALUES ('m', 'b', 's', 1);
          INSERT INTO drafts VALUES ('s', 'Entwurf', 1);`)
        if (version >= 3)
          db.exec(`INSERT INTO space_marks (space_id, read_at, files_seen_at) VALUES ('s', 5, 6)`)
        migrate(db, journalMigrations, path)
        expect(db.get('SELECT id, content, state, sends FROM outbox')).toEqual({
          ...{ id: 'a', content: 'Hallo', state: 'queued', sends: 0 },
        })
        expect(db.all('SELECT message_id FROM outbox_claims')).toEqual([{ message_id: 'm' }])
        expect(db.get('SELECT content FROM drafts')).toEqual({ content: 'Entwurf' })
        if (version >= 3)
          expect(db.get('SELECT read_at, unread FROM space_marks')).toEqual({ read_at: 5, unread: 0 })
      } finally {
        db.close()
      }
    },
  )
})
