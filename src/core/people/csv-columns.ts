import { z } from 'zod'
import type { ImportRow } from './import-row.ts'

export const columnField = z.enum([
  ...(['email', 'firstName', 'lastName', 'phoneNumber', 'role', 'groups', 'sourceId', 'active'] as const),
])
export type ColumnField = z.infer<typeof columnField>

/** Which column holds what; a column that is named nowhere is left out. */
export const columnMap = z.partialRecord(columnField, z.number().int().min(0))
export type ColumnMap = Readonly<z.infer<typeof columnMap>>

/** How the bytes of a table become text. */
export const tableEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
export type TableEncoding = z.infer<typeof tableEncoding>

export const tableSeparator = z.enum([',', ';', '\t', '|'])
export type TableSeparator = z.infer<typeof tableSeparator>

/** How a table is to be read; what is absent is found out. */
export const tableReading = z.object({
  encoding: tableEncoding.optional(),
  separator: tableSeparator.optional(),
})
export type TableReading = Readonly<z.infer<typeof tableReading>>

/** A table as it was read: cells of each record, and the line of the file it begins on. */
export type Table = {
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

const heads: Readonly<Record<ColumnField, readonly string[]>> = {
  email: [
    ...[
      'email',
      'e mail',
      'mail',
      'email address',
      'e mail address',
      'mail address',
      'e mail adresse',
      'correo',
    ],
    ...['correo electrónico', 'adresse e mail', 'adresse mail', 'courriel', 'username', 'login'],
  ],
  firstName: ['first name', 'firstname', 'given name', 'forename', 'first', 'vorname', 'prénom', 'nombre'],
  lastName: [
    'last name',
    'lastname',
    'surname',
    'family name',
    'last',
    'nachname',
    'nom',
    'apellido',
    'apellidos',
  ],
  phoneNumber: ['phone', 'phone number', 'telephone', 'mobile', 'tel', 'telefon', 'téléphone', 'teléfono'],
  role: ['role', 'rolle', 'rôle', 'rol', 'user role'],
  groups: ['group', 'groups', 'gruppe', 'groupe', 'grupo', 'team', 'department', 'location'],
  sourceId: ['external id', 'foundry id', 'uuid', 'source id'],
  active: ['active', 'status', 'enabled', 'aktiv', 'actif', 'activo'],
}

const headOf = (cell: string): string =>
  cell
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll(/[_\-.:]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** P1.16: which columns a heading line names; null when the first line is no heading (nothing in it is an address's). */
export const guessColumns = (table: Table): { readonly columns: ColumnMap; readonly headed: boolean } => {
  const cells = table.records[0]?.cells ?? []
  const columns: Partial<Record<ColumnField, number>> = {}
  for (const [index, cell] of cells.entries()) {
    const name = headOf(cell)
    const field = columnField.options.find((each) => heads[each].includes(name))
    if (field !== undefined && columns[field] === undefined) columns[field] = index
  }
  if (columns.email !== undefined) return { columns, headed: true }
  // Without a heading for it, the column that holds addresses is found by what is in it.
  const width = Math.max(0, ...table.records.slice(0, 50).map((record) => record.cells.length))
  const counts = Array.from({ length: width }, (_, column) => ({
    column,
    found: table.records.filter(({ cells: each }) => (each[column] ?? '').includes('@')).length,
  })).toSorted((a, b) => b.found - a.found)
  const [best] = counts
  const headed = !cells.some((cell) => cell.includes('@'))
  if (best === undefined || best.found === 0) return { columns, headed }
  return { columns: { ...(headed ? columns : {}), email: best.column }, headed }
}

const no = new Set(['no', 'false', '0', 'inactive', 'disabled', 'n', 'nein', 'non', 'inaktiv', 'left'])

/** P1.16: the rows of a table. Several groups in one cell are parted by ";" or "|". Empty lines fall away. */
export const rowsOf = (table: Table, columns: ColumnMap, headed: boolean): readonly ImportRow[] =>
  table.records.slice(headed ? 1 : 0).flatMap(({ line, cells }): ImportRow[] => {
    if (cells.every((cell) => cell.trim() === '')) return []
    const at = (field: ColumnField): string | null => {
      const column = columns[field]
      const text = column === undefined ? '' : (cells[column]?.trim() ?? '')
      return text === '' ? null : text
    }
    const active = at('active')
    return [
      {
        ...{ line, sourceId: at('sourceId'), email: at('email'), firstName: at('firstName') },
        ...{ lastName: at('lastName'), phoneNumber: at('phoneNumber'), role: roleOf(at('role')) },
        active: active === null ? null : !no.has(active.toLowerCase()),
        groups: (at('groups') ?? '')
          .split(/[;|]/)
          .flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
      },
    ]
  })

/** Admins are made one by one and on purpose: a table names clients, guests and staff. */
const roleOf = (text: string | null): string | null => {
  const name = text?.toLowerCase() ?? ''
  return name === 'client' || name === 'guest' || name === 'staff' ? name : null
}
