import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SpaceAction } from '../../src/core/inbox/shelf.ts'
import { savedView } from '../../src/core/inbox/view.ts'
import { plainFilter } from '../../src/core/inbox/view-rules.ts'
import { type Database, openDatabase } from '../../src/engine/storage/driver.ts'
import { migrate } from '../../src/engine/storage/migrate.ts'
import { journalMigrations } from '../../src/engine/storage/migrations/journal.ts'
import { aFile, aMessage, aSpace, aUser, openTestArchive, sid, type TestArchive, uid } from './archive.ts'

let test: TestArchive
const me = uid('anna')
const now = 10_000

beforeEach(async () => {
  test = await openTestArchive()
  await test.archive.run('users.upsert', {
    users: [aUser('anna', 'staff'), aUser('bo', 'staff'), aUser('carl', 'client')],
  })
  await test.archive.run('spaces.upsert', { spaces: [aSpace('a'), aSpace('b'), aSpace('c')] })
  for (const [index, id] of ['a', 'b', 'c'].entries()) {
    await write(id, `${id}1`, 'carl', 100 + index)
    await test.archive.run('marks.begin', { spaceId: sid(id), me, now: 50 })
  }
})
afterEach(() => test.close())

const write = (space: string, id: string, by: string, at: number) =>
  test.archive.run('messages.upsert', { spaceId: sid(space), messages: [aMessage(space, id, by, at)] })
const act = (spaces: readonly string[], action: SpaceAction) =>
  test.archive.run('shelf.act', { spaceIds: spaces.map(sid), action, now, portalNow: now })
const list = (at = now) => test.archive.run('inbox.list', { me, now: at })
const standings = async (at = now) =>
  Object.fromEntries((await list(at)).map(({ id, standing }) => [id, standing]))

describe('where spaces were put', () => {
  it('I1.2 I1.3 survives a restart', async () => {
    await act(['a'], { kind: 'pin' })
    await act(['b'], { kind: 'done' })
    await act(['c'], { kind: 'snooze', until: null })
    await test.reopen()
    const rows = await list()
    expect(rows.map(({ id, standing, pinned }) => [id, standing, pinned])).toEqual([
      ['a', 'inbox', true],
      ['c', 'snoozed', false],
      ['b', 'done', false],
    ])
    expect(rows.find(({ id }) => id === 'b')?.unread).toBe(0)
  })

  it('I1.2 our own message leaves a space done; a client’s, a colleague’s or a file bring it back', async () => {
    await act(['a', 'b', 'c'], { kind: 'done' })
    await write('a', 'mine', 'anna', 500)
    expect(await standings()).toEqual({ a: 'done', b: 'done', c: 'done' })
    await write('a', 'theirs', 'carl', 600)
    await write('b', 'ours', 'bo', 600)
    await test.archive.run('files.upsert', {
      spaceId: sid('c'),
      files: [aFile('c', 'f', null, { createdAt: 600 })],
    })
    expect(await standings()).toEqual({ a: 'inbox', b: 'inbox', c: 'inbox' })
  })

  it('I1.2 a message that came after what the window showed is neither done nor read', async () => {
    await write('a', 'unseen', 'carl', 500)
    const shown = [
      { spaceId: sid('a'), at: 100 },
      { spaceId: sid('b'), at: 101 },
    ]
    const spaceIds = [sid('a'), sid('b')]
    const action = { kind: 'done' } as const
    await test.archive.run('shelf.act', { spaceIds, action, shown, now, portalNow: now })
    const rows = new Map((await list()).map((row) => [row.id, row]))
    expect(rows.get(sid('a'))).toMatchObject({ standing: 'inbox', unread: 1 })
    expect(rows.get(sid('b'))).toMatchObject({ standing: 'done', unread: 0 })
  })

  it('I1.3 an answer that came after what the window showed ends the snooze', async () => {
    await write('a', 'unseen', 'carl', 500)
    const shown = [{ spaceId: sid('a'), at: 100 }]
    const action = { kind: 'snooze', until: null } as const
    await test.archive.run('shelf.act', { spaceIds: [sid('a')], action, shown, now, portalNow: now })
    expect((await standings())['a']).toBe('inbox')
  })

  it('I1.2 I1.3 whatever comes into a space that was read and is empty brings it back, however wrong our clock is', async () => {
    for (const id of ['d', 'e']) {
      const page = { spaceId: sid(id), messages: [], first: true, short: true, mark: 0, passAt: 300 }
      await test.archive.run('spaces.upsert', { spaces: [aSpace(id)] })
      await test.archive.run('sync.messagesPage', page)
    }
    await act(['d'], { kind: 'done' })
    await act(['e'], { kind: 'snooze', until: null })
    expect(await standings()).toMatchObject({ d: 'done', e: 'snoozed' })
    // By the portal's clock this was before what ours took for now.
    await write('d', 'theirs', 'carl', now - 500)
    await write('e', 'theirs too', 'carl', now - 500)
    expect(await standings()).toMatchObject({ d: 'inbox', e: 'inbox' })
  })

  it('I1.3 a snooze ends by its time or by the client, not by a colleague', async () => {
    await act(['a'], { kind: 'snooze', until: now + 1 })
    await act(['b', 'c'], { kind: 'snooze', until: null })
    await write('b', 'ours', 'bo', 500)
    await write('c', 'theirs', 'carl', 500)
    expect(await standings()).toEqual({ a: 'snoozed', b: 'snoozed', c: 'inbox' })
    expect(await standings(now + 1)).toMatchObject({ a: 'inbox', b: 'snoozed' })
    expect((await list(now + 1))[0]).toMatchObject({ id: 'a', returnedAt: now + 1 })
  })

  it.each<SpaceAction>([
    { kind: 'pin' },
    { kind: 'done' },
    { kind: 'snooze', until: 99_999 },
    { kind: 'read' },
    { kind: 'unread' },
  ])('I1.5 %j on many spaces is undone as one, whatever each was before', async (action) => {
    if (action.kind !== 'read') await act(['a', 'b', 'c'], { kind: 'read' })
    await act(['a'], { kind: 'pin' })
    await act(['b'], { kind: 'snooze', until: null })
    await act(['c'], { kind: 'unread' })
    const before = await list()
    const changes = await act(['a', 'b', 'c', 'gone'], action)
    expect(changes.map(({ before: { spaceId } }) => spaceId).toSorted()).toEqual(['a', 'b', 'c'])
    expect(await list()).not.toEqual(before)
    await test.archive.run('shelf.restore', { changes, portalNow: now })
    expect(await list()).toEqual(before)
  })

  it('I1.5 undoing a pin leaves read what was read since, and done what was called done', async () => {
    const changes = await act(['a', 'b'], { kind: 'pin' })
    await act(['a'], { kind: 'read' })
    await act(['b'], { kind: 'done' })
    await test.archive.run('shelf.restore', { changes, portalNow: now })
    const rows = new Map((await list()).map((row) => [row.id, row]))
    expect(rows.get(sid('a'))).toMatchObject({ pinned: false, unread: 0 })
    expect(rows.get(sid('b'))).toMatchObject({ pinned: false, standing: 'done' })
  })
})

describe('saved views', () => {
  const view = (id: string, name: string) => savedView.parse({ id, name, filter: plainFilter })
  it('I1.8 keep their order, are changed in place, and come back by their id', async () => {
    for (const [id, name] of [
      ['1', 'One'],
      ['2', 'Two'],
    ] as const)
      await test.archive.run('views.save', { view: view(id, name) })
    await test.archive.run('views.save', {
      view: { ...view('1', 'First'), filter: { ...plainFilter, unread: true } },
    })
    await test.reopen()
    const views = await test.archive.run('views.list', undefined)
    expect(views.map(({ name, filter }) => [name, filter.unread])).toEqual([
      ['First', true],
      ['Two', false],
    ])
    await test.archive.run('views.remove', { id: view('1', 'x').id })
    expect(await test.archive.run('views.list', undefined)).toHaveLength(1)
  })
})

describe('the journal’s migrations', () => {
  const upTo = async (name: string, before: string, check: (db: Database) => void): Promise<void> => {
    const db = openDatabase({ path: `${test.folder}/old.db`, keyHex: test.keyHex, synchronous: 'FULL' })
    try {
      const number = journalMigrations.findIndex((each) => each.name.endsWith(name))
      migrate(db, journalMigrations.slice(0, number), 'old')
      db.exec(before)
      migrate(db, journalMigrations, 'old')
      check(db)
    } finally {
      db.close()
    }
  }

  it('A1.3 the inbox’s keeps what was read before it', () =>
    upTo('-inbox', `INSERT INTO space_marks (space_id, read_at, files_seen_at) VALUES ('a', 5, 6)`, (db) => {
      expect(db.get('SELECT read_at FROM space_marks')).toEqual({ read_at: 5 })
      expect(db.all('SELECT * FROM space_shelf')).toEqual([])
    }))

  const waiting = `INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms)
    VALUES ('o', 's', 'text', 'queued', 1, 2)`

  it('A1.3 O1.14 what waited before messages could be scheduled goes as soon as its turn comes', () =>
    upTo('-scheduled', waiting, (db) => {
      expect(db.get('SELECT content, send_at FROM outbox')).toEqual({ content: 'text', send_at: null })
    }))

  it('A1.3 O1.22 what waited before there were mailings belongs to none', () =>
    upTo('-writing', waiting, (db) => {
      db.run(`UPDATE outbox SET state = 'refused'`)
      db.run('DELETE FROM outbox')
      expect(db.all('SELECT * FROM mailing_rows')).toEqual([])
    }))

  const saved = `INSERT INTO saved_fan_outs (id, question, sheet, policy, silent, saved_at)
    VALUES ('f', '{}', '{}', 'skip', 1, 2)`

  it('A1.3 T1.128 the dry runs there were had all been saved by somebody', () =>
    upTo('-left-fan-outs', saved, (db) => {
      expect(db.get('SELECT id, asked, made_from FROM saved_fan_outs')).toEqual({
        ...{ id: 'f', asked: 1, made_from: null },
      })
    }))
})
