import { type Failure, failure } from '../../core/failure.ts'
import type { Row } from './driver.ts'

// Readers of a row's columns: a column of another type than its table declares is a bug and throws.

const wrong = (row: Row, name: string, wanted: string): never => {
  throw new TypeError(`Column ${name} should be ${wanted}, is ${typeof row[name]}`)
}

export const text = (row: Row, name: string): string => {
  const value = row[name]
  return typeof value === 'string' ? value : wrong(row, name, 'text')
}

export const textOrNull = (row: Row, name: string): string | null =>
  row[name] === null ? null : text(row, name)

export const integer = (row: Row, name: string): number => {
  const value = row[name]
  return typeof value === 'number' ? value : wrong(row, name, 'a number')
}

export const integerOrNull = (row: Row, name: string): number | null =>
  row[name] === null ? null : integer(row, name)

export const flag = (row: Row, name: string): boolean => integer(row, name) !== 0

export const json = (row: Row, name: string): unknown => JSON.parse(text(row, name))

/** The failure kept in a column `problem`; null: none. */
export const problemOf = (row: Row): Failure | null =>
  row['problem'] === null ? null : failure.parse(json(row, 'problem'))

/** JSON for a column; null stays null. */
export const written = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

/** What `SELECT count(*) AS times` counted. */
export const timesOf = (row: Row | undefined): number => (row === undefined ? 0 : integer(row, 'times'))
