import { ok, type Result } from '../../core/result.ts'
import type { TableEntry } from '../../core/transfers/fan-out.ts'
import { readTable, type TableProblem } from '../../core/transfers/fan-out-table.ts'
import { readCsv } from '../read-csv.ts'

/** T1.122: reads a table that tells which file goes to which space. */
export const readTableFile = async (
  path: string,
): Promise<
  Result<{ readonly entries: readonly TableEntry[]; readonly problems: readonly TableProblem[] }>
> => {
  const table = await readCsv(path)
  return table.ok ? ok(readTable(table.value.records)) : table
}
