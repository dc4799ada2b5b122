import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRowKeys } from './row-keys.ts'

const span = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at)

describe('row keys', () => {
  it('are different for all rows in view, wherever the view goes and however large it grows', () => {
    const views = fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 0, max: 80 })), { maxLength: 30 })
    fc.assert(
      fc.property(views, (list) => {
        const keys = createRowKeys()
        for (const [first, more] of list) {
          const shown = span(first, first + more)
          expect(new Set(shown.map(keys(first, first + more))).size).toBe(shown.length)
        }
      }),
    )
  })

  it('stay with the rows that stay in view', () => {
    const keys = createRowKeys()
    const before = keys(100, 140)
    const kept = span(103, 140).map(before)
    const after = keys(103, 143)
    expect(span(103, 140).map(after)).toEqual(kept)
  })

  it('go in the same order to the rows a leap leads to, so that no element moves', () => {
    const keys = createRowKeys()
    keys(0, 40)
    const before = span(7, 47).map(keys(7, 47))
    expect(span(9_000, 9_040).map(keys(9_000, 9_040))).toEqual(before)
    expect(span(12, 52).map(keys(12, 52))).toEqual(before)
  })
})
