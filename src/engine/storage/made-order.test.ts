import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestArchive, type TestArchive } from '../../../test/suites/archive.ts'
import { appId } from '../../core/app.ts'
import { customizationJobId } from '../../core/customizations/views.ts'
import { usualChoices } from '../../core/people/import-row.ts'
import { importId } from '../../core/people/import-views.ts'
import { setupId } from '../../core/people/space-template.ts'
import { mailingId } from '../../core/writing/mailing.ts'
import { openDatabase } from './driver.ts'
import { migrate } from './migrate.ts'
import { journalMigrations } from './migrations/journal.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
})
afterEach(() => test.close())

const noon = 10_000_000
/** What the clock says after it was set back. */
const before = noon - 3_600_000

const mail = async (id: string, now: number): Promise<void> => {
  const which = { id: mailingId.parse(id), now }
  await test.archive.run('mailings.plan', { ...which, body: 'Hello', spaceIds: [], me: 'Ana', date: 'today' })
  await test.archive.run('mailings.start', { ...which, outboxIds: [], undoMs: 0 })
}
const mailed = async () => (await test.archive.run('mailings.list', undefined)).map(({ id }) => id)

const setUp = async (id: string, createdAt: number): Promise<void> => {
  const setup = { id: setupId.parse(id), templateId: null, title: id, createdAt }
  await test.archive.run('setups.plan', { setup, rows: [] })
  await test.archive.run('setups.state', { id: setup.id, state: 'done', problem: null })
}
const setUps = async () => (await test.archive.run('setups.list', undefined)).map(({ id }) => id)

const bring = (id: string, createdAt: number): Promise<void> =>
  test.archive.run('imports.save', {
    job: {
      ...{ id: importId.parse(id), source: 'csv', title: id, choices: usualChoices, state: 'plan' },
      ...{ complete: true, shrunk: false, problem: null, createdAt, endedAt: null },
    },
    ...{ people: [], groups: [] },
  })
const brought = async () => (await test.archive.run('imports.list', undefined)).map(({ id }) => id)

const change = (id: string, createdAt: number): Promise<void> =>
  test.archive.run('customizations.save', {
    job: {
      ...{ id: customizationJobId.parse(id), appId: appId.parse('app-1'), appLabel: 'App', kind: 'edit' },
      ...{ title: id, state: 'running', problem: null, createdAt, endedAt: null },
    },
    changes: [],
  })
const changed = async () => (await test.archive.run('customizations.jobs', undefined)).map(({ id }) => id)

describe('what was made on this computer', () => {
  it.each([
    ['mailings', mail, mailed],
    ['setups', setUp, setUps],
    ['imports', bring, brought],
    ['jobs of customizations', change, changed],
  ] as const)(
    'A1.21: %s are listed as they were made, though the clock was set back',
    async (_, make, list) => {
      await make('b', noon)
      await make('c', noon + 1)
      await make('d', before)
      await make('a', before)
      expect(await list()).toEqual(['a', 'd', 'c', 'b'])
      await test.reopen()
      expect(await list()).toEqual(['a', 'd', 'c', 'b'])
    },
  )

  it.each([
    ['mailings', 200, mail, mailed],
    ['setups', 100, setUp, setUps],
  ] as const)(
    'A1.21: of the %s the oldest goes, not the one made after the clock was set back',
    async (_, kept, make, list) => {
      for (let number = 0; number < kept; number += 1) await make(`m${number}`, noon + number)
      await make('late', before)
      await make('last', before)
      const there = await list()
      expect(there.slice(0, 3)).toEqual(['last', 'late', `m${kept - 1}`])
      expect(there).not.toContain('m0')
      expect(there).toContain('m1')
    },
  )

  it('A1.21: a plan of an import that is made anew is the newest', async () => {
    await bring('a', noon)
    await bring('b', noon)
    await bring('a', before)
    expect(await brought()).toEqual(['a', 'b'])
  })

  it('A1.3 A1.21 what there was before stands by its time, and what comes stands above it', () => {
    const db = openDatabase({ path: `${test.folder}/old.db`, keyHex: test.keyHex, synchronous: 'FULL' })
    try {
      const number = journalMigrations.findIndex(({ name }) => name.endsWith('-made-in-order'))
      migrate(db, journalMigrations.slice(0, number), 'old')
      db.exec(`INSERT INTO mailings (id, body, created_at) VALUES ('a', '', 3), ('b', '', 1), ('c', '', 2);
        INSERT INTO space_setups (id, title, state, created_at) VALUES ('a', '', 'done', 2), ('b', '', 'done', 1)`)
      migrate(db, journalMigrations, 'old')
      expect(db.all('SELECT id, position FROM mailings ORDER BY position')).toEqual([
        { id: 'b', position: 1 },
        { id: 'c', position: 2 },
        { id: 'a', position: 3 },
      ])
      expect(db.all('SELECT id FROM space_setups ORDER BY position')).toEqual([{ id: 'b' }, { id: 'a' }])
    } finally {
      db.close()
    }
  })
})
