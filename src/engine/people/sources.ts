import { basename } from 'node:path'
import { fail } from '../../core/failure.ts'
import { type ColumnMap, guessColumns, rowsOf, type TableReading } from '../../core/people/csv-columns.ts'
import { type FoundryGroups, rowsOfFoundry } from '../../core/people/foundry-rows.ts'
import type { TableView } from '../../core/people/import-views.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { FoundryDesk } from '../foundry/desk.ts'
import type { ImportInput } from './imports.ts'
import { type ReadTable, readCsv } from '../read-csv.ts'

/** What an import is planned from. */
export type Source = Omit<ImportInput, 'choices'>

export type TablePreview = {
  readonly table: ReadTable
  readonly columns: ColumnMap
  readonly headed: boolean
}

/** A table and what its columns seem to be. */
export const previewCsv = async (path: string, reading: TableReading = {}): Promise<Result<TablePreview>> => {
  const table = await readCsv(path, reading)
  return table.ok ? ok({ table: table.value, ...guessColumns(table.value) }) : table
}

const shownRecords = 6
const longestCell = 200

/** The beginning of a table as it is shown to whoever says what its columns are. */
export const tableView = (path: string, { table, columns, headed }: TablePreview): TableView => ({
  ...{ title: basename(path), columns, headed, encoding: table.encoding, separator: table.separator },
  records: table.records
    .slice(0, shownRecords)
    .map(({ cells }) => cells.map((cell) => cell.slice(0, longestCell))),
  count: table.records.length,
})

/** What a person said of a table; what is absent is found out. */
export type TableChoice = {
  readonly columns: ColumnMap
  readonly headed: boolean
  readonly reading: TableReading
}

/** The rows of a table; `chosen` takes the place of what the columns seem to be. */
export const csvSource = async (path: string, chosen?: TableChoice): Promise<Result<Source>> => {
  const preview = await previewCsv(path, chosen?.reading)
  if (!preview.ok) return preview
  const { columns, headed } = chosen ?? preview.value
  const title = basename(path)
  if (columns.email === undefined) return err(fail('table-no-addresses', { about: title }))
  const rows = rowsOf(preview.value.table, columns, headed)
  return ok({ source: 'csv', title, rows, complete: true })
}

export type FoundryChoice = {
  /** Ids; none: everywhere. */
  readonly locationIds: readonly string[]
  readonly label: string | null
  readonly active: boolean | null
  readonly groups: FoundryGroups
}

/** The people of Foundry that were chosen, as rows. */
export const foundrySource = async (
  desk: FoundryDesk,
  choice: FoundryChoice,
  options: {
    readonly signal?: AbortSignal | undefined
    readonly onProgress?: ((read: number, total: number | null) => void) | undefined
  } = {},
): Promise<Result<Source>> => {
  const client = await desk.client()
  if (!client.ok) return client
  const locations = await client.value.locations({ signal: options.signal })
  if (!locations.ok) return locations
  const reading = await client.value.people(choice, options)
  if (!reading.ok) return reading
  const names = locations.value.filter(({ id }) => choice.locationIds.includes(id)).map(({ name }) => name)
  const title = [names.length === 0 ? 'Foundry' : `Foundry: ${names.join(', ')}`, choice.label ?? '']
  return ok({
    source: 'foundry',
    title: title.filter((part) => part !== '').join(', '),
    rows: rowsOfFoundry(reading.value.people, locations.value, choice),
    complete: reading.value.complete,
  })
}
