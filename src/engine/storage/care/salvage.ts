import { text } from '../columns.ts'
import type { Database, Row, SqlValue } from '../driver.ts'
import { readableText } from './check.ts'

export type Table = { readonly name: string; readonly columns: readonly string[]; readonly key: string }

/** The tables of a database with their columns; `key`: what a row can be looked for by. */
export const tablesOf = (db: Database): readonly Table[] =>
  db
    .all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`)
    .map((row) => {
      const name = text(row, 'name')
      const columns = db.all('SELECT name, pk FROM pragma_table_info(?)', [name])
      const first = columns.find((column) => column['pk'] === 1)
      return {
        name,
        columns: columns.map((column) => text(column, 'name')),
        key: first === undefined ? 'rowid' : text(first, 'name'),
      }
    })

/** What could be read of a table; `whole`: all of it. */
export type Salvaged = { readonly rows: readonly Row[]; readonly whole: boolean }

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    // A damaged page, or columns this file never had.
    return undefined
  }
}

/** Texts are asked for as bytes: the driver ends the whole process at one that is no UTF-8. */
const asBytes = (column: string): string =>
  `typeof(${column}) AS type_${column}, CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END AS ${column}`

/** A row as it goes into another database; undefined where one of its texts is none. */
const readable = (row: Row, columns: readonly string[]): Row | undefined => {
  const read: Record<string, unknown> = {}
  for (const column of columns) {
    const value = row[column]
    if (row[`type_${column}`] === 'text') {
      const found = readableText(value)
      if (found === undefined) return undefined
      read[column] = found
    } else read[column] = value instanceof ArrayBuffer ? new Uint8Array(value) : value
  }
  return read
}

/** A1.15: reads a table of a damaged database: as a whole, or else row by row from both ends up to the damage. */
export const salvage = (source: Database, table: Table): Salvaged => {
  const there = attempt(() =>
    source.all('SELECT name FROM pragma_table_info(?)', [table.name]).map((row) => text(row, 'name')),
  )
  const columns = table.columns.filter((column) => there?.includes(column) === true)
  if (columns.length === 0) return { rows: [], whole: false }
  const { name, key } = table
  const asked = columns.map(asBytes).join(', ')
  const whole = attempt(() => source.all(`SELECT ${asked} FROM ${name}`))
  if (whole !== undefined) {
    const rows = whole.map((row) => readable(row, columns)).filter((row) => row !== undefined)
    return { rows, whole: rows.length === whole.length }
  }
  const found = new Map<SqlValue, Row>()
  for (const order of ['ASC', 'DESC'] as const) {
    const beyond = order === 'ASC' ? '>' : '<'
    let last: SqlValue | undefined
    for (;;) {
      const from = last
      const where = from === undefined ? '' : `WHERE ${key} ${beyond} ?`
      const sql = `SELECT ${asked}, ${asBytes(key).replaceAll(/ AS (type_)?\w+/g, ' AS $1key_')} FROM ${name} ${where} ORDER BY ${key} ${order} LIMIT 1`
      const row = attempt(() => source.get(sql, from === undefined ? [] : [from]))
      const at = row === undefined ? undefined : readable(row, ['key_'])?.['key_']
      if (row === undefined || at === undefined || found.has(at as SqlValue)) break
      const kept = readable(row, columns)
      if (kept !== undefined) found.set(at as SqlValue, kept)
      last = at as SqlValue
    }
  }
  return { rows: [...found.values()], whole: false }
}
