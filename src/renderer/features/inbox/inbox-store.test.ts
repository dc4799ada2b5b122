import { beforeEach, expect, test } from 'vitest'
import type { SpaceId } from '../../../core/space.ts'
import {
  clearSelection,
  deselect,
  holdOrder,
  rowsOnScreen,
  selectAll,
  selectUpTo,
  showNewest,
  shownOf,
  showRows,
  toggleSelected,
  useInbox,
} from './inbox-store.ts'

const ids = (...values: readonly string[]) => values as readonly SpaceId[]
const id = (value: string) => value as SpaceId
const selected = () => [...useInbox.getState().selected]

beforeEach(() => {
  clearSelection()
  holdOrder(null)
  showRows(ids('a', 'b', 'c', 'd'))
})

test('a selection never outlives what the list shows', () => {
  selectAll()
  showRows(ids('d', 'b'))
  expect(selected()).toEqual(['b', 'd'])
  showRows(ids('a', 'b', 'c', 'd'))
  expect(selected()).toEqual(['b', 'd'])
})

test('a range does not begin at a row that is no longer shown', () => {
  toggleSelected(id('a'))
  showRows(ids('b', 'c', 'd'))
  selectUpTo(id('d'), id('c'))
  expect(selected()).toEqual(['c', 'd'])
})

test('a range follows the order on the screen, also while that is held', () => {
  holdOrder(ids('a', 'b', 'c', 'd'))
  showRows(ids('d', 'a', 'c', 'b'))
  expect(rowsOnScreen()).toEqual(['a', 'b', 'c', 'd'])
  selectUpTo(id('c'), id('a'))
  expect(selected()).toEqual(['a', 'b', 'c'])
})

test('what was acted on is no longer selected; what was selected meanwhile is', () => {
  toggleSelected(id('a'))
  toggleSelected(id('b'))
  deselect(ids('a'))
  expect(selected()).toEqual(['b'])
})

test('an action says up to where the window shows a space, and nothing of one it does not show', () => {
  showNewest([
    { id: id('a'), newest: { kind: 'file', author: null, mine: false, text: 'x', at: 5 } },
    { id: id('b'), newest: null },
  ])
  expect(shownOf(ids('a', 'b', 'gone'))).toEqual([
    { spaceId: 'a', at: 5 },
    { spaceId: 'b', at: null },
  ])
})
