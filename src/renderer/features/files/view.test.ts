import { expect, test } from 'vitest'
import { fileRow, type FileRow } from '../../../core/file.ts'
import { keepExisting, nothingSelected, pick, sortRows } from './view.ts'

const row = (name: string, more: Partial<FileRow> = {}): FileRow =>
  fileRow.parse({
    hasThumbnail: false,
    id: name,
    name,
    isFolder: false,
    size: 1,
    items: 0,
    addedAt: 0,
    isNew: false,
    here: 'none',
    pin: 'none',
    ...more,
  })
const names = (rows: readonly FileRow[]): readonly string[] => rows.map(({ name }) => name)

test('folders come first in every order', () => {
  const rows = [row('b'), row('z', { isFolder: true }), row('a')]
  expect(names(sortRows(rows, { column: 'name', descending: false }))).toEqual(['z', 'a', 'b'])
  expect(names(sortRows(rows, { column: 'name', descending: true }))).toEqual(['z', 'b', 'a'])
})

test('numbers in names count as numbers', () => {
  const rows = [row('Voucher 10'), row('Voucher 9')]
  expect(names(sortRows(rows, { column: 'name', descending: false }))).toEqual(['Voucher 9', 'Voucher 10'])
})

test('rows that are equal by the column go by name', () => {
  const rows = [row('b', { size: 5 }), row('a', { size: 5 }), row('c', { size: 9 })]
  expect(names(sortRows(rows, { column: 'size', descending: true }))).toEqual(['c', 'a', 'b'])
})

const ids = ['a', 'b', 'c', 'd', 'e']

test('a range goes from where it began, in both directions', () => {
  const begun = pick(nothingSelected(), ids, 'c', 'only')
  expect([...pick(begun, ids, 'e', 'range').chosen]).toEqual(['c', 'd', 'e'])
  expect([...pick(pick(begun, ids, 'e', 'range'), ids, 'a', 'range').chosen]).toEqual(['a', 'b', 'c'])
})

test('a toggle adds one and takes it away again', () => {
  const two = pick(pick(nothingSelected(), ids, 'a', 'only'), ids, 'd', 'toggle')
  expect([...two.chosen]).toEqual(['a', 'd'])
  expect([...pick(two, ids, 'a', 'toggle').chosen]).toEqual(['d'])
})

test('what no longer exists is no longer selected', () => {
  const two = pick(pick(nothingSelected(), ids, 'a', 'only'), ids, 'd', 'toggle')
  const kept = keepExisting(two, ['a', 'b'])
  expect([...kept.chosen]).toEqual(['a'])
  expect(kept.cursor).toBeNull()
})
