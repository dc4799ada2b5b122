import { expect, test } from 'vitest'
import { spaceSummary, type SpaceSummary } from '../../../core/space.ts'
import { neighbour, shown, waitingOnUs } from './view.ts'

const space = (id: string, more: Partial<SpaceSummary> = {}): SpaceSummary =>
  spaceSummary.parse({
    id,
    name: id,
    newest: null,
    unread: 0,
    waiting: null,
    outgoing: 0,
    draft: null,
    ...more,
  })

const spaces = [
  space('a', { unread: 2, waiting: { on: 'us', since: 0 } }),
  space('b', { waiting: { on: 'client', since: 0 } }),
  space('c'),
]
const ids = (list: readonly SpaceSummary[]): readonly string[] => list.map(({ id }) => id)

test('a filter shows what fits it', () => {
  expect(ids(shown(spaces, 'all', null))).toEqual(['a', 'b', 'c'])
  expect(ids(shown(spaces, 'unread', null))).toEqual(['a'])
  expect(ids(shown(spaces, 'us', null))).toEqual(['a'])
  expect(ids(shown(spaces, 'client', null))).toEqual(['b'])
  expect(waitingOnUs(spaces)).toBe(1)
})

test('the open space stays in the list after it was read', () => {
  expect(ids(shown(spaces, 'unread', space('c').id))).toEqual(['a', 'c'])
})

test('the keyboard moves by id and stops at the ends', () => {
  expect(neighbour(['a', 'b', 'c'], 'a', 1)).toBe('b')
  expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('c')
  expect(neighbour(['a', 'b', 'c'], 'b', -10)).toBe('a')
  expect(neighbour(['a', 'b', 'c'], null, 1)).toBe('a')
  expect(neighbour(['a', 'b'], 'gone', 1)).toBe('a')
  expect(neighbour<string>([], null, 1)).toBeUndefined()
})
