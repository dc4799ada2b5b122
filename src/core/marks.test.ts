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
})
