// A1.22: the full-text indexes hold nothing of their own, so one that is damaged is emptied and made anew in turns.
import { FailureError } from '../../../core/failure.ts'
import { displayName } from '../../../core/person.ts'
import { indexText } from '../../../core/search/words.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Database, Row } from '../driver.ts'
import { fileWords, type WordsToWrite } from './word-index.ts'
import { startMessageWordsAnew } from './word-backlog.ts'

type Source = {
  /** The index's column. */
  readonly column: string
  /** Rows beyond a number in the order of numbers: parameters are the number and how many. */
  readonly sql: string
  readonly wordsOf: (row: Row) => WordsToWrite
}

/** All but the messages', which have turns of their own (Q1.10). */
const sources = {
  file_words: {
    column: 'name',
    sql: 'SELECT number, space, is_folder, name, created_at FROM files WHERE number > ? ORDER BY number LIMIT ?',
    wordsOf: (row) =>
      fileWords({
        ...{ number: integer(row, 'number'), space: integer(row, 'space'), name: text(row, 'name') },
        ...{ isFolder: integer(row, 'is_folder') === 1, createdAt: integer(row, 'created_at') },
      }),
  },
  space_words: {
    column: 'name',
    sql: 'SELECT number, name FROM spaces WHERE listed = 1 AND number > ? ORDER BY number LIMIT ?',
    wordsOf: (row) => ({ row: integer(row, 'number'), words: indexText(text(row, 'name')) }),
  },
  person_words: {
    column: 'name',
    sql: `SELECT number, email, first_name, last_name FROM users WHERE listed = 1 AND number > ?
      ORDER BY number LIMIT ?`,
    wordsOf: (row) => {
      const email = text(row, 'email')
      const [firstName, lastName] = [textOrNull(row, 'first_name'), textOrNull(row, 'last_name')]
      const words = indexText(`${displayName({ firstName, lastName, email })} ${email}`)
      return { row: integer(row, 'number'), words }
    },
  },
  passage_words: {
    column: 'body',
    sql: 'SELECT number, text FROM pinned_passages WHERE number > ? ORDER BY number LIMIT ?',
    wordsOf: (row) => ({ row: integer(row, 'number'), words: indexText(text(row, 'text')) }),
  },
} as const satisfies Readonly<Record<string, Source>>

type OtherTable = keyof typeof sources
export type WordTable = 'message_words' | OtherTable

const others = Object.keys(sources) as readonly OtherTable[]
export const wordTables: readonly WordTable[] = ['message_words', ...others]

/** There while an index is being made anew: up to which number it was. */
const factOf = (table: OtherTable): string => `${table}-anew-to`

const noteProgress = (cache: Database, table: OtherTable, number: number): void => {
  cache.run(
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [factOf(table), number],
  )
}

export const isMadeAnew = (cache: Database, table: WordTable): boolean =>
  table !== 'message_words' && cache.get('SELECT 1 FROM facts WHERE name = ?', [factOf(table)]) !== undefined

/** FTS5 found its own rows malformed; the tables of the database are whole as far as anybody knows. */
export const areWordsMalformed = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.detail === 'SQLITE_CORRUPT_VTAB'

const empty = (cache: Database, table: WordTable): void => {
  cache.run(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`)
}

/**
 * FTS5 reads an index's first rows before anything else, so it can neither empty nor drop one where these are damaged:
 * it is given those of a new index.
 */
const lendFirstRows = (cache: Database, table: WordTable): void => {
  const made = cache.get('SELECT sql FROM sqlite_schema WHERE name = ?', [table])
  if (made === undefined) throw new Error(`There is no index ${table}`)
  cache.exec(text(made, 'sql').replace(table, 'words_lent'))
  for (const part of ['data', 'config'])
    cache.exec(`INSERT OR REPLACE INTO ${table}_${part} SELECT * FROM words_lent_${part}`)
  cache.exec('DROP TABLE words_lent')
}

/** Empties indexes, whatever they hold; the turns that follow fill them again. */
export const startWordsAnew = (cache: Database, tables: readonly WordTable[]): void =>
  cache.transaction(() => {
    for (const table of tables) {
      try {
        empty(cache, table)
      } catch (error) {
        if (!areWordsMalformed(error)) throw error
        lendFirstRows(cache, table)
        empty(cache, table)
      }
      if (table === 'message_words') startMessageWordsAnew(cache)
      else noteProgress(cache, table, 0)
    }
  })

const nextOf = (cache: Database, table: OtherTable, from: number, limit: number): boolean => {
  const { column, sql, wordsOf }: Source = sources[table]
  const rows = cache.all(sql, [from, limit])
  const insert = `INSERT OR REPLACE INTO ${table} (rowid, ${column}) VALUES (?, ?)`
  for (const { row, words } of rows.map(wordsOf).sort((a, b) => a.row - b.row))
    cache.run(insert, [row, words])
  const last = rows.at(-1)
  if (rows.length < limit || last === undefined)
    cache.run('DELETE FROM facts WHERE name = ?', [factOf(table)])
  else noteProgress(cache, table, integer(last, 'number'))
  return rows.length === limit
}

/** Writes the next rows of what is being made anew; answers whether there is more to do. */
export const goOnWithWords = (cache: Database, limit: number): boolean =>
  cache.transaction(() => {
    for (const table of others) {
      const row = cache.get('SELECT value FROM facts WHERE name = ?', [factOf(table)])
      if (row === undefined) continue
      return nextOf(cache, table, integer(row, 'value'), limit) || others.at(-1) !== table
    }
    return false
  })
