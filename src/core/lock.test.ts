import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitAfter, waitLeft } from './lock.ts'

test('L1.7 two slips cost nothing; then a second, doubling, up to five minutes', () => {
  expect([0, 1, 2, 3, 4, 5, 11, 12, 500].map(waitAfter)).toEqual([
    0, 0, 0, 1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
  ])
})

test('L1.7 a wait is never longer than the rule, wherever the clock was set', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer(), fc.integer(), (wrong, waitUntil, now) => {
      const left = waitLeft({ wrong, waitUntil }, now)
      expect(left).toBeGreaterThanOrEqual(0)
      expect(left).toBeLessThanOrEqual(waitAfter(wrong))
    }),
  )
})
