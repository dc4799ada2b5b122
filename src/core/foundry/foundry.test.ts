import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail } from '../failure.ts'
import { waitForPlace, windowMs } from './pace.ts'
import { afterPage } from './paging.ts'
import { waitBeforeNext, wordsOf } from './trouble.ts'

describe('the pace', () => {
  it('F1.4: no rolling minute sees more than the limit, however long requests are under way', () => {
    const request = fc.record({
      gap: fc.nat(20_000),
      lasts: fc.nat(90_000),
      arrives: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(request, { maxLength: 40 }), (limit, requests) => {
        let now = 0
        const sent: { readonly end: number; readonly arrival: number }[] = []
        for (const { gap, lasts, arrives } of requests) {
          now += gap
          for (;;) {
            const over = sent.filter(({ end }) => end <= now).map(({ end }) => end)
            const wait = waitForPlace({ ends: over, underWay: sent.length - over.length }, limit, now)
            if (wait === 0) break
            const nextEnd = Math.min(...sent.map(({ end }) => end).filter((end) => end > now))
            now = wait === null ? nextEnd : Math.min(now + wait, nextEnd)
          }
          sent.push({ end: now + lasts, arrival: now + arrives * lasts })
        }
        const arrivals = sent.map(({ arrival }) => arrival).toSorted((a, b) => a - b)
        for (const [index, arrival] of arrivals.entries()) {
          const other = arrivals[index + limit]
          if (other !== undefined) expect(other - arrival).toBeGreaterThanOrEqual(windowMs)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('F1.4: moments of the future, left by a clock that was set back, hold nobody up for ever', () => {
    expect(waitForPlace({ ends: [9_000_000], underWay: 0 }, 1, 1_000)).toBe(windowMs)
  })
})

describe('F1.5: a refusal for the pace', () => {
  const wait = (tries: number, random: number) =>
    waitBeforeNext(fail('foundry-busy'), { tries, writes: false, random })

  it('a whole window passes before the last try, however small the draws', () => {
    const waits = Array.from({ length: 8 }, (_, made) => wait(made + 1, 0))
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, windowMs, null])
    expect(wait(7, 0.999)).toBeGreaterThan(windowMs)
  })
})

describe('paging', () => {
  const reading = { asked: 100, number: 1, firstIds: [], seen: new Set<string>(), switched: false }
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => `p${from + index}`)

  it('F1.8: ends at an empty page, at a next of null, and at the total', () => {
    expect(afterPage(reading, { ids: [], next: 'x', total: 9 })).toEqual({ kind: 'done' })
    expect(afterPage(reading, { ids: ids(0, 100), next: null, total: null })).toEqual({ kind: 'done' })
    expect(afterPage(reading, { ids: ids(0, 9), next: undefined, total: 9 })).toEqual({ kind: 'done' })
  })

  it('F1.9: a repeated page switches the names once, then fails', () => {
    const second = { ...reading, number: 2, firstIds: ids(0, 100), seen: new Set(ids(0, 100)) }
    const page = { ids: ids(0, 100), next: undefined, total: 500 }
    expect(afterPage(second, page).kind).toBe('switch')
    expect(afterPage({ ...second, switched: true }, page).kind).toBe('ignored')
  })

  it('F1.9: any answers whatever end a reading', () => {
    const page = fc.record({
      ids: fc.array(fc.constantFrom(...ids(0, 30)), { maxLength: 6 }),
      next: fc.constantFrom('x', null, undefined),
      total: fc.option(fc.nat(50)),
    })
    fc.assert(
      fc.property(fc.infiniteStream(page), (pages) => {
        let seen = new Set<string>()
        let firstIds: readonly string[] = []
        let number = 1
        let switched = false
        let steps = 0
        for (const each of pages) {
          steps += 1
          if (number === 1) firstIds = each.ids
          const next = afterPage({ asked: 5, number, firstIds, seen, switched }, each)
          seen = new Set([...seen, ...each.ids])
          if (next.kind === 'done' || next.kind === 'ignored') break
          if (next.kind === 'switch') {
            switched = true
            number = 1
            seen = new Set()
          } else number = next.number
        }
        expect(steps).toBeLessThan(70)
      }),
      { numRuns: 300 },
    )
  })
})

describe('F1.12: words of errors', () => {
  it.each([
    [{ errors: [{ title: 'One' }, { title: 'Two' }] }, 'One; Two'],
    [[{ id: 'x', errors: [{ field_name: 'email', message: 'taken' }] }], 'email: taken'],
    [{ error: 'invalid_client', error_description: 'Unknown client' }, 'Unknown client'],
    [{ errors: ['Not this one'], message: 'y' }, 'Not this one'],
    [undefined, ''],
  ])('%j', (body, words) => {
    expect(wordsOf(body, '')).toBe(words)
  })

  it('plain text and HTML', () => {
    expect(wordsOf(undefined, 'Header too large')).toBe('Header too large')
    expect(wordsOf(undefined, '<style>x{}</style><p>No&nbsp;way</p>')).toContain('No')
  })
})
