import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  aFile,
  aMessage,
  aSpace,
  aUser,
  openTestArchive,
  sid,
  type TestArchive,
  uid,
} from '../../../test/suites/archive.ts'
import { parseSearch } from '../../core/search/parse.ts'
import { createWordsLook } from './care/words.ts'
import { release } from './care/release.ts'
import { type Databases, openDatabases } from './databases.ts'
import { startWordsAnew, wordTables } from './tables/words-anew.ts'

// Fault 39: an index that is damaged, or not of what lies beside it. 2,500 messages take several turns.
const messageCount = 2_500

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
  const { archive } = test
  await archive.run('users.upsert', { users: [aUser('anna', 'staff'), aUser('carl', 'client')] })
  await archive.run('spaces.upsert', { spaces: [aSpace('Harvest Ltd', ['anna', 'carl'])] })
  await archive.run('messages.upsert', {
    spaceId: sid('Harvest Ltd'),
    messages: Array.from({ length: messageCount }, (_, index) =>
      aMessage('Harvest Ltd', `m${index}`, 'carl', 1_000_000 + index, `harvest number${index}`),
    ),
  })
  const file = aFile('Harvest Ltd', 'f', null, { name: 'harvest.pdf' })
  await archive.run('files.upsert', { spaceId: sid('Harvest Ltd'), files: [file] })
  await archive.run('search.catchUp', { limit: messageCount })
})
afterEach(() => test.close())

/** How many of each kind are found. */
const found = async (words: string): Promise<Readonly<Record<string, number>>> => {
  const hits = await test.archive.run('search.find', {
    query: parseSearch(words, (year, month, day) => Date.UTC(year, month - 1, day)),
    ...{ limit: 2 * messageCount, order: 'newest', now: 2_000_000, me: uid('anna') },
  })
  const counts: Record<string, number> = {}
  for (const { hit } of hits) counts[hit.kind] = (counts[hit.kind] ?? 0) + 1
  return counts
}

const all = { message: messageCount, file: 1, space: 1 }
const foundAgain = (): Promise<void> =>
  vi.waitFor(async () => expect(await found('harvest')).toEqual(all), { timeout: 20_000 })

const notes = async (): Promise<readonly string[]> =>
  (await test.archive.run('care.notes', undefined)).map(({ damaged }) => damaged)

/** Closes the archive, does something to its databases, and opens it again. */
const after = async (damage: (databases: Databases) => void, crashed: boolean): Promise<void> => {
  await test.archive.close()
  const databases = openDatabases(test)
  damage(databases)
  databases.cache.close()
  databases.journal.close()
  await release()
  if (crashed) writeFileSync(join(test.folder, 'archive.standing'), 'closing')
  await test.reopen()
}

const spoilt = (sql: string) => (databases: Databases) => {
  for (const table of wordTables) databases.cache.exec(sql.replaceAll('$', table))
}
const leaves = spoilt('UPDATE $_data SET block = zeroblob(length(block)) WHERE id > 10')
const structure = spoilt(`UPDATE $_data SET block = x'ffffffffffffff' WHERE id = 10`)

describe('fault 39: words that are damaged', () => {
  it('A1.22: found at an opening are made anew while everything else goes on, and no archive is set aside', async () => {
    await after(leaves, true)
    // Open, and what is no search does not wait for the words.
    expect(await test.archive.run('search.catchUp', { limit: 0 })).toBe(messageCount)
    expect(await test.archive.run('spaces.name', { spaceId: sid('Harvest Ltd') })).toBe('Harvest Ltd')
    await foundAgain()
    expect(await notes()).toEqual(['words'])
    expect(existsSync(join(test.folder, 'aside'))).toBe(false)
  })

  it('A1.22: met by a search are made anew, and the search answers', async () => {
    await after(structure, false)
    await found('harvest')
    await foundAgain()
    expect(await notes()).toEqual(['words'])
    await test.reopen()
    expect(await found('harvest')).toEqual(all)
    expect(existsSync(join(test.folder, 'aside'))).toBe(false)
  })

  it('A1.22: met by a message on its way in are made anew, and the message is kept', async () => {
    await after(structure, false)
    const news = aMessage('Harvest Ltd', 'new', 'carl', 5_000_000, 'barley')
    await test.archive.run('messages.upsert', { spaceId: sid('Harvest Ltd'), messages: [news] })
    await foundAgain()
    expect(await found('barley')).toEqual({ message: 1 })
  })

  it('A1.22: a kill in the middle of making them anew is made up for', async () => {
    await after(({ cache }) => startWordsAnew(cache, wordTables), false)
    await foundAgain()
  })
})

describe('fault 39: words that are not of what lies beside them', () => {
  /** What a look at the closed archive wants made anew. */
  const looked = async (change: (databases: Databases) => void): Promise<readonly string[]> => {
    await test.archive.close()
    const databases = openDatabases(test)
    try {
      change(databases)
      const next = createWordsLook(databases.cache)
      const stale: string[] = []
      for (let one = next(); one !== 'done'; one = next()) if (one !== 'more') stale.push(one)
      return stale
    } finally {
      databases.cache.close()
      databases.journal.close()
      await release()
      await test.reopen()
    }
  }

  it('A1.22: an index that fits is left alone', async () => {
    expect(await looked(() => undefined)).toEqual([])
  })

  it.each([
    ['message_words', 'DELETE FROM message_words WHERE rowid = (SELECT max(id) FROM message_words_docsize)'],
    ['message_words', `INSERT INTO message_words (rowid, body) VALUES (999999999999, 'nobody')`],
    [
      'message_words',
      `DELETE FROM message_words WHERE rowid = (SELECT max(id) FROM message_words_docsize);
       INSERT INTO message_words (rowid, body) VALUES (999999999999, 'nobody')`,
    ],
    ['file_words', 'DELETE FROM file_words WHERE rowid = (SELECT max(id) FROM file_words_docsize)'],
    ['space_words', `INSERT INTO space_words (rowid, name) VALUES (77, 'gone')`],
    ['person_words', 'DELETE FROM person_words WHERE rowid = 1'],
    ['passage_words', `INSERT INTO passage_words (rowid, body) VALUES (77, 'gone')`],
    ['message_words', 'UPDATE message_words_data SET block = zeroblob(length(block)) WHERE id > 10'],
  ])('A1.22: %s is found out: %s', async (table, sql) => {
    expect(await looked(({ cache }) => cache.exec(sql))).toEqual([table])
  })
})
