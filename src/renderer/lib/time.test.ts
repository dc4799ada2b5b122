import { expect, test } from 'vitest'
import { age, clockTime, dayHeading, dayKey, daysAgo, listTime, tableTime } from './time.ts'

const at = (text: string): number => new Date(text).getTime()
const words = { today: 'Today', yesterday: 'Yesterday' }
const now = at('2026-11-21T09:14:00')

test('days are counted by the calendar, not by 24 hours', () => {
  expect(daysAgo(at('2026-11-20T23:59:00'), at('2026-11-21T00:01:00'))).toBe(1)
  expect(daysAgo(at('2026-11-21T00:01:00'), at('2026-11-21T23:59:00'))).toBe(0)
  expect(daysAgo(at('2026-03-28T12:00:00'), at('2026-03-30T12:00:00'))).toBe(2)
})

test('two moments of one day share its key', () => {
  expect(dayKey(at('2026-11-21T00:00:00'))).toBe(dayKey(at('2026-11-21T23:59:59')))
  expect(dayKey(at('2026-11-20T23:59:59'))).not.toBe(dayKey(at('2026-11-21T00:00:00')))
})

test('midnight reads 00:05, never 24:05', () => {
  expect(clockTime(at('2026-11-21T00:05:00'), 'en-US')).toBe('00:05')
})

test('a list tells the time of today, then the day, then the date', () => {
  expect(listTime(at('2026-11-21T08:47:00'), now, 'en-GB', words)).toBe('08:47')
  expect(listTime(at('2026-11-20T08:47:00'), now, 'en-GB', words)).toBe('Yesterday')
  expect(listTime(at('2026-11-19T08:47:00'), now, 'en-GB', words)).toBe('Thu')
  expect(listTime(at('2026-11-12T08:47:00'), now, 'en-GB', words)).toBe('12 Nov')
  expect(listTime(at('2025-11-12T08:47:00'), now, 'en-GB', words)).toBe('12 Nov 2025')
})

test('a moment a little ahead, as clocks differ, counts as today', () => {
  expect(listTime(at('2026-11-22T00:01:00'), at('2026-11-21T23:59:00'), 'en-GB', words)).toBe('00:01')
})

test('a table gives near days with their time', () => {
  expect(tableTime(at('2026-11-21T09:01:00'), now, 'en-GB', words)).toBe('Today 09:01')
  expect(tableTime(at('2026-11-19T16:01:00'), now, 'en-GB', words)).toBe('Thu 16:01')
})

test('a day is headed in words, with the year only when it is another', () => {
  expect(dayHeading(now, now, 'en-GB', words)).toBe('Today')
  expect(dayHeading(at('2026-11-20T10:00:00'), now, 'en-GB', words)).toBe('Yesterday')
  expect(dayHeading(at('2026-11-12T10:00:00'), now, 'en-GB', words)).toMatch(/^Thursday,? 12 November$/)
  expect(dayHeading(at('2024-11-12T10:00:00'), now, 'en-GB', words)).toMatch(/2024$/)
})

test('an age is told in its largest whole unit', () => {
  const minute = 60_000
  expect(age(now - 41 * minute, now)).toEqual({ unit: 'minutes', count: 41 })
  expect(age(now - 47 * 60 * minute, now)).toEqual({ unit: 'hours', count: 47 })
  expect(age(now - 49 * 60 * minute, now)).toEqual({ unit: 'days', count: 2 })
  expect(age(now - 30 * 1440 * minute, now)).toEqual({ unit: 'weeks', count: 4 })
  expect(age(now + minute, now)).toEqual({ unit: 'minutes', count: 0 })
})
