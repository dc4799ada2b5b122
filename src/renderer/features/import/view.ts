import type { ColumnField, ColumnMap, TableSeparator } from '../../../core/people/csv-columns.ts'
import type { ImportChoices, PersonField } from '../../../core/people/import-row.ts'
import type { ImportView, RowFilter } from '../../../core/people/import-views.ts'

// Lists of codes, written out here so that the schemas stay out of the window's code.

export const columnFields = [
  ...(['email', 'firstName', 'lastName', 'phoneNumber', 'role', 'groups', 'sourceId', 'active'] as const),
] satisfies readonly ColumnField[]

export const overwritable = [
  ...(['firstName', 'lastName', 'phoneNumber', 'email'] as const),
] satisfies readonly PersonField[]

export const rowFilters = [
  ...(['all', 'new', 'changed', 'same', 'decision', 'skipped', 'failed'] as const),
] satisfies readonly RowFilter[]

export const separators = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  bar: '|',
} as const satisfies Readonly<Record<string, TableSeparator>>

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

/** As an import begins: nothing written over, nobody written to. */
export const firstChoices: ImportChoices = {
  ...{ overwrite: [], role: 'client', makeDefaultSpace: false, invite: false, inactive: 'skip' },
  decisions: {},
}

/** A table's columns after one of them was said to hold something: a field is in one column only. */
export const withColumn = (columns: ColumnMap, column: number, field: ColumnField | null): ColumnMap => {
  const rest = Object.entries(columns).filter(([name, at]) => at !== column && name !== field)
  return Object.fromEntries(field === null ? rest : [...rest, [field, column]])
}

/** What a column holds, or null. */
export const fieldOf = (columns: ColumnMap, column: number): ColumnField | null =>
  columnFields.find((field) => columns[field] === column) ?? null

/** How many rows each filter shows. */
export const countOf = (view: ImportView, filter: RowFilter): number => {
  if (filter === 'failed') return view.failed - view.groups.filter(({ problem }) => problem !== null).length
  if (filter !== 'all') return view.sums[filter]
  return Object.values(view.sums).reduce((sum, count) => sum + count, 0)
}

/** How long is left at the pace since `first` was seen, ms; null while that can't be told. */
export const leftMs = (
  first: { readonly at: number; readonly done: number } | null,
  now: { readonly at: number; readonly done: number },
  todo: number,
): number | null => {
  if (first === null || now.done - first.done < 5 || now.at - first.at < 3_000) return null
  return ((now.at - first.at) / (now.done - first.done)) * (todo - now.done)
}
