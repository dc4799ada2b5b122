import type { TableEntry } from './fan-out.ts'

/** A line of a table that can't be used, and why. */
export type TableProblem = {
  readonly line: number
  readonly reason: 'no-path' | 'no-space' | 'unknown-space'
}

const pathHeads = new Set(['path', 'file', 'filename', 'file name', 'name', 'pattern', 'document'])
const spaceHeads = new Set([
  'space',
  'client',
  'to',
  'target',
  'space id',
  'spaceid',
  'space name',
  'customer',
])

const head = (cell: string): string => cell.trim().toLowerCase().replaceAll(/[_-]/g, ' ')

/**
 * T1.122: what the lines of a table mean. With a heading line the columns may come in any order and others beside
 * them; without one the first column is the path, the second the space.
 */
export const readTable = (
  lines: readonly { readonly line: number; readonly cells: readonly string[] }[],
): { readonly entries: readonly TableEntry[]; readonly problems: readonly TableProblem[] } => {
  const heads = (lines[0]?.cells ?? []).map(head)
  const path = heads.findIndex((name) => pathHeads.has(name))
  const space = heads.findIndex((name, index) => spaceHeads.has(name) && index !== path)
  const headed = path >= 0 && space >= 0
  const columns = headed ? { path, space } : { path: 0, space: 1 }
  const entries: TableEntry[] = []
  const problems: TableProblem[] = []
  for (const { line, cells } of headed ? lines.slice(1) : lines) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const pattern = cells[columns.path]?.trim() ?? ''
    const wanted = cells[columns.space]?.trim() ?? ''
    if (pattern === '') problems.push({ line, reason: 'no-path' })
    else if (wanted === '') problems.push({ line, reason: 'no-space' })
    else entries.push({ line, pattern, space: wanted })
  }
  return { entries, problems }
}

/** The character that parts the columns: the one the first line has most of, outside of quotes. */
export const delimiterOf = (text: string): ',' | ';' | '\t' | '|' => {
  const end = text.search(/[\r\n]/)
  const first = (end < 0 ? text : text.slice(0, end)).replaceAll(/"[^"]*"/g, '')
  const count = (character: string): number => first.split(character).length - 1
  const [best] = ([',', ';', '\t', '|'] as const)
    .map((delimiter) => ({ delimiter, times: count(delimiter) }))
    .sort((a, b) => b.times - a.times)
  return best !== undefined && best.times > 0 ? best.delimiter : ','
}
