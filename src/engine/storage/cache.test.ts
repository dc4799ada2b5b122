import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  aFile,
  aFolder,
  aGroup,
  aMessage,
  aSpace,
  aUser,
  openTestArchive,
  sid,
  type TestArchive,
  uid,
} from '../../../test/suites/archive.ts'
import type { FileId } from '../../core/file.ts'
import { parseSearch } from '../../core/search/parse.ts'
import type { SearchOrder } from '../../core/search/ranked.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
  await test.archive.run('users.upsert', {
    users: [
      aUser('anna', 'staff', { firstName: 'Anna', lastName: 'Müller' }),
      aUser('carl', 'client', { firstName: 'Carl', lastName: 'Ode' }),
      aUser('gina', 'guest'),
    ],
    complete: true,
  })
  await test.archive.run('groups.replace', { groups: [aGroup('clients', ['carl', 'gina'])], builtIn: [] })
  await test.archive.run('spaces.upsert', {
    spaces: [aSpace('harbour', ['anna', 'carl'], ['clients']), aSpace('quiet', ['anna'])],
  })
})
afterEach(() => test.close())

const me = uid('anna')
const list = () => test.archive.run('inbox.list', { me, now: 0 })
const find = async (query: string, order: SearchOrder = 'best') => {
  const found = await test.archive.run('search.find', {
    query: parseSearch(query, (year, month, day) => Date.UTC(year, month - 1, day)),
    limit: 50,
    order,
    now: 1_000_000,
    me,
  })
  return found.map(({ hit }) => hit)
}

describe('the inbox', () => {
  it('A1.7: shows the newest thing of a space, whose turn it is, and since when', async () => {
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [
        aMessage('harbour', 'm1', 'anna', 100),
        aMessage('harbour', 'm2', 'carl', 200),
        aMessage('harbour', 'm3', 'carl', 300, 'Any news?'),
      ],
    })
    const [first, second] = await list()
    expect(first).toMatchObject({
      id: 'harbour',
      newest: { kind: 'message', author: 'Carl Ode', mine: false, text: 'Any news?', at: 300 },
      waiting: { on: 'us', since: 200 },
    })
    expect(second).toMatchObject({ id: 'quiet', newest: null, waiting: null, unread: 0 })
  })

  it('A1.7: a person who joins our side changes whose turn it is', async () => {
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [aMessage('harbour', 'm1', 'anna', 100), aMessage('harbour', 'm2', 'carl', 200)],
    })
    await test.archive.run('users.upsert', { users: [aUser('carl', 'admin')] })
    expect((await list())[0]?.waiting).toEqual({ on: 'client', since: 100 })
  })

  it('A1.5: in a space met for the first time only recent, unanswered messages of others are unread', async () => {
    const day = 86_400_000
    const now = 100 * day
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [
        aMessage('harbour', 'old', 'carl', now - 5 * day),
        aMessage('harbour', 'asked', 'carl', now - 2 * day),
        aMessage('harbour', 'answered', 'anna', now - 1.5 * day),
        aMessage('harbour', 'new', 'carl', now - day),
      ],
    })
    await test.archive.run('marks.begin', { spaceId: sid('harbour'), me, now })
    expect((await list())[0]?.unread).toBe(1)
    await test.archive.run('marks.read', { spaceId: sid('harbour'), upTo: now - day, now })
    expect((await list())[0]?.unread).toBe(0)
    await test.archive.run('marks.unread', { spaceId: sid('harbour'), now })
    expect((await list())[0]?.unread).toBe(1)
  })

  it('S1.9: a vanished space is hidden, and erased by the next complete listing unless something waits there', async () => {
    const listed = (complete: number) =>
      test.archive.run('spaces.upsert', { spaces: [aSpace('harbour')], complete })
    const stored = () => test.archive.run('messages.all', { spaceId: sid('quiet') })
    await test.archive.run('messages.upsert', {
      spaceId: sid('quiet'),
      messages: [aMessage('quiet', 'whisper', 'carl', 1)],
    })
    await listed(10)
    expect((await list()).map(({ id }) => id)).toEqual(['harbour'])
    await test.archive.run('drafts.save', { spaceId: sid('quiet'), content: 'Dear', now: 1 })
    await listed(20)
    expect((await list()).map(({ id, draft }) => [id, draft])).toContainEqual(['quiet', 'Dear'])
    expect(await stored()).toHaveLength(1)
    await test.archive.run('drafts.save', { spaceId: sid('quiet'), content: '', now: 2 })
    // Later is what comes later, whatever the clock was set to meanwhile.
    await listed(15)
    expect(await stored()).toHaveLength(0)
    expect(await find('whisper')).toEqual([])
  })

  it('finds members through groups, and counts the clients among them once', async () => {
    const detail = await test.archive.run('spaces.detail', { spaceId: sid('harbour') })
    expect(detail?.members.map(({ id, through }) => [id, through])).toEqual([
      ['anna', []],
      ['carl', []],
      ['gina', ['clients']],
    ])
    expect(await test.archive.run('spaces.clientCount', { spaceId: sid('harbour') })).toBe(2)
    expect(
      (await test.archive.run('people.list', undefined)).map(({ id, spaceCount }) => [id, spaceCount]),
    ).toEqual([
      ['anna', 2],
      ['carl', 1],
      ['gina', 1],
    ])
  })
})

describe('messages', () => {
  it('A1.4: pages by time and id neither repeat nor skip messages of one moment', async () => {
    const messages = Array.from({ length: 25 }, (_, index) =>
      aMessage('harbour', `m${String(index).padStart(2, '0')}`, 'carl', Math.floor(index / 10)),
    )
    await test.archive.run('messages.upsert', { spaceId: sid('harbour'), messages })
    const seen: string[] = []
    let before: Parameters<typeof page>[0] = null
    const page = (from: { at: number; id: (typeof messages)[number]['id'] } | null) =>
      test.archive.run('messages.page', { spaceId: sid('harbour'), before: from, limit: 4, me })
    do {
      const found: Awaited<ReturnType<typeof page>> = await page(before)
      seen.unshift(...found.messages.map(({ id }) => id))
      before = found.older
    } while (before !== null)
    expect(seen).toEqual(messages.map(({ id }) => id))
    const middle = messages[12]
    if (middle === undefined) throw new Error('no middle')
    const around = await test.archive.run('messages.around', {
      spaceId: sid('harbour'),
      messageId: middle.id,
      limit: 5,
      me,
    })
    expect(around?.messages.map(({ id }) => id)).toEqual(['m10', 'm11', 'm12', 'm13', 'm14'])
  })
})

describe('files', () => {
  it('A1.8: folders show the bytes and files below them, also after a change deep down', async () => {
    await test.archive.run('files.upsert', {
      spaceId: sid('harbour'),
      files: [
        aFolder('harbour', 'a', null),
        aFolder('harbour', 'b', 'a'),
        aFile('harbour', 'Scan 10', 'b'),
        aFile('harbour', 'scan 2', 'b'),
      ],
    })
    const rows = async (folderId: string | null) =>
      (await test.archive.run('files.list', { spaceId: sid('harbour'), folderId: folderId as FileId | null }))
        ?.rows
    expect(await rows(null)).toMatchObject([{ id: 'a', size: 20, items: 2 }])
    expect((await rows('b'))?.map(({ id }) => id)).toEqual(['scan 2', 'Scan 10'])
    await test.archive.run('files.upsert', {
      spaceId: sid('harbour'),
      files: [aFile('harbour', 'c', 'b', { size: 5 })],
    })
    expect(await rows(null)).toMatchObject([{ id: 'a', size: 25, items: 3 }])
    await test.archive.run('sync.folderListed', {
      spaceId: sid('harbour'),
      parentId: 'a' as FileId,
      pages: [{ ids: [], count: 0 }],
      mark: 1000,
      at: 1,
    })
    expect(await rows(null)).toMatchObject([{ id: 'a', size: 0, items: 0 }])
    expect((await test.archive.run('spaces.detail', { spaceId: sid('harbour') }))?.fileCount).toBe(0)
  })
})

describe('search', () => {
  beforeEach(async () => {
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [
        aMessage('harbour', 'm1', 'carl', 100, 'Die Straße nach Zürich ist gesperrt'),
        aMessage('harbour', 'm2', 'anna', 200, '請確認日本語の契約書を確認してください'),
        aMessage('harbour', 'm3', 'carl', 300, 'Budget figures for the quarter, attached budget.xlsx'),
      ],
    })
    await test.archive.run('files.upsert', {
      spaceId: sid('harbour'),
      files: [
        aFile('harbour', 'f1', null, { name: 'Budget 2026.xlsx' }),
        aFile('harbour', 'f2', null, { name: 'plan.pdf' }),
      ],
    })
  })
  const ids = async (query: string) =>
    (await find(query)).map((hit) =>
      hit.kind === 'message'
        ? hit.messageId
        : hit.kind === 'file'
          ? hit.fileId
          : hit.kind === 'space'
            ? hit.spaceId
            : hit.userId,
    )

  it('A1.9: finds without regard to case and accents', async () => {
    expect(await ids('strasse zurich')).toEqual(['m1'])
    expect(await ids('muller')).toEqual(['anna'])
  })
  it('A1.10: finds parts of unspaced text, down to one letter', async () => {
    expect(await ids('日本語')).toEqual(['m2'])
    expect(await ids('契約')).toEqual(['m2'])
    expect(await ids('語')).toEqual(['m2'])
    expect(await ids('本日')).toEqual([])
  })
  it('A1.11: understands phrases, beginnings and filters', async () => {
    expect((await ids('budg')).sort()).toEqual(['f1', 'm3'])
    expect(await ids('"budget figures"')).toEqual(['m3'])
    expect(await ids('"figures budget"')).toEqual([])
    expect(await ids('type:xlsx')).toEqual(['f1'])
    expect(await ids('type:pdf plan')).toEqual(['f2'])
    expect(await ids('from:carl quarter')).toEqual(['m3'])
    expect(await ids('from:anna')).toEqual(['m2'])
    expect(await ids('in:quiet budget')).toEqual([])
    expect(await ids('in:nowhere budget')).toEqual([])
    expect(await ids('from:nobody quarter')).toEqual([])
    expect(await ids('type:??? budget')).toEqual([])
    expect(await ids('harb')).toEqual(['harbour'])
    expect(await ids('before:1970 budget')).toEqual([])
    expect(await ids('"; DROP TABLE')).toEqual([])
  })
  it('Q1.1: a stretch of time is met to the millisecond', async () => {
    const hour = 3_600_000
    const at = Date.UTC(2026, 2, 14)
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [
        aMessage('harbour', 't1', 'carl', at - 1, 'tide table'),
        aMessage('harbour', 't2', 'carl', at, 'tide table'),
        aMessage('harbour', 't3', 'carl', at + 24 * hour - 1, 'tide table'),
        aMessage('harbour', 't4', 'carl', at + 24 * hour, 'tide table'),
      ],
    })
    expect((await ids('tide after:2026-03-14 before:2026-03-15')).sort()).toEqual(['t2', 't3'])
    expect((await ids('after:2026-03-14 type:message')).sort()).toEqual(['t2', 't3', 't4'])
  })
  it('Q1.1: a message that moved in time, place or words is found where it is now, and one that went is not', async () => {
    const [first, second] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1)]
    const write = (space: string, at: number, text: string) =>
      test.archive.run('messages.upsert', {
        spaceId: sid(space),
        messages: [aMessage(space, 'mv', 'carl', at, text)],
      })
    await write('harbour', first, 'lighthouse')
    await write('quiet', second, 'lighthouse beacon')
    expect(await ids('lighthouse')).toEqual(['mv'])
    expect(await ids('lighthouse in:harbour')).toEqual([])
    expect(await ids('beacon in:quiet after:2026-05')).toEqual(['mv'])
    await write('quiet', second, 'dark')
    expect(await ids('lighthouse')).toEqual([])
    await test.archive.run('sync.messagesSwept', { spaceId: sid('quiet'), ids: [], mark: 1e9, at: 1 })
    expect(await ids('dark')).toEqual([])
  })
  it('Q1.2: the ending, the kind and the place of a file are met like words', async () => {
    await test.archive.run('files.upsert', {
      spaceId: sid('quiet'),
      files: [
        aFile('quiet', 'd1', null, { name: 'Budget pdf', isFolder: true }),
        aFile('quiet', 'f3', 'd1', { name: 'Budget.PDF' }),
        aFile('quiet', 'f4', 'd1', { name: 'pdf budget.txt' }),
      ],
    })
    expect(await ids('budget type:pdf')).toEqual(['f3'])
    expect(await ids('budget type:folder')).toEqual(['d1'])
    expect((await ids('budget in:quiet')).sort()).toEqual(['d1', 'f3', 'f4'])
    expect(await ids('type:spreadsheet')).toEqual(['f1'])
  })
  it('Q1.4: a single letter is a word among messages, and a beginning among names', async () => {
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [aMessage('harbour', 'v1', 'carl', 400, 'vitamin v')],
    })
    expect(await ids('v')).toEqual(['v1'])
    expect(await ids('h')).toEqual(['harbour'])
  })
  it('Q1.7: newest first, whatever fits better', async () => {
    await test.archive.run('messages.upsert', {
      spaceId: sid('harbour'),
      messages: [
        aMessage('harbour', 'n1', 'carl', 10 * 3_600_000, 'anchor anchor anchor'),
        aMessage('harbour', 'n2', 'carl', 20 * 3_600_000, `an anchor ${'and some chain '.repeat(30)}`),
      ],
    })
    const order = async (by: SearchOrder) =>
      (await find('anchor', by)).map((hit) => (hit.kind === 'message' ? hit.messageId : ''))
    expect(await order('best')).toEqual(['n1', 'n2'])
    expect(await order('newest')).toEqual(['n2', 'n1'])
  })
  it('A1.12: marks what matched, in the text as it was written', async () => {
    const [hit] = await find('zurich')
    expect(hit?.snippet).toEqual([
      { text: 'Die Straße nach ', hit: false },
      { text: 'Zürich', hit: true },
      { text: ' ist gesperrt', hit: false },
    ])
  })
})
