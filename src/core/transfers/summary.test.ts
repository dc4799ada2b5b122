import { expect, test } from 'vitest'
import { fillSummary, openFields, summaryAtEnd } from './summary.ts'

test('T1.106: count and folder are filled wherever they stand; other braces stay', () => {
  const facts = { count: 12, folder: 'Year end {count}' }
  expect(fillSummary('{count} files are in “{folder}”. {count}!', facts)).toBe(
    '12 files are in “Year end {count}”. 12!',
  )
  expect(fillSummary('{Count} {name} {} {{count}}', facts)).toBe('{Count} {name} {} {12}')
  expect(fillSummary('$& {folder}', { count: 1, folder: '$&' })).toBe('$& $&')
})

test('T1.106, O1.23: what stays open is named, and count and folder do not', () => {
  expect(openFields('{count} files in {folder} for {client}, {client} and {nobody}')).toEqual([
    '{client}',
    '{nobody}',
  ])
  expect(openFields('{ "a": 1 } {}')).toEqual([])
})

test('T1.105, T1.107: a message goes by itself only when everything arrived', () => {
  expect(summaryAtEnd({ state: 'done', verified: 3 })).toBe('queued')
  expect(summaryAtEnd({ state: 'failed', verified: 3 })).toBe('asks')
  expect(summaryAtEnd({ state: 'failed', verified: 0 })).toBe('asks')
  expect(summaryAtEnd({ state: 'cancelled', verified: 3 })).toBe('asks')
  // Every file was skipped, or none had arrived: there is nothing to tell.
  expect(summaryAtEnd({ state: 'done', verified: 0 })).toBe('dropped')
  expect(summaryAtEnd({ state: 'cancelled', verified: 0 })).toBe('dropped')
})
