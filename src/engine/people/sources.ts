import { basename } from 'node:path'
import { fail } from '../../core/failure.ts'
import { type ColumnMap, guessColumns, rowsOf, type Table } from '../../core/people/csv-columns.ts'
import { type FoundryGroups, rowsOfFoundry } from '../../core/people/foundry-rows.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { FoundryDesk } from '../foundry/desk.ts'
import type { ImportInput } from './imports.ts'
import { readCsv } from '../read-csv.ts'

/** What an import is planned from. */
export type Source = Omit<ImportInput, 'choices'>

export type TablePreview = {
  readonly table: Table
  readonly columns: ColumnMap
  readonly headed: boolean
}

/** A table and what its columns seem to be. */
export const previewCsv = async (path: string): Promise<Result<TablePreview>> => {
  const table = await readCsv(path)
  return table.ok ? ok({ table: table.value, ...guessColumns(table.value) }) : table
}

/** The rows of a table; `chosen` takes the place of what the columns seem to be. */
export const csvSource = async (
  path: string,
  chosen?: { readonly columns: ColumnMap; readonly headed: boolean },
): Promise<Result<Source>> => {
  const preview = await previewCsv(path)
  if (!preview.ok) return preview
  const { columns, headed } = chosen ?? preview.value
  const title = basename(path)
  if (columns.email === undefined) {
    return err(fail('usage', { about: title, detail: `${title} has no column of e-mail addresses.` }))
  }
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
