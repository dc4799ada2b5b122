import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { TableEntry } from '../../core/transfers/fan-out.ts'
import { delimiterOf, readTable, type TableProblem } from '../../core/transfers/fan-out-table.ts'
import { diskFailure } from './disk-failure.ts'

/** A table is some thousand lines; a film that was picked by mistake is told so before it is read. */
const largest = 64 * 1_048_576

/** T1.122: reads a CSV as people's programs write it: with or without a BOM, UTF-8 or else Latin-1, `,` `;` or tabs. */
export const readTableFile = async (
  path: string,
): Promise<
  Result<{ readonly entries: readonly TableEntry[]; readonly problems: readonly TableProblem[] }>
> => {
  const about = basename(path)
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    return err(diskFailure(error, about, 'source'))
  }
  if (bytes.length > largest || (bytes.includes(0) && !isWide(bytes))) {
    return err(fail('usage', { about, detail: `${about} is no table of text.` }))
  }
  const text = decode(bytes)
  try {
    const records = parse(text, {
      ...{ bom: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true },
      ...{ skip_empty_lines: true, info: true },
    }) as unknown as readonly {
      readonly info: { readonly lines: number }
      readonly record: readonly string[]
    }[]
    return ok(readTable(records.map(({ info, record }) => ({ line: info.lines, cells: record }))))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return err(fail('usage', { about, detail: `${about} can’t be read as a table (${error.code}).` }))
  }
}

const isWide = (bytes: Buffer): boolean => {
  const [first, second] = bytes
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** Excel's "Unicode text" is UTF-16 with a BOM; its plain CSV is the system's own code page. */
const decode = (bytes: Buffer): string => {
  if (isWide(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
