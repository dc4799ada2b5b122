// A1.22: looks whether the full-text indexes are whole and of what lies beside them. They hold nothing of their own, so
// one that is not is made anew, and the archive stays.
import { wordRowSql } from '../../../core/search/time-order.ts'
import { integer } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'
import { indexStanding } from '../tables/word-backlog.ts'
import {
  areWordsMalformed,
  isMadeAnew,
  startWordsAnew,
  type WordTable,
  wordTables,
} from '../tables/words-anew.ts'

/** The rows whose words an index has to hold, and how their number becomes the index's. */
const wanted: Readonly<Record<WordTable, { readonly rows: string; readonly row: string }>> = {
  message_words: { rows: 'messages', row: wordRowSql },
  file_words: { rows: 'files', row: wordRowSql },
  space_words: { rows: '(SELECT number FROM spaces WHERE listed = 1)', row: 'number' },
  person_words: { rows: '(SELECT number FROM users WHERE listed = 1)', row: 'number' },
  passage_words: { rows: 'pinned_passages', row: 'number' },
}

const numberOf = (cache: Database, sql: string): number => {
  const row = cache.get(sql)
  return row === undefined ? 0 : integer(row, 'number')
}

const countOf = (cache: Database, rows: string): number =>
  numberOf(cache, `SELECT count(*) AS number FROM ${rows}`)

/** FTS5's own look takes 2 s for a million messages, in one go: beyond this it is taken at the opening alone. */
const largestLookedInto = 100_000

/** Whether FTS5 finds its rows malformed. A table without content has nothing that they could be compared with. */
export const isMalformed = (cache: Database, table: WordTable): boolean => {
  try {
    cache.run(`INSERT INTO ${table} (${table}, rank) VALUES ('integrity-check', 1)`)
    return false
  } catch (error) {
    if (areWordsMalformed(error)) return true
    throw error
  }
}

/** Some 15 ms. */
const slice = 1_000

/**
 * A look at all the indexes, a bite at a time, so that nobody waits for it: each call takes a bite and answers an index
 * that has to be made anew, `more`, or `done`.
 */
export const createWordsLook = (cache: Database): (() => WordTable | 'more' | 'done') => {
  const left = [...wordTables]
  let from = 0
  return () => {
    const [table] = left
    if (table === undefined) return 'done'
    if (isMadeAnew(cache, table)) {
      left.shift()
      return 'more'
    }
    const { last, behind } = indexStanding(cache)
    const { rows, row } = wanted[table]
    // Of messages, those that were indexed so far; the others wait for it (Q1.10).
    const indexed = table === 'message_words' ? last - behind : Number.MAX_SAFE_INTEGER
    const to = Math.min(from + slice, indexed)
    const missing = cache.get(
      `SELECT 1 FROM ${rows} WHERE number > ? AND number <= ?
         AND NOT EXISTS (SELECT 1 FROM ${table}_docsize WHERE id = ${row}) LIMIT 1`,
      [from, to],
    )
    from = to
    const end = numberOf(cache, `SELECT coalesce(max(number), 0) AS number FROM ${rows}`)
    if (missing === undefined && from < Math.min(end, indexed)) return 'more'
    left.shift()
    from = 0
    const size = countOf(cache, `${table}_docsize`)
    const waits = table === 'message_words' && behind > 0
    const tooMany = !waits && size !== countOf(cache, rows)
    if (missing !== undefined || tooMany) return table
    return size <= largestLookedInto && isMalformed(cache, table) ? table : 'more'
  }
}

/** Has indexes made anew and says so to the person, once. */
export const makeWordsAnew = (
  { cache, journal }: Databases,
  tables: readonly WordTable[],
  now: number,
): void => {
  startWordsAnew(cache, tables)
  journal.run(
    `INSERT INTO care_notes (at, damaged, aside, messages, asking, drafts, transfers_lost)
     SELECT ?, 'words', '', 0, 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM care_notes WHERE damaged = 'words')`,
    [now],
  )
}
