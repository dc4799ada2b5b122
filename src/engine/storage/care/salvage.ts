import { text } from '../columns.ts'
import type { Database, Row, SqlValue } from '../driver.ts'
import { hasReadableTexts } from './check.ts'

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

/** Without the bytes that were read beside; the driver answers blobs in another form than it takes them. */
const plain = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !name.startsWith('bytes_'))
      .map(([name, value]) => [name, value instanceof ArrayBuffer ? new Uint8Array(value) : value]),
  )

/** A1.15: reads a table of a damaged database: as a whole, or else row by row from both ends up to the damage. */
export const salvage = (source: Database, table: Table): Salvaged => {
  const there = attempt(() =>
    source.all('SELECT name FROM pragma_table_info(?)', [table.name]).map((row) => text(row, 'name')),
  )
  const columns = table.columns.filter((column) => there?.includes(column) === true)
  if (columns.length === 0) return { rows: [], whole: false }
  const bytes = columns.map(
    (column) => `CASE WHEN typeof(${column}) = 'text' THEN CAST(${column} AS BLOB) END AS bytes_${column}`,
  )
  const select = `SELECT ${[...columns, ...bytes].join(', ')} FROM ${table.name}`
  const whole = attempt(() => source.all(select))
  if (whole !== undefined) {
    const rows = whole.filter(hasReadableTexts)
    return { rows: rows.map(plain), whole: rows.length === whole.length }
  }
  const { key } = table
  const found = new Map<SqlValue, Row>()
  const step = (last: SqlValue | undefined, order: 'ASC' | 'DESC'): SqlValue | undefined => {
    const where = last === undefined ? '' : `WHERE ${key} ${order === 'ASC' ? '>' : '<'} ?`
    const row = attempt(() =>
      source.get(
        `${select.replace('SELECT ', `SELECT ${key} AS bytes_key_, `)} ${where} ORDER BY ${key} ${order} LIMIT 1`,
        last === undefined ? [] : [last],
      ),
    )
    if (row === undefined) return undefined
    const at = row['bytes_key_'] as SqlValue
    if (found.has(at)) return undefined
    const rest = { ...row, bytes_key_: null }
    if (hasReadableTexts(rest)) found.set(at, plain(rest))
    return at
  }
  for (const order of ['ASC', 'DESC'] as const) {
    let at = step(undefined, order)
    while (at !== undefined) at = step(at, order)
  }
  return { rows: [...found.values()], whole: false }
}
