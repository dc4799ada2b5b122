import { basename } from 'node:path'
import type { AppId } from '../../core/app.ts'
import {
  guessMapping,
  rowsOfTable,
  type TableMapping,
  tableMapping,
  wishesOf,
} from '../../core/customizations/table.ts'
import type { TablePreview } from '../../core/customizations/table-preview.ts'
import type { CustomizationJobView } from '../../core/customizations/views.ts'
import { fail } from '../../core/failure.ts'
import type { Table } from '../../core/people/csv-columns.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import { readEverybody } from '../people/everybody.ts'
import { parseTable, readCsv } from '../read-csv.ts'
import type { Customizations, Reading } from './customizations.ts'

/** A file of this computer, or what was pasted. */
export type TableSource = { readonly path: string } | { readonly text: string }

export type CustomizationTables = {
  preview(source: TableSource): Promise<Result<TablePreview>>
  /** C1.14 to C1.17: who is meant is read afresh, then what is there of them. */
  plan(
    input: { readonly appId: AppId; readonly source: TableSource; readonly mapping: TableMapping },
    reading?: Reading,
  ): Promise<Result<CustomizationJobView>>
}

const sampleSize = 5

const titleOf = (source: TableSource): string => ('path' in source ? basename(source.path) : '')

const read = (source: TableSource): Promise<Result<Table>> | Result<Table> =>
  'path' in source ? readCsv(source.path) : parseTable(source.text, '')

export const createCustomizationTables = (
  context: PortalContext,
  customizations: Customizations,
): CustomizationTables => ({
  preview: async (source) => {
    const table = await read(source)
    if (!table.ok) return table
    const { headings, mapping } = guessMapping(table.value)
    const body = table.value.records
      .slice(mapping.headed ? 1 : 0)
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    return ok({
      ...{ title: titleOf(source), headings: [...headings], mapping, lines: body.length },
      sample: body.slice(0, sampleSize).map(({ cells }) => [...cells]),
    })
  },
  plan: async ({ appId, source, mapping }, reading = {}) => {
    const table = await read(source)
    if (!table.ok) return table
    const chosen = tableMapping.parse(mapping)
    if (chosen.email === null) return err(fail('table-no-addresses', { about: titleOf(source) }))
    const twice = chosen.columns.find(({ key }, index, all) =>
      all.some((other, at) => at !== index && other.key === key),
    )
    if (twice !== undefined) return err(fail('table-column-twice', { about: twice.key }))
    const users = await readEverybody(context, reading.signal)
    if (!users.ok) return users
    const wishes = wishesOf(rowsOfTable(table.value, chosen), users.value)
    return customizations.plan({ appId, kind: 'bulk', title: titleOf(source), wishes }, reading)
  },
})
