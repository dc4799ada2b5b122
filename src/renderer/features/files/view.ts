import type { FileRow } from '../../../core/file.ts'

export type SortColumn = 'name' | 'added' | 'size'
export type Sort = { readonly column: SortColumn; readonly descending: boolean }

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Folders first, whatever the order; equal rows go by name, so that the order never jumps. */
export const sortRows = (rows: readonly FileRow[], sort: Sort): readonly FileRow[] => {
  const turn = sort.descending ? -1 : 1
  return [...rows].sort((a, b) => {
    if (a.isFolder !== b.isFolder) return a.isFolder ? -1 : 1
    return turn * compareBy(sort.column, a, b) || collator.compare(a.name, b.name)
  })
}

const compareBy = (column: SortColumn, a: FileRow, b: FileRow): number => {
  switch (column) {
    case 'name':
      return collator.compare(a.name, b.name)
    case 'added':
      return a.addedAt - b.addedAt
    case 'size':
      return a.size - b.size
  }
}

/** What is selected, where the keyboard is, and where a range began. All by id: rows move. */
export type Selection<Id extends string = string> = {
  readonly chosen: ReadonlySet<Id>
  readonly cursor: Id | null
  readonly anchor: Id | null
}

export const nothingSelected = <Id extends string>(): Selection<Id> => ({
  chosen: new Set<Id>(),
  cursor: null,
  anchor: null,
})

export type Pick = 'only' | 'toggle' | 'range'

/** A row was picked: alone, in addition (Ctrl, Space), or everything from the anchor to it (Shift). */
export const pick = <Id extends string>(
  selection: Selection<Id>,
  ids: readonly Id[],
  id: Id,
  how: Pick,
): Selection<Id> => {
  switch (how) {
    case 'only':
      return { chosen: new Set([id]), cursor: id, anchor: id }
    case 'toggle': {
      const chosen = new Set(selection.chosen)
      if (!chosen.delete(id)) chosen.add(id)
      return { chosen, cursor: id, anchor: id }
    }
    case 'range': {
      const anchor = selection.anchor ?? id
      const from = Math.max(0, ids.indexOf(anchor))
      const to = ids.indexOf(id)
      const span = ids.slice(Math.min(from, to), Math.max(from, to) + 1)
      return { chosen: new Set(span), cursor: id, anchor }
    }
  }
}

/** Without the rows that are gone. */
export const keepExisting = <Id extends string>(
  selection: Selection<Id>,
  ids: readonly Id[],
): Selection<Id> => {
  const there = new Set(ids)
  const chosen = [...selection.chosen].filter((id) => there.has(id))
  return {
    chosen: chosen.length === selection.chosen.size ? selection.chosen : new Set(chosen),
    cursor: selection.cursor !== null && there.has(selection.cursor) ? selection.cursor : null,
    anchor: selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : null,
  }
}

/** "Harper & Lowe LLP › Accounts › 2026" */
export const pathWords = (names: readonly string[]): string => names.join(' › ')

/** The file after this one, or before it, folders left out; undefined at either end. */
export const neighbourFile = (
  rows: readonly FileRow[],
  id: FileRow['id'],
  by: 1 | -1,
): FileRow['id'] | undefined => {
  const files = rows.filter(({ isFolder }) => !isFolder)
  const at = files.findIndex((row) => row.id === id)
  return at < 0 ? undefined : files[at + by]?.id
}
