import { csvCell } from '../csv-cell.ts'
import type { ImportRowView } from './import-views.ts'

/** Words of a report: its headings, and what stands for each code of a row's end. Absent: the code itself. */
export type ReportWords = Readonly<Record<string, string>>

export const reportColumns = [
  'line',
  'id',
  'email',
  'firstName',
  'lastName',
  'outcome',
  'reason',
  'said',
] as const

/** What became of a row, and why, as codes. */
export const rowEnd = (row: ImportRowView): { readonly outcome: string; readonly reason: string | null } => {
  if (row.phase === 'failed') return { outcome: 'failed', reason: row.problem?.code ?? null }
  if (row.outcome !== null) return { outcome: row.outcome, reason: null }
  if (row.phase === 'planned' || row.phase === 'sending') return { outcome: 'waiting', reason: null }
  return { outcome: row.kind, reason: row.reason }
}

/** P1.13: the heading line of a report. */
export const reportHead = (words: ReportWords): string =>
  lineOf(reportColumns.map((name) => words[name] ?? name))

/** P1.13: one row of it, with the other side's own words last. */
export const reportLine = (row: ImportRowView, words: ReportWords): string => {
  const { outcome, reason } = rowEnd(row)
  return lineOf([
    ...[row.row.line, row.row.sourceId, row.row.email, row.row.firstName, row.row.lastName],
    ...[words[outcome] ?? outcome, reason === null ? null : (words[reason] ?? reason)],
    row.problem?.detail ?? null,
  ])
}

const lineOf = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`
