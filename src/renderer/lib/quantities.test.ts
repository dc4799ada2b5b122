import { expect, test } from 'vitest'
import { bytes, percent, timeLeft } from './quantities.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 KB'],
  [1536, '1.5 KB'],
  [999_949, '1 MB'],
  [18_700_000, '18.7 MB'],
  [640_000, '640 KB'],
  [6_800_000_000, '6.8 GB'],
  [5e12, '5 TB'],
])('%d bytes read %s', (amount, words) => {
  expect(bytes(amount, 'en')).toBe(words)
})

test('100 percent is said only when all is there', () => {
  expect(percent(999_999, 1_000_000)).toBe(99)
  expect(percent(1_000_000, 1_000_000)).toBe(100)
  expect(percent(5, 0)).toBe(0)
  expect(percent(12, 10)).toBe(100)
})

test('time left is coarse', () => {
  expect(timeLeft(2000)).toEqual({ unit: 'moment' })
  expect(timeLeft(31_000)).toEqual({ unit: 'seconds', count: 35 })
  expect(timeLeft(68_000)).toEqual({ unit: 'minutes', count: 2 })
  expect(timeLeft(2 * 3_600_000)).toEqual({ unit: 'hours', count: 2 })
})
