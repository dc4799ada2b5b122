import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { fail } from '../core/failure.ts'
import type { Table, TableEncoding, TableReading, TableSeparator } from '../core/people/csv-columns.ts'
import { err, ok, type Result } from '../core/result.ts'
import { delimiterOf } from '../core/transfers/fan-out-table.ts'
import { diskFailure } from './transfers/disk-failure.ts'

/** A film that was picked by mistake is told so before it is read as text. */
const largest = 64 * 1_048_576

/** A table, and how it was read. */
export type ReadTable = Table & { readonly encoding: TableEncoding; readonly separator: TableSeparator }

/** P1.16, T1.122: a table as people's programs write it. `reading` says what is otherwise found out. */
export const readCsv = async (path: string, reading: TableReading = {}): Promise<Result<ReadTable>> => {
  const about = basename(path)
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    return err(diskFailure(error, about, 'source'))
  }
  const encoding = bytes.length > largest ? undefined : (reading.encoding ?? encodingOf(bytes))
  if (encoding === undefined) return err(fail('table-not-text', { about }))
  const text = new TextDecoder(encoding).decode(bytes)
  const table = parseTable(text, about, reading)
  return table.ok ? ok({ ...table.value, encoding }) : table
}

/** The records of a table's text, such as what a spreadsheet puts on the clipboard. */
export const parseTable = (
  text: string,
  about: string,
  reading: TableReading = {},
): Result<Omit<ReadTable, 'encoding'>> => {
  const separator = reading.separator ?? delimiterOf(text)
  try {
    const records = parse(text, {
      ...{ bom: true, delimiter: separator, relax_column_count: true, relax_quotes: true },
      ...{ skip_empty_lines: true, info: true },
    }) as unknown as readonly {
      readonly info: { readonly lines: number }
      readonly record: readonly string[]
    }[]
    return ok({
      separator,
      records: records.map(({ info, record }) => ({ line: info.lines, cells: record })),
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return err(fail('table-broken', { about, detail: error.code }))
  }
}

/** UTF-16 has a BOM or a zero in every other byte; what is no UTF-8 is the code page of Western Windows. */
const encodingOf = (bytes: Buffer): TableEncoding | undefined => {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (bytes.includes(0)) return bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0 ? 'utf-16le' : undefined
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}
