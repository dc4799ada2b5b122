import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountOf, bytesOf } from './bandwidth.ts'

describe('the field of the speed limit', () => {
  it('T1.83: shows every limit so that it is read back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 10_000_000_000 }), (limit) => {
        const { amount, unit } = amountOf(limit)
        expect(bytesOf(amount, unit)).toBe(limit)
      }),
    )
  })

  it.each([
    ['500', 'KB', 500_000],
    ['2', 'MB', 2_000_000],
    ['1.5', 'MB', 1_500_000],
    ['1,5', 'MB', 1_500_000],
    [' 1 ', 'KB', 1_000],
  ] as const)('reads %j %s as %d bytes a second', (amount, unit, bytes) => {
    expect(bytesOf(amount, unit)).toBe(bytes)
  })

  it.each(['', '0', '-1', 'fast', '1e3', '0.5', '99999999999'])('takes no %j for a limit', (amount) => {
    expect(bytesOf(amount, 'KB')).toBeNull()
  })
})
