// The full-text indexes of messages and files: rows numbered by time (Q1.1), facets beside the words (Q1.2).
import { fileFacets, messageFacets } from '../../../core/search/facets.ts'
import { indexText } from '../../../core/search/words.ts'
import { wordRow, wordRowSql } from '../../../core/search/time-order.ts'
import type { Database } from '../driver.ts'

export type WordsToWrite = { readonly row: number; readonly words: string }

type IndexedMessage = {
  readonly number: number
  readonly space: number
  readonly userId: string
  readonly content: string
  readonly createdAt: number
}

export const messageWords = (one: IndexedMessage): WordsToWrite => ({
  row: wordRow(one.number, one.createdAt),
  words: `${indexText(one.content)} ${messageFacets(one.space, one.userId)}`,
})

type IndexedFile = {
  readonly number: number
  readonly space: number
  readonly isFolder: boolean
  readonly name: string
  readonly createdAt: number
}

export const fileWords = (one: IndexedFile): WordsToWrite => ({
  row: wordRow(one.number, one.createdAt),
  words: `${indexText(one.name)} ${fileFacets(one.space, one.isFolder ? 'folder' : 'file', one.name)}`,
})

type Table = 'message_words' | 'file_words'

const columnOf = (table: Table): string => (table === 'message_words' ? 'body' : 'name')

/** What is still to be indexed, by number, so that the last word on a thing counts. */
export type Unwritten = Map<number, WordsToWrite>

/**
 * Writes what is indexed in place of what was, and empties the map. In the order of rows, because a row below the one
 * before it makes the index write out what it gathered.
 */
export const writeWords = (cache: Database, table: Table, unwritten: Unwritten): void => {
  const sql = `INSERT OR REPLACE INTO ${table} (rowid, ${columnOf(table)}) VALUES (?, ?)`
  for (const { row, words } of [...unwritten.values()].sort((a, b) => a.row - b.row))
    cache.run(sql, [row, words])
  unwritten.clear()
}

export const removeWords = (cache: Database, table: Table, number: number, createdAt: number): void => {
  cache.run(`DELETE FROM ${table} WHERE rowid = ?`, [wordRow(number, createdAt)])
}

/** Takes out of the index what the rows of `messages` or `files` stand for that `where` (SQL) names. */
export const removeWordsWhere = (
  cache: Database,
  table: Table,
  where: string,
  params: readonly (string | number)[],
): void => {
  const rows = table === 'message_words' ? 'messages' : 'files'
  cache.run(`DELETE FROM ${table} WHERE rowid IN (SELECT ${wordRowSql} FROM ${rows} WHERE ${where})`, params)
}
