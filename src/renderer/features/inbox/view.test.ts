import { expect, test } from 'vitest'
import { spaceSummary, type SpaceSummary } from '../../../core/space.ts'
import { neighbour, waitingOnUs } from './view.ts'

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
