import { expect, test } from 'vitest'
import { inOrderOf } from './use-steady-order.ts'

const rows = (...ids: readonly string[]) => ids.map((id) => ({ id }))

test('rows keep their places whatever order the news bring them in', () => {
  expect(inOrderOf(['a', 'b', 'c'], rows('c', 'a', 'b'))).toEqual(rows('a', 'b', 'c'))
})

test('rows that came since stand at the end, in their own order; rows that are gone leave no gap', () => {
  expect(inOrderOf(['a', 'b', 'c'], rows('y', 'c', 'x', 'a'))).toEqual(rows('a', 'c', 'y', 'x'))
})
