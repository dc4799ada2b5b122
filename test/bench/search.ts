// Two hundred searches of every kind over a million messages, each beside the same search in bare SQLite FTS5.
import { access, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { matchExpression } from '../../src/core/search/expression.ts'
import { fold } from '../../src/core/search/fold.ts'
import { parseSearch, type SearchQuery } from '../../src/core/search/parse.ts'
import { indexText } from '../../src/core/search/words.ts'
import type { Message } from '../../src/core/message.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { keptArchive, type KeptArchive } from './archives.ts'
import { measured, type Measured, percentile } from './measured.ts'

const limit = 100

const utc = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day)
const parse = (text: string): SearchQuery => parseSearch(text, utc)

const lastYear = new Date().getUTCFullYear() - 1

/** Twenty of each kind. */
const queries: readonly string[] = [
  // Words, as typed to the end and on.
  ...words('invoices accounts payroll signatures lease sundries approved directors statement forecast'),
  ...words('overdraft emergency turnover receipt reminder allowance contracts signed salaries shareholdings'),
  // Several words.
  ...lines('vat return|management accounts|bank statement|signed copy|new lease|direct debit|good morning'),
  ...lines(
    'happy with everything|purchase invoices|what you need|sent them over|please approve|draft accounts',
  ),
  ...lines('thank you|return ready|set aside roughly|input tax van|uploaded no|last quarter|the folder'),
  // Phrases.
  ...lines('"management accounts"|"vat return"|"same file name"|"good morning"|"direct debit"|"new lease"'),
  ...lines('"purchase invoices"|"of the"|"set aside"|"in the accounts folder"|"thank you"|"next month"'),
  ...lines('"ready for you"|"the quarter"|"it is"|"that is"|"last time"|"you can"|"is in the"|"no 1234"'),
  // Beginnings of two letters.
  ...words('th an in yo fo wi re co pa is st ac ma de pr su qu mo da li'),
  // Beginnings of three and more.
  ...words('inv acc pay the tha you app upd mon qua invo acco payr upda than folde quart month appro perfe'),
  // Filters beside words.
  ...lines(
    `from:grace invoices|from:marcus accounts|in:harper lease|in:northbeam vat|after:${lastYear}-10 payroll`,
  ),
  ...lines(`before:${lastYear}-12 return|from:me accounts|in:joinery the|from:anna thanks|in:ashford folder`),
  ...lines(
    `from:hannah in:foods you|after:${lastYear}-12-01 the|type:message tax|in:print approve|from:dev please`,
  ),
  ...lines(
    'type:pdf statement|type:xlsx accounts|has:file letter|type:folder accounts|in:harper type:docx draft',
  ),
  // Filters alone.
  ...lines(
    `from:grace|in:harper|after:${lastYear}-12|before:${lastYear}-12-20|from:me|type:pdf|type:image|from:siobhan`,
  ),
  ...lines(
    `in:joinery|in:consulting from:ed|type:message|type:file|has:file in:northbeam|after:${lastYear}-12-05`,
  ),
  ...lines(
    `in:ashford before:${lastYear}-12-24|from:tomasz|from:leila|in:hotels|in:media from:me|type:spreadsheet`,
  ),
  // Scripts written without spaces.
  ...words(
    '管理 報表 帳目 租金 資料夾 您好 謝謝 銀行 對帳單 收到 核數 總店 存貨表 上載 薪金 新 的 請 沒有其他 明白',
  ),
  // Accents, and other scripts.
  ...words(
    'für prüfen größe fällig borrador días está boa balancete importação énergie étalée zeznania dziękuję',
  ),
  ...words('bokföring hyran الحسابات شكراً תודה חשבוניות'),
  // What nearly every message holds.
  ...words('the you is to and for it of in a i we will have please that this on can no'),
]

function words(text: string): readonly string[] {
  return text.split(' ')
}
function lines(text: string): readonly string[] {
  return text.split('|')
}

type Peer = { readonly db: DatabaseSync; find(query: SearchQuery): number; close(): void }

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** The same messages and names in FTS5 as its manual shows it: not encrypted, its own copy of the text, ranked by bm25. */
const makePeer = async (path: string, archive: Archive, me: string): Promise<void> => {
  const unfinished = `${path}.unfinished`
  await rm(unfinished, { force: true })
  const db = new DatabaseSync(unfinished)
  db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE VIRTUAL TABLE found USING fts5 (
      body, kind UNINDEXED, space UNINDEXED, author UNINDEXED, at UNINDEXED, prefix = '2 3',
      tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
    BEGIN`)
  const insert = db.prepare('INSERT INTO found (body, kind, space, author, at) VALUES (?, ?, ?, ?, ?)')
  const people = new Map(
    (await archive.run('people.list', undefined)).map((one) => [
      String(one.id),
      `${one.name} ${one.email}${one.id === me ? ' me' : ''}`,
    ]),
  )
  for (const space of await archive.run('spaces.all', undefined)) {
    const name = fold(space.name)
    const messages: readonly Message[] = await archive.run('messages.all', { spaceId: space.id })
    for (const one of messages) {
      const author = fold(people.get(one.userId) ?? '')
      insert.run(indexText(one.content), 'message', name, author, one.createdAt)
    }
    for (const one of await archive.run('files.all', { spaceId: space.id })) {
      insert.run(indexText(one.name), one.isFolder ? 'folder' : 'file', name, '', one.createdAt)
    }
  }
  db.exec('COMMIT')
  db.close()
  await rename(unfinished, path)
}

const openPeer = (path: string): Peer => {
  const db = new DatabaseSync(path, { readOnly: true })
  db.exec('PRAGMA cache_size = -16000')
  return {
    db,
    find: ({ terms, filter }) => {
      const expression = matchExpression(terms)
      const clauses: string[] = []
      const params: (string | number)[] = []
      const where = (sql: string, ...values: readonly (string | number)[]): void => {
        clauses.push(sql)
        params.push(...values)
      }
      const any = (column: string, values: readonly string[]): void =>
        where(
          `(${values.map(() => `${column} LIKE ?`).join(' OR ')})`,
          ...values.map((value) => `%${fold(value)}%`),
        )
      if (expression !== null) where('found MATCH ?', expression)
      if (filter.from.length > 0) any('author', filter.from)
      if (filter.in.length > 0) any('space', filter.in)
      if (filter.before !== null) where('at < ?', filter.before)
      if (filter.after !== null) where('at >= ?', filter.after)
      if (filter.kinds.length > 0)
        where(`kind IN (${filter.kinds.map(() => '?').join(', ')})`, ...filter.kinds)
      if (filter.endings.length > 0) {
        const endings = filter.endings.map((ending) => `% ${ending}`)
        where(`(${endings.map(() => 'body LIKE ?').join(' OR ')})`, ...endings)
      }
      const marked = expression === null ? 'body' : `snippet(found, 0, '[', ']', '…', 24)`
      return db
        .prepare(
          `SELECT rowid, kind, space, author, at, ${marked} FROM found WHERE ${clauses.join(' AND ')}
           ORDER BY ${expression === null ? 'at DESC' : 'rank'} LIMIT ${limit}`,
        )
        .all(...params).length
    },
    close: () => db.close(),
  }
}

const took = async (work: () => unknown): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}

const openKept = (kept: KeptArchive): Promise<Archive> =>
  openArchive(kept, startStorageWorker(new URL('../../src/engine/storage/worker.ts', import.meta.url)))

/** p95 of the 200 searches in ms, ours through the storage worker with marked snippets; `--verbose` names the slowest. */
export const search = async (options: { readonly verbose: boolean }): Promise<readonly Measured[]> => {
  const kept = await keptArchive('million')
  const archive = await openKept(kept)
  try {
    const path = join(dirname(kept.cachePath), 'bare.db')
    if (!(await exists(path))) await makePeer(path, archive, kept.me)
    const peer = openPeer(path)
    const find = (query: SearchQuery, order: 'best' | 'newest') =>
      archive.run('search.find', { query, limit, order, now: Date.now(), me: kept.me })
    const times: {
      readonly query: string
      readonly ours: number
      readonly peer: number
      readonly newest: number
    }[] = []
    const empty: string[] = []
    for (const query of queries) {
      const parsed = parse(query)
      let hits = 0
      const ours = await took(async () => {
        hits = (await find(parsed, 'best')).length
      })
      const newest = await took(() => find(parsed, 'newest'))
      const bare = await took(() => peer.find(parsed))
      if (hits === 0) empty.push(query)
      times.push({ query, ours, peer: bare, newest })
    }
    peer.close()
    if (options.verbose) {
      console.error('nothing found:', empty.join(' | '))
      for (const time of [...times].sort((a, b) => b.ours - a.ours).slice(0, 12)) console.error(time)
    }
    if (empty.length > queries.length / 10) throw new Error(`${empty.length} searches found nothing`)
    const of = (name: 'ours' | 'peer' | 'newest', share: number): number =>
      percentile(
        times.map((time) => time[name]),
        share,
      )
    return [
      measured('search', of('ours', 0.95), of('peer', 0.95), 'ms', queries.length),
      measured('search-median', of('ours', 0.5), of('peer', 0.5), 'ms', queries.length),
      measured('search-slowest', of('ours', 1), of('peer', 1), 'ms', queries.length),
      measured('search-newest', of('newest', 0.95), of('peer', 0.95), 'ms', queries.length),
    ]
  } finally {
    await archive.close()
  }
}
