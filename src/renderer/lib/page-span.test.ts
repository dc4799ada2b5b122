import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serves, spanFor } from './page-span.ts'

const pageSize = 200
const view = fc.record({ first: fc.nat(100_000), rows: fc.integer({ min: 1, max: 300 }) })

describe('the rows that are read for a list in view', () => {
  it('hold the view, start at no row before the first, and are at most what a call answers', () => {
    fc.assert(
      fc.property(view, ({ first, rows }) => {
        const last = first + rows - 1
        const { from, to } = spanFor(first, last, pageSize)
        expect([from >= 0, from <= first, last < to, to - from <= 500]).toEqual([true, true, true, true])
      }),
    )
  })

  it('serve the view they were read for', () => {
    fc.assert(
      fc.property(view, ({ first, rows }) => {
        const last = first + rows - 1
        expect(serves(spanFor(first, last, pageSize), first, last)).toBe(true)
      }),
    )
  })

  it('are asked for anew some dozen times over 10,000 rows, not with every row that comes into view', () => {
    let asked: ReturnType<typeof spanFor> | null = null
    let reads = 0
    for (let first = 0; first < 10_000; first += 1) {
      if (serves(asked, first, first + 30)) continue
      asked = spanFor(first, first + 30, pageSize)
      reads += 1
    }
    expect(reads).toBeLessThan(200)
    expect(reads).toBeGreaterThan(100)
  })

  it('that reach the end of the list serve its last row, and none that came later', () => {
    const asked = { from: 0, to: 40, ends: true }
    expect([serves(asked, 10, 39), serves(asked, 11, 40)]).toEqual([true, false])
  })

  it('serve nothing before anything was asked for', () => {
    expect(serves(null, 0, 0)).toBe(false)
  })
})
