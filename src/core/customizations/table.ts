import { z } from 'zod'
import { guessColumns, type Table } from '../people/csv-columns.ts'
import { emailKey, isEmail } from '../people/email.ts'
import type { UserId } from '../person.ts'
import { type Config, type Edits, sameValue, touchedKeys, withEdits } from './config.ts'
import type { SkipReason } from './views.ts'

export const columnType = z.enum(['text', 'number', 'boolean', 'json'])
export type ColumnType = z.infer<typeof columnType>

/** C1.14: which column holds the addresses, and which keys the others go into. */
export const tableMapping = z.object({
  email: z.number().int().min(0).nullable(),
  columns: z
    .array(
      z.object({
        column: z.number().int().min(0),
        key: z.string().trim().min(1).max(200),
        type: columnType,
      }),
    )
    .max(200),
  headed: z.boolean(),
  /** C1.15 */
  blank: z.enum(['keep', 'remove']),
})
export type TableMapping = Readonly<z.infer<typeof tableMapping>>

/** What one line of a table wants. */
export type TableRow = {
  readonly line: number
  readonly email: string
  readonly edits: Edits
  /** The heading of a column whose cell is not what it holds. */
  readonly bad: string | null
}

const yes = new Set(['yes', 'true', '1', 'y', 'ja', 'oui', 'sí', 'si', 'x'])
const no = new Set(['no', 'false', '0', 'n', 'nein', 'non'])
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

const parsedJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A cell as a value; undefined where it is not what the column holds. */
export const valueOfCell = (text: string, type: ColumnType): { readonly value: unknown } | undefined => {
  const cell = text.trim()
  switch (type) {
    case 'text':
      return { value: cell }
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(cell) ? { value: Number(cell) } : undefined
    case 'boolean':
      if (yes.has(cell.toLowerCase())) return { value: true }
      return no.has(cell.toLowerCase()) ? { value: false } : undefined
    case 'json':
      return parsedJson(cell)
  }
}

/** Codes with leading zeros and long digits are text: as numbers they would come out as others. */
const typeOf = (cells: readonly string[]): ColumnType => {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (filled.length === 0) return 'text'
  if (filled.every((cell) => plainNumber.test(cell) && cell.length < 16)) return 'number'
  if (filled.every((cell) => ['true', 'false'].includes(cell.toLowerCase()))) return 'boolean'
  if (filled.every((cell) => /^[[{]/.test(cell) && parsedJson(cell) !== undefined)) return 'json'
  return 'text'
}

/** Headings and what the columns seem to be. A person's names are no configuration, unless somebody says so. */
export const guessMapping = (
  table: Table,
): { readonly headings: readonly string[]; readonly mapping: TableMapping } => {
  const { columns, headed } = guessColumns(table)
  const width = Math.max(0, ...table.records.map(({ cells }) => cells.length))
  const first = table.records[0]?.cells ?? []
  const body = table.records.slice(headed ? 1 : 0)
  const headings = Array.from({ length: width }, (_, column) => {
    const text = headed ? (first[column]?.trim() ?? '') : ''
    return text === '' ? `Column ${column + 1}` : text
  })
  const notKeys = [columns.email, columns.firstName, columns.lastName]
  const chosen = headings.flatMap((key, column) =>
    notKeys.includes(column) || (headed && (first[column] ?? '').trim() === '')
      ? []
      : [{ column, key: key.slice(0, 200), type: typeOf(body.map(({ cells }) => cells[column] ?? '')) }],
  )
  return { headings, mapping: { email: columns.email ?? null, columns: chosen, headed, blank: 'keep' } }
}

/** C1.14 to C1.16: what each line wants. Empty lines fall away. */
export const rowsOfTable = (table: Table, mapping: TableMapping): readonly TableRow[] => {
  const { headings } = guessMapping(table)
  return table.records.slice(mapping.headed ? 1 : 0).flatMap(({ line, cells }) => {
    if (cells.every((cell) => cell.trim() === '')) return []
    const edits = new Map<string, { readonly to: unknown } | 'remove'>()
    let bad: string | null = null
    for (const { column, key, type } of mapping.columns) {
      const cell = (cells[column] ?? '').trim()
      if (cell === '') {
        if (mapping.blank === 'remove') edits.set(key, 'remove')
        continue
      }
      const read = valueOfCell(cell, type)
      if (read === undefined) bad ??= headings[column] ?? key
      else edits.set(key, { to: read.value })
    }
    const email = mapping.email === null ? '' : (cells[mapping.email] ?? '').trim()
    return [{ line, email, edits, bad }]
  })
}

/** What is wanted of one person's configuration, and where it comes from; or why nothing is. */
export type Wish = { readonly line: number | null; readonly email: string } & (
  | { readonly userId: UserId; readonly edits: Edits }
  | { readonly reason: SkipReason; readonly column: string | null }
)

const sameEdits = (a: Edits, b: Edits): boolean =>
  a.size === b.size &&
  [...a].every(([key, edit]) => {
    const other = b.get(key)
    if (other === undefined || edit === 'remove' || other === 'remove') return edit === other
    return sameValue(edit.to, other.to)
  })

/** C1.16: each line's person, found by the address and nothing else. */
export const wishesOf = (
  rows: readonly TableRow[],
  users: readonly { readonly id: UserId; readonly email: string }[],
): readonly Wish[] => {
  const byEmail = new Map<string, UserId[]>()
  for (const { id, email } of users) {
    const key = emailKey(email)
    byEmail.set(key, [...(byEmail.get(key) ?? []), id])
  }
  const sound = rows.filter(({ bad }) => bad === null)
  const ofAddress = grouped(sound)
  return rows.map((row): Wish => {
    const { line, email } = row
    const out = (reason: SkipReason, column: string | null = null): Wish => ({ line, email, reason, column })
    if (email === '') return out('no-email')
    if (!isEmail(email)) return out('bad-email')
    const [userId, another] = byEmail.get(emailKey(email)) ?? []
    if (userId === undefined) return out('no-person')
    if (another !== undefined) return out('several-people')
    if (row.bad !== null) return out('bad-value', row.bad)
    const lines = ofAddress.get(emailKey(email)) ?? []
    if (!lines.every(({ edits }) => sameEdits(edits, row.edits))) return out('differs')
    if (lines[0] !== row) return out('again')
    return { line, email, userId, edits: row.edits }
  })
}

const grouped = (rows: readonly TableRow[]): ReadonlyMap<string, readonly TableRow[]> => {
  const groups = new Map<string, TableRow[]>()
  for (const row of rows) {
    const key = emailKey(row.email)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

/** One person of a job, planned. */
export type PlannedChange = { readonly line: number | null; readonly email: string } & (
  | {
      readonly kind: 'set'
      readonly userId: UserId
      readonly before: Config | null
      readonly after: Config | null
      /** C1.11: keys that somebody changed since what is to be undone: it stays as it is. */
      readonly clashes?: readonly string[]
    }
  | { readonly kind: 'same'; readonly userId: UserId }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly column: string | null }
)

/** C1.4: what becomes of each wish, by what is there. Who is in no entry of `configs` has no configuration. */
export const planChanges = (
  wishes: readonly Wish[],
  configs: ReadonlyMap<UserId, Config | null>,
): readonly PlannedChange[] =>
  wishes.map((wish): PlannedChange => {
    const { line, email } = wish
    if (!('userId' in wish)) return { line, email, kind: 'skipped', reason: wish.reason, column: wish.column }
    const before = configs.get(wish.userId) ?? null
    const after = withEdits(before, wish.edits)
    const isSame = touchedKeys(before, after).length === 0
    const { userId } = wish
    return isSame
      ? { line, email, kind: 'same', userId }
      : { line, email, kind: 'set', userId, before, after }
  })
