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
import type { Message } from '../../core/message.ts'
import { parseSearch } from '../../core/search/parse.ts'
import { openDatabase } from './driver.ts'
import { migrate } from './migrate.ts'
import { cacheMigrations } from './migrations/cache.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
  await test.archive.run('users.upsert', {
    users: [aUser('anna', 'staff'), aUser('carl', 'client')],
    complete: true,
  })
  await test.archive.run('spaces.upsert', { spaces: [aSpace('s', ['anna', 'carl'])] })
})
afterEach(() => test.close())

const me = uid('anna')
const space = sid('s')

const find = async (query: string): Promise<readonly string[]> => {
  const found = await test.archive.run('search.find', {
    query: parseSearch(query, (year, month, day) => Date.UTC(year, month - 1, day)),
    limit: 5_000,
    order: 'newest',
    now: 1_000_000,
    me,
  })
  return found.flatMap(({ hit }) => (hit.kind === 'message' ? [hit.messageId] : []))
}

const many = (count: number, from = 0, author = 'carl'): Message[] =>
  Array.from({ length: count }, (_, index) => {
    const number = from + index
    return aMessage('s', `m${number}`, author, 1_000_000 - number, `harvest ${number % 7}`)
  })

const page = (messages: readonly Message[], first = false) =>
  test.archive.run('sync.messagesPage', {
    spaceId: space,
    messages,
    first,
    short: false,
    mark: Number.MAX_SAFE_INTEGER,
    passAt: 1,
  })

const left = () => test.archive.run('search.catchUp', { limit: 0 })

describe('the words of many messages', () => {
  it('Q1.10: news are indexed with their rows; many at once wait, and a search takes some of them first', async () => {
    await page(many(20), true)
    expect(await left()).toBe(0)
    await page(many(80, 19))
    expect(await left()).toBe(79)
    expect(await find('harvest')).toHaveLength(99)
    expect(await left()).toBe(0)
  })

  it('Q1.10: what waited when the program ended is indexed after it began again', async () => {
    await page(many(60), true)
    expect(await left()).toBe(60)
    await test.reopen()
    expect(await find('harvest')).toHaveLength(60)
    expect(await find('"harvest 3"')).toHaveLength(
      many(60).filter(({ content }) => content.endsWith('3')).length,
    )
  })

  it('Q1.10: the worker comes round to them by itself', async () => {
    await page(many(100), true)
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await find('harvest')).toHaveLength(100)
  })

  it('Q1.10: what changed or went while it waited is found as it is, or not at all', async () => {
    const all = many(60)
    await page(all, true)
    const changed = all.map((one, index) => (index === 5 ? { ...one, content: 'barley' } : one))
    await page(
      changed.filter((_, index) => index !== 10 && index !== 59),
      true,
    )
    expect(await left()).toBeGreaterThan(0)
    expect(await find('barley')).toEqual(['m5'])
    expect(await find('harvest')).not.toContain('m10')
    // The newest number is free again, and given to another message.
    await page([...changed.slice(0, 3), aMessage('s', 'new', 'anna', 999_998, 'rye')])
    expect(await find('rye')).toEqual(['new'])
  })

  it('A1.3, Q1.10: an archive from before has nothing waiting, and knows who wrote where', () => {
    const path = `${test.folder}/old.db`
    const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'NORMAL' })
    try {
      migrate(db, cacheMigrations.slice(0, 3), path)
      db.run(`INSERT INTO spaces (id, name, created_at, updated_at, listed) VALUES ('s', 'S', 1, 1, 1)`)
      for (const [id, side, at] of [
        ['a', 0, 5],
        ['b', 1, 7],
        ['c', 0, 3],
      ] as const) {
        db.run(
          `INSERT INTO messages (id, space, user_id, content, created_at, side, listed) VALUES (?, 1, ?, '', ?, ?, 1)`,
          [id, `u${side}`, at, side],
        )
      }
      migrate(db, cacheMigrations, path)
      expect(db.get(`SELECT value FROM facts WHERE name = 'message-words-to'`)).toEqual({ value: 3 })
      expect(db.get('SELECT clients_newest_at, our_newest_at FROM spaces')).toEqual({
        clients_newest_at: 5,
        our_newest_at: 7,
      })
      expect(db.all('SELECT user_id, space FROM space_authors ORDER BY user_id')).toEqual([
        { user_id: 'u0', space: 1 },
        { user_id: 'u1', space: 1 },
      ])
    } finally {
      db.close()
    }
  })
})

describe('the ids of many messages', () => {
  const settle = async () => {
    while ((await test.archive.run('messages.settle', { limit: 7 })) > 0) continue
  }
  const ids = async (spaceId = space) =>
    (await test.archive.run('messages.all', { spaceId })).map(({ id, createdAt }) => `${id} ${createdAt}`)

  it('A1.19: a message is found by its id before and after ids are indexed, and stored once', async () => {
    const all = many(60)
    const around = async (number: number) =>
      (
        await test.archive.run('messages.around', {
          ...{ spaceId: space, messageId: aMessage('s', `m${number}`, 'carl', 1, '').id, limit: 3, me },
        })
      )?.messages.map(({ id }) => id)
    const check = async () => {
      expect(await around(30)).toEqual(['m31', 'm30', 'm29'])
      await test.archive.run('messages.upsert', { spaceId: space, messages: all.slice(20, 50) })
      expect(await ids()).toHaveLength(60)
    }
    await page(all.slice(0, 31), true)
    await page(all.slice(30))
    await check()
    await settle()
    await check()
    await page(all.slice(0, 31), true)
    await check()
  })

  it('A1.19: of what was moved meanwhile the later reading stays, and it counts once', async () => {
    await test.archive.run('spaces.upsert', { spaces: [aSpace('t', ['anna', 'carl'])] })
    const there = sid('t')
    await page(many(40), true)
    const moved = many(40).map((one, index) => ({ ...one, spaceId: there, createdAt: 500_000 - index }))
    await test.archive.run('sync.messagesPage', {
      ...{ spaceId: there, messages: moved, first: true, short: false, mark: 0, passAt: 1 },
    })
    await settle()
    expect(await ids()).toEqual([])
    expect(await ids(there)).toHaveLength(40)
    const counted = await test.archive.run('inbox.list', { me, now: 0 })
    expect(counted.map(({ id, newest }) => [id, newest?.at ?? null])).toEqual(
      expect.arrayContaining([
        ['s', null],
        ['t', 500_000],
      ]),
    )
    expect(await find('harvest')).toHaveLength(40)
  })

  it('A1.19: one of few that is stored elsewhere is moved at once', async () => {
    const all = many(30)
    await page(all, true)
    const [first] = all
    if (first === undefined) throw new Error('There are 30')
    await page([{ ...first, createdAt: 2_000_000 }], true)
    expect((await ids()).filter((one) => one.startsWith('m0 '))).toEqual(['m0 2000000'])
  })

  it('A1.3, A1.19: an archive from before keeps its messages, each findable by its id', async () => {
    const db = openDatabase({ path: `${test.folder}/old.db`, keyHex: test.keyHex, synchronous: 'NORMAL' })
    try {
      migrate(db, cacheMigrations.slice(0, 4), 'old.db')
      db.exec(
        `INSERT INTO spaces (number, id, name, created_at, updated_at, listed) VALUES (1, 's', 'S', 1, 1, 1)`,
      )
      for (const number of [3, 8])
        db.run('INSERT INTO messages VALUES (?, ?, 1, ?, ?, ?, 0, 1)', [
          number,
          `m${number}`,
          'u',
          'Text',
          number,
        ])
      migrate(db, cacheMigrations, 'old.db')
      expect(db.all('SELECT number, id, settled FROM messages WHERE id = ? AND settled = 1', ['m8'])).toEqual(
        [{ number: 8, id: 'm8', settled: 1 }],
      )
      expect(db.get(`SELECT value FROM facts WHERE name = 'message-ids-to'`)).toEqual({ value: 8 })
      expect(db.all('PRAGMA foreign_key_check')).toEqual([])
      db.run('DELETE FROM spaces')
      expect(db.get('SELECT count(*) AS left FROM messages')).toEqual({ left: 0 })
    } finally {
      db.close()
    }
  })
})

describe('pages that come together', () => {
  it('S1.14: are stored like pages that come one by one; one that fails takes no other with it', async () => {
    const all = many(500)
    const pages = Array.from({ length: 10 }, (_, index) => all.slice(index * 50, index * 50 + 51))
    const broken = [{ ...aMessage('s', 'x', 'carl', 1), content: { not: 'text' } as unknown as string }]
    const outcomes = await Promise.allSettled([
      ...pages.slice(0, 5).map((messages, index) => page(messages, index === 0)),
      page(broken),
      ...pages.slice(5).map((messages) => page(messages)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(
      [...Array(11).keys()].map((index) => (index === 5 ? 'rejected' : 'fulfilled')),
    )
    const stored = await test.archive.run('messages.all', { spaceId: space })
    expect(stored.map(({ id }) => id)).toEqual(all.map(({ id }) => id).reverse())
  })

  it('A1.7: whose turn it is follows pages from the newest to the oldest', async () => {
    const ours = many(40, 0, 'anna')
    const theirs = many(40, 40)
    const waiting = async () => {
      const [shown] = await test.archive.run('inbox.list', { me, now: 0 })
      return shown?.waiting
    }
    await page(ours.slice(0, 20), true)
    expect(await waiting()).toMatchObject({ since: ours[19]?.createdAt })
    await page([...ours.slice(19), ...theirs.slice(0, 5)])
    expect(await waiting()).toMatchObject({ since: ours[39]?.createdAt })
    await page(theirs.slice(4))
    expect(await waiting()).toMatchObject({ since: ours[39]?.createdAt })
    await test.archive.run('users.upsert', { users: [aUser('carl', 'staff')] })
    expect(await waiting()).toMatchObject({ since: theirs[39]?.createdAt })
  })
})
