import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { fail } from '../core/failure.ts'
import type { Table } from '../core/people/csv-columns.ts'
import { err, ok, type Result } from '../core/result.ts'
import { delimiterOf } from '../core/transfers/fan-out-table.ts'
import { diskFailure } from './transfers/disk-failure.ts'

/** A film that was picked by mistake is told so before it is read as text. */
const largest = 64 * 1_048_576

/** P1.16, T1.122: a table as people's programs write it. */
export const readCsv = async (path: string): Promise<Result<Table>> => {
  const about = basename(path)
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    return err(diskFailure(error, about, 'source'))
  }
  const text = bytes.length > largest ? undefined : decodeTable(bytes)
  if (text === undefined) return err(fail('usage', { about, detail: `${about} is no table of text.` }))
  try {
    const records = parse(text, {
      ...{ bom: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true },
      ...{ skip_empty_lines: true, info: true },
    }) as unknown as readonly {
      readonly info: { readonly lines: number }
      readonly record: readonly string[]
    }[]
    return ok({ records: records.map(({ info, record }) => ({ line: info.lines, cells: record })) })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return err(fail('usage', { about, detail: `${about} can’t be read as a table (${error.code}).` }))
  }
}

/** UTF-16 has a BOM or a zero in every other byte; what is no UTF-8 is the code page of Western Windows. */
const decodeTable = (bytes: Buffer): string | undefined => {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.includes(0)) {
    const isWide = bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0
    return isWide ? new TextDecoder('utf-16le').decode(bytes) : undefined
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
