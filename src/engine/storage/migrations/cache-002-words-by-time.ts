import { integer, text } from '../columns.ts'
import type { Database, Row } from '../driver.ts'
import type { Migration } from '../migrate.ts'
import { fileWords, messageWords, type Unwritten, writeWords } from '../tables/word-index.ts'

// docs/specs/search.md Q1.1 and Q1.2: rows by time, facets beside the words, beginnings of two and three letters.
const schema = `
DROP TABLE message_words;
DROP TABLE file_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
  body, content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE file_words USING fts5 (
  name, content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
`

const atOnce = 2_000

/** Reads a table in the order of time, some rows at once: what is indexed must arrive in the index's own order. */
const inOrder = (
  db: Database,
  table: 'messages' | 'files',
  columns: string,
  each: (rows: readonly Row[]) => void,
): void => {
  db.exec(`CREATE TEMP TABLE turns AS SELECT number FROM ${table} ORDER BY created_at / 3600000, number`)
  for (let from = 0; ; from += atOnce) {
    const rows = db.all(
      `SELECT ${columns} FROM turns JOIN ${table} t ON t.number = turns.number
       WHERE turns.rowid > ? AND turns.rowid <= ? ORDER BY turns.rowid`,
      [from, from + atOnce],
    )
    if (rows.length === 0) break
    each(rows)
  }
  db.exec('DROP TABLE turns')
}

const index = (
  db: Database,
  table: 'message_words' | 'file_words',
  rows: readonly Row[],
  wordsOf: (row: Row, number: number) => ReturnType<typeof messageWords>,
): void => {
  const unwritten: Unwritten = new Map()
  for (const row of rows) {
    const number = integer(row, 'number')
    unwritten.set(number, wordsOf(row, number))
  }
  writeWords(db, table, unwritten)
}

const up = (db: Database): void => {
  db.exec(schema)
  inOrder(db, 'messages', 't.number, t.space, t.user_id, t.content, t.created_at', (rows) =>
    index(db, 'message_words', rows, (row, number) =>
      messageWords({
        number,
        space: integer(row, 'space'),
        userId: text(row, 'user_id'),
        content: text(row, 'content'),
        createdAt: integer(row, 'created_at'),
      }),
    ),
  )
  inOrder(db, 'files', 't.number, t.space, t.name, t.is_folder, t.created_at', (rows) =>
    index(db, 'file_words', rows, (row, number) =>
      fileWords({
        number,
        space: integer(row, 'space'),
        isFolder: integer(row, 'is_folder') === 1,
        name: text(row, 'name'),
        createdAt: integer(row, 'created_at'),
      }),
    ),
  )
}

export const cache002: Migration = { version: 2, name: 'cache-002-words-by-time', up }
