import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure } from './failure.ts'
import { backoffMs, defaultRetryPolicy, nextTry, retryAfterMs } from './retry.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

describe('Retry-After is read in both forms', () => {
  it.each([
    ['seconds', '7', undefined, 7_000],
    ['nothing to wait for', '0', undefined, 0],
    [
      'a date by the answer’s own clock',
      'Sun, 01 Mar 2026 20:00:30 GMT',
      'Sun, 01 Mar 2026 20:00:00 GMT',
      30_000,
    ],
    ['a date without an answer’s clock, by ours', 'Sun, 01 Mar 2026 12:00:10 GMT', undefined, 10_000],
    ['a date in the past', 'Sun, 01 Mar 2026 11:00:00 GMT', undefined, 0],
    ['a date beside an unreadable clock, by ours', 'Sun, 01 Mar 2026 12:00:10 GMT', 'yesterday', 10_000],
    ['no header', undefined, undefined, undefined],
    ['a negative number', '-5', undefined, undefined],
    ['words', 'soon', undefined, undefined],
    ['an empty header', '', undefined, undefined],
  ])('%s', (_name, header, date, wanted) => {
    expect(retryAfterMs(header, date, now)).toBe(wanted)
  })
})

const after = (failure: Failure, more: Partial<Parameters<typeof nextTry>[0]> = {}) =>
  nextTry({ failure, tries: 1, elapsedMs: 0, creates: false, random: 0.5, ...more })

describe('another try', () => {
  it.each<[string, Failure, Partial<Parameters<typeof nextTry>[0]>, boolean]>([
    ['is made after a throttle', { code: 'throttled' }, {}, true],
    ['is made after a 503', { code: 'server-error', status: 503 }, {}, true],
    ['is made when the way there was broken', { code: 'unreachable' }, {}, true],
    ['is made after a time-out', { code: 'timed-out' }, {}, true],
    ['is not made when the key is refused', { code: 'key-refused', status: 401 }, {}, false],
    ['is not made when the certificate is wrong', { code: 'tls' }, {}, false],
    ['is not made after a cancel', { code: 'cancelled' }, {}, false],
    ['is not made for what the server can’t do at all', { code: 'server-error', status: 501 }, {}, false],
    ['is not made beyond five', { code: 'unreachable' }, { tries: 5 }, false],
    ['is not made once patience is over', { code: 'timed-out' }, { elapsedMs: 60_000 }, false],
    ['is made after a long throttle all the same', { code: 'throttled' }, { elapsedMs: 400_000 }, true],
    ['creates nothing twice', { code: 'unreachable', unsure: true }, { creates: true }, false],
    ['creates what certainly did not arrive', { code: 'unreachable' }, { creates: true }, true],
  ])('%s', (_name, failure, more, again) => {
    expect(after(failure, more).again).toBe(again)
  })

  it('waits at least as long as asked, but no longer than five minutes and a moment', () => {
    expect(after({ code: 'throttled', retryAfterMs: 10_000 }, { random: 0 })).toEqual({
      again: true,
      waitMs: 10_000,
    })
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (asked, tries, random) => {
          const next = after({ code: 'throttled', retryAfterMs: asked }, { tries, random })
          if (!next.again) throw new Error('a throttle is always worth another try here')
          expect(next.waitMs).toBeGreaterThanOrEqual(Math.min(asked, 300_000))
          expect(next.waitMs).toBeLessThanOrEqual(300_500)
        },
      ),
    )
  })

  it('backs off with full jitter under a doubling ceiling of at most 30 seconds', () => {
    expect([1, 2, 3, 4].map((tries) => backoffMs(tries, 0.9999999, defaultRetryPolicy))).toEqual([
      499, 999, 1999, 3999,
    ])
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (tries, random) => {
          const wait = backoffMs(tries, random, defaultRetryPolicy)
          expect(wait).toBeGreaterThanOrEqual(0)
          expect(wait).toBeLessThan(Math.min(30_000, 500 * 2 ** (tries - 1)))
        },
      ),
    )
  })
})
