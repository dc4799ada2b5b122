import { describe, expect, it } from 'vitest'
import { filesLook, firstReadAt, firstUnreadSpan, lookPause } from './marks.ts'

describe('marks', () => {
  it('A1.5: a space met for the first time counts as read up to three days ago, or to our last answer', () => {
    expect(firstReadAt(1e12, null)).toBe(1e12 - firstUnreadSpan)
    expect(firstReadAt(1e12, 1e12 - 5)).toBe(1e12 - 5)
    expect(firstReadAt(1e12, 5)).toBe(1e12 - firstUnreadSpan)
  })
  it('A1.6: files stay new while one looks, and are no longer new at the next look', () => {
    const first = filesLook({ seenAt: 10, lookedAt: null }, 1000)
    expect(first).toEqual({ seenAt: 10, lookedAt: 1000, write: true })
    const still = filesLook(first, 1000 + 30_000)
    expect(still).toEqual({ seenAt: 10, lookedAt: 1000, write: false })
    const later = filesLook(first, 1000 + lookPause)
    expect(later).toEqual({ seenAt: 1000, lookedAt: 1000 + lookPause, write: true })
  })
  it('A1.6: a look made under a clock that ran ahead is no look into the future', () => {
    const hours = 3_600_000
    expect(filesLook({ seenAt: 10, lookedAt: 6 * hours }, hours)).toEqual({
      ...{ seenAt: 10, lookedAt: hours, write: true },
    })
    expect(filesLook({ seenAt: 5 * hours, lookedAt: 6 * hours }, hours).seenAt).toBe(hours)
    // The estimate moves by a second now and then, which is nothing to write.
    expect(filesLook({ seenAt: 10, lookedAt: 2_000 }, 1_000)).toEqual({
      ...{ seenAt: 10, lookedAt: 2_000, write: false },
    })
  })
})
