import { expect, test } from 'vitest'
import { beganAt, skewOf } from './portal-time.ts'

const noon = Date.parse('2026-05-01T12:00:00Z')
const date = new Date(noon).toUTCString()
const hours = 3_600_000
const skew = (sentAt: number, readAt: number) => skewOf(date, { sentAt, readAt, timeoutMs: 30_000 })

test('S1.8: the portal’s clock is told from an answer to half a second, whatever ours says', () => {
  expect(skew(noon + 400, noon + 600)).toBe(0)
  expect(skew(noon - 6 * hours, noon - 6 * hours + 1_000)).toBe(6 * hours)
  expect(skewOf(undefined, { sentAt: noon, readAt: noon, timeoutMs: 1 })).toBeUndefined()
  expect(skewOf('soon', { sentAt: noon, readAt: noon, timeoutMs: 1 })).toBeUndefined()
})

test('S1.8: a clock of ours that is set while a request is under way is believed as it is afterwards', () => {
  expect(skew(noon, noon - 6 * hours)).toBe(6 * hours + 500)
  expect(skew(noon, noon + 6 * hours)).toBe(-6 * hours + 500)
})

test('S1.8: what was read is never as of later than now, however our clock was set meanwhile', () => {
  expect(beganAt(noon, noon + 5_000, 1_000)).toBe(noon + 1_000)
  // Set back by six hours between the first request and the last.
  expect(beganAt(noon, noon + 5_000 - 6 * hours, 6 * hours)).toBe(noon + 5_000)
})
