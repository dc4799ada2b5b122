import { expect, test } from 'vitest'
import { type SpaceId, spaceSummary, type SpaceSummary } from '../../../core/space.ts'
import { keyboardRow, keyboardTargets, neighbour, waitingOnUs } from './view.ts'

const space = (id: string, more: Partial<SpaceSummary> = {}): SpaceSummary =>
  spaceSummary.parse({
    id,
    name: id,
    newest: null,
    unread: 0,
    waiting: null,
    outgoing: 0,
    draft: null,
    ...{ standing: 'inbox', pinned: false, snoozedUntil: null, returnedAt: null },
    ...more,
  })

const spaces = [
  space('a', { unread: 2, waiting: { on: 'us', since: 0 } }),
  space('b', { waiting: { on: 'client', since: 0 } }),
  space('c'),
]
test('what is put aside does not wait on us', () => {
  expect(waitingOnUs(spaces)).toBe(1)
  expect(waitingOnUs(spaces.map((each) => ({ ...each, standing: 'snoozed' })))).toBe(0)
})

test('the keyboard moves by id and stops at the ends', () => {
  expect(neighbour(['a', 'b', 'c'], 'a', 1)).toBe('b')
  expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('c')
  expect(neighbour(['a', 'b', 'c'], 'b', -10)).toBe('a')
  expect(neighbour(['a', 'b', 'c'], null, 1)).toBe('a')
  expect(neighbour(['a', 'b'], 'gone', 1)).toBe('a')
  expect(neighbour<string>([], null, 1)).toBeUndefined()
})

const id = (value: string) => value as SpaceId
const keyboard = {
  rows: [id('a'), id('b'), id('c')],
  selected: new Set<SpaceId>(),
  cursor: id('b'),
  inList: true,
  open: id('a'),
}

test('a key acts on the row with the ring while the list has the focus, else on the open space', () => {
  expect(keyboardTargets(keyboard)).toEqual(['b'])
  expect(keyboardTargets({ ...keyboard, inList: false })).toEqual(['a'])
  expect(keyboardTargets({ ...keyboard, cursor: null })).toEqual(['a'])
  expect(keyboardTargets({ ...keyboard, inList: false, open: null })).toEqual([])
})

test('a selection comes first; X and the arrows still mean the row with the ring', () => {
  const selecting = { ...keyboard, selected: new Set([id('c')]) }
  expect(keyboardTargets(selecting)).toEqual(['c'])
  expect(keyboardRow(selecting)).toBe('b')
})

test('a row that is no longer shown has no ring', () => {
  expect(keyboardTargets({ ...keyboard, rows: [id('c'), id('a')] })).toEqual(['a'])
})
