import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  aMessage,
  aSpace,
  aUser,
  openTestArchive,
  sid,
  type TestArchive,
  uid,
} from '../../../test/suites/archive.ts'
import type { Message, MessageId } from '../../core/message.ts'
import { outboxId } from '../../core/outbox/outgoing.ts'
import { parseSearch } from '../../core/search/parse.ts'
import { openDatabase } from './driver.ts'
import { migrate } from './migrate.ts'
import { cacheMigrations } from './migrations/cache.ts'

let test: TestArchive
const me = uid('anna')
const spaceId = sid('s')
const now = 1_000_000
const day = 24 * 3_600_000

const carl = aMessage('s', 'm3', 'carl', 300, 'the harvest is late')
const all: readonly Message[] = [
  aMessage('s', 'm4', 'anna', 400, 'so it is'),
  carl,
  aMessage('s', 'm2', 'anna', 200, 'any news'),
  aMessage('s', 'm1', 'carl', 100, 'hello'),
]

beforeEach(async () => {
  test = await openTestArchive()
  await test.archive.run('users.upsert', { users: [aUser('anna', 'staff'), aUser('carl', 'client')] })
  await test.archive.run('spaces.upsert', { spaces: [aSpace('s')] })
  await listed(all)
  await test.archive.run('marks.read', { spaceId, upTo: 250, now })
})
afterEach(() => test.close())

const markNow = async () => (await test.archive.run('sync.mark', undefined)).messages

/** A page of the listing as sync stores it. */
const listed = async (
  messages: readonly Message[],
  { first = true, short = true, mark }: { first?: boolean; short?: boolean; mark?: number } = {},
) => {
  const page = { spaceId, messages, first, short, passAt: now, mark: mark ?? (await markNow()) }
  return test.archive.run('sync.messagesPage', page)
}

const remove = (message: Message, at = now) =>
  test.archive.run('removals.add', { message, askedBy: me, undoMs: 0, now: at })
const undo = (id: MessageId) => test.archive.run('removals.undo', { id })
const gone = (id: MessageId, at = now) => test.archive.run('removals.gone', { id, now: at })

const shown = async (): Promise<readonly string[]> => {
  const page = await test.archive.run('messages.page', { spaceId, before: null, limit: 500, me })
  return page.messages.map(({ id }) => id)
}

/** Everything that speaks of the space's messages. */
const everywhere = async () => ({
  page: await shown(),
  found: await test.archive.run('search.find', {
    ...{ query: parseSearch('harvest', (year) => year), limit: 9, order: 'newest', now, me },
  }),
  inbox: await test.archive.run('inbox.list', { me, now }),
  detail: await test.archive.run('spaces.detail', { spaceId }),
  activity: await test.archive.run('spaces.activity', { spaceId, limit: 9 }),
  exported: await test.archive.run('messages.all', { spaceId }),
})

describe('a message whose deletion is pending', () => {
  it('O1.34 is nowhere to be seen, and back where it was when that is undone', async () => {
    const before = await everywhere()
    expect(before.inbox[0]).toMatchObject({ unread: 1 })
    expect(before.found).toHaveLength(1)
    await remove(carl)
    const during = await everywhere()
    expect(during.page).toEqual(['m1', 'm2', 'm4'])
    expect(during.found).toEqual([])
    expect(during.inbox[0]).toMatchObject({ unread: 0 })
    expect(during.detail?.messageCount).toBe(3)
    expect(JSON.stringify([during.activity, during.exported])).not.toContain('harvest')
    expect(await undo(carl.id)).toBe(spaceId)
    expect(await everywhere()).toEqual(before)
  })

  it('O1.34 the newest one takes the preview and whose turn it is along', async () => {
    const [newest] = all
    if (newest === undefined) throw new Error('no message')
    const before = await everywhere()
    await remove(newest)
    expect((await everywhere()).inbox[0]).toMatchObject({
      newest: { text: 'the harvest is late', mine: false },
      waiting: { on: 'us' },
    })
    await undo(newest.id)
    expect(await everywhere()).toEqual(before)
  })

  it('O1.38 stays aside when sync reads it, and counts as known, so that no gap is torn', async () => {
    await remove(carl)
    const fresh = aMessage('s', 'm5', 'carl', 500)
    expect(await listed([fresh, ...all.slice(0, 2)], { short: false })).toMatchObject({
      ...{ added: 1, connected: true, gaps: 0 },
    })
    expect(await shown()).toEqual(['m1', 'm2', 'm4', 'm5'])
    await undo(carl.id)
    expect(await shown()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('O1.38 in a cache that was lost it is put aside again, and proves nothing about its neighbours', async () => {
    await remove(carl)
    await test.archive.close()
    truncateSync(test.cachePath, 100)
    await test.reopen()
    expect(await listed(all.slice(0, 2), { short: false })).toMatchObject({ added: 1, gaps: 1 })
    expect(await shown()).toEqual(['m4'])
    await undo(carl.id)
    expect(await shown()).toEqual(['m3', 'm4'])
  })

  it('O1.38 somebody else’s deletion of it is seen by a page and by a sweep', async () => {
    const without = all.filter(({ id }) => id !== carl.id)
    for (const look of ['page', 'sweep'] as const) {
      await listed(all)
      await remove(carl)
      // Numbers of rows tell what was there before a listing was asked for.
      await listed([aMessage('s', `after-${look}`, 'carl', 500 + look.length), ...all])
      const mark = await markNow()
      if (look === 'page') await listed(without, { mark })
      else {
        const ids = without.map(({ id }) => id)
        await test.archive.run('sync.messagesSwept', { spaceId, ids, mark, at: now })
      }
      await undo(carl.id)
      expect(await shown()).not.toContain('m3')
    }
  })

  it('O1.38 S1.5 the newest one put aside is judged by the next page, what is sent then is not', async () => {
    const [newest, ...others] = all
    if (newest === undefined) throw new Error('no message')
    await remove(newest)
    const mark = await markNow()
    const sent = aMessage('s', 'm6', 'anna', 350, 'sent meanwhile')
    await test.archive.run('messages.upsert', { spaceId, messages: [sent] })
    await listed(others, { mark })
    await undo(newest.id)
    expect(await shown()).toEqual(['m1', 'm2', 'm3', 'm6'])
  })

  it('O1.38 a page that was asked for before it was put aside does not judge it', async () => {
    const mark = await markNow()
    const later = aMessage('s', 'm9', 'anna', 250, 'just sent')
    await test.archive.run('messages.upsert', { spaceId, messages: [later] })
    await remove(later)
    await listed(all, { mark })
    await undo(later.id)
    expect(await shown()).toContain('m9')
  })

  it('O1.38 a late page does not bring back what is gone; a day later the portal is believed', async () => {
    await remove(carl)
    await gone(carl.id)
    await listed(all)
    expect(await shown()).not.toContain('m3')
    await remove(aMessage('s', 'm1', 'carl', 100, 'hello'), now + day + 1)
    await listed(all)
    expect(await shown()).toEqual(['m2', 'm3', 'm4'])
  })

  it('O1.38 what the outbox brings again stays out of sight', async () => {
    await remove(carl)
    await test.archive.run('messages.upsert', { spaceId, messages: [carl] })
    expect(await shown()).not.toContain('m3')
    await gone(carl.id)
    await test.archive.run('messages.upsert', { spaceId, messages: [carl] })
    expect(await shown()).not.toContain('m3')
  })

  it('O1.7 O1.38 its text is known to the search for an equal one', async () => {
    const own = aMessage('s', 'm2', 'anna', 200, 'any news')
    await remove(own)
    const id = outboxId.parse('again')
    await test.archive.run('outbox.add', { id, spaceId, content: 'any news', undoMs: 0, now })
    await test.archive.run('outbox.intend', { id, me, portalNow: 450, seen: [] })
    await test.archive.run('outbox.move', { id, from: 'sending', to: 'unsure', problem: null })
    const { doubts } = await test.archive.run('outbox.doubts', { spaceId })
    expect(doubts[0]?.known.has(own.id)).toBe(true)
  })

  it('S1.9 keeps its space from being erased', async () => {
    await remove(carl)
    for (const complete of [1, 2]) await test.archive.run('spaces.upsert', { spaces: [], complete })
    await undo(carl.id)
    expect(await shown()).toContain('m3')
  })

  it('O1.35 one that a program left under way is still to be done, and can’t be undone', async () => {
    await remove(carl)
    expect(await test.archive.run('removals.intend', { id: carl.id })).toBe(true)
    await test.reopen()
    expect(await test.archive.run('removals.rows', undefined)).toMatchObject([{ id: 'm3', state: 'sending' }])
    expect(await undo(carl.id)).toBe(undefined)
    await test.archive.run('removals.wait', { id: carl.id, untouched: false, problem: null })
    expect(await undo(carl.id)).toBe(undefined)
    expect(await shown()).not.toContain('m3')
  })
})

describe('deletions after a crash or damage', () => {
  it('O1.34 a crash between the two databases is made good at the start', async () => {
    const journal = async (sql: string): Promise<void> => {
      await test.archive.close()
      const db = openDatabase({ path: test.journalPath, keyHex: test.keyHex, synchronous: 'FULL' })
      db.exec(sql)
      db.close()
      await test.reopen()
      await test.archive.run('removals.settle', undefined)
    }
    await journal(
      `INSERT INTO message_removals (message_id, space_id, asked_by, state, asked_at, undo_ms, user_id, written_at, beginning)
       VALUES ('m3', 's', 'anna', 'waiting', 1, 0, 'carl', 300, '')`,
    )
    expect(await shown()).toEqual(['m1', 'm2', 'm4'])
    await journal('DELETE FROM message_removals')
    expect(await shown()).toEqual(['m1', 'm2', 'm3', 'm4'])
  })

  it('A1.15 a journal that is damaged elsewhere gives its deletions to the new one', async () => {
    await remove(carl)
    await test.archive.run('drafts.save', { spaceId, content: 'x', now })
    await test.archive.close()
    const db = openDatabase({ path: test.journalPath, keyHex: test.keyHex, synchronous: 'FULL' })
    db.exec(`UPDATE drafts SET content = CAST(x'62ff6200' AS TEXT)`)
    db.close()
    await test.reopen()
    expect((await test.archive.run('care.notes', undefined))[0]).toMatchObject({ damaged: 'journal' })
    expect(await test.archive.run('removals.rows', undefined)).toMatchObject([{ id: 'm3', state: 'waiting' }])
  })

  it('O1.39 one out of an older copy is not sent: its message is back, and the person decides', async () => {
    await remove(carl)
    await test.archive.close()
    writeFileSync(join(test.folder, 'archive.standing'), 'open')
    await test.reopen()
    await test.archive.run('removals.settle', undefined)
    expect(await test.archive.run('removals.rows', undefined)).toMatchObject([
      { id: 'm3', state: 'refused', problem: { code: 'from-copy' } },
    ])
    expect(await test.archive.run('removals.intend', { id: carl.id })).toBe(false)
    // The cache of such an archive is read anew.
    await listed(all)
    expect(await shown()).toContain('m3')
  })

  it.each(cacheMigrations.map(({ version }) => version).filter((version) => version < 7))(
    'A1.3 O1.38 a message of a cache of version %i can be put aside in the newest',
    (version) => {
      const path = join(test.folder, `old-${version}.db`)
      const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
      try {
        migrate(db, cacheMigrations.slice(0, version), path)
        db.run(`INSERT INTO spaces (id, name, created_at, updated_at, listed) VALUES ('s', 'S', 1, 1, 1)`)
        migrate(db, cacheMigrations, path)
        db.run(
          `INSERT INTO messages_aside (id, space, user_id, content, created_at, listed, number) VALUES ('m', 1, 'u', 'x', 1, 1, 1)`,
        )
        db.run('DELETE FROM spaces')
        expect(db.all('SELECT id FROM messages_aside')).toEqual([])
      } finally {
        db.close()
      }
    },
  )
})
