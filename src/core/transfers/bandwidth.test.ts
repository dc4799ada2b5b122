import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyBucket, fill, spend, waitMs } from './bandwidth.ts'

/** Sends pieces one after another under a limit and answers how long that took, in ms. */
const timeFor = (pieces: readonly number[], rate: number): number => {
  let now = 0
  let bucket = emptyBucket(now)
  for (const piece of pieces) {
    bucket = fill(bucket, rate, now)
    now += waitMs(bucket, rate)
    bucket = spend(fill(bucket, rate, now), piece)
  }
  return now + waitMs(bucket, rate)
}

describe('bandwidth limit', () => {
  test('T1.83: whatever the pieces, no more goes than the limit and a quarter of a second’s worth', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1_000, max: 10_000_000 }), (sizes, rate) => {
        const bytes = sizes.reduce((sum, size) => sum + size, 0)
        const fair = (bytes * 1000) / rate
        const took = timeFor(sizes, rate)
        expect(took).toBeGreaterThanOrEqual(Math.floor(fair - 250))
        // Waits are whole milliseconds.
        expect(took).toBeLessThanOrEqual(fair + sizes.length + 1)
      }),
    )
  })

  test('T1.83: what was not used in a pause is not made up for afterwards', () => {
    const rested = fill(emptyBucket(0), 1_000, 60_000)
    expect(rested.bytes).toBe(250)
    expect(fill(rested, 1_000, 10).bytes).toBe(250)
  })

  test('T1.83: a piece larger than the bucket goes, and what comes after it waits', () => {
    const owed = spend(emptyBucket(0), 5_000)
    expect(waitMs(owed, 1_000)).toBe(5_000)
    expect(waitMs(fill(owed, 1_000, 5_000), 1_000)).toBe(0)
  })
})
