import { expect, test } from 'vitest'
import { fromLocalInput, localInput, momentsAhead } from './moments.ts'

const names = (now: string): readonly string[] =>
  momentsAhead(new Date(now).getTime()).map(({ name, at }) => `${name} ${localInput(at)}`)

test('a Thursday morning offers the hour, the evening, tomorrow, Monday and next month', () => {
  expect(names('2026-11-19T09:02')).toEqual([
    'inAnHour 2026-11-19T10:05',
    'thisEvening 2026-11-19T18:00',
    'tomorrow 2026-11-20T08:00',
    'monday 2026-11-23T08:00',
    'nextMonth 2026-12-01T08:00',
  ])
})

test('late on a Sunday the evening is over and tomorrow is Monday', () => {
  expect(names('2026-11-22T21:00').map((each) => each.split(' ')[0])).toEqual([
    'inAnHour',
    'tomorrow',
    'nextMonth',
  ])
})

test('no moment is offered twice, and all lie ahead', () => {
  for (let hour = 0; hour < 24 * 62; hour += 1) {
    const now = new Date(2026, 10, 1, hour).getTime()
    const times = momentsAhead(now).map(({ at }) => at)
    expect(new Set(times).size).toBe(times.length)
    expect(Math.min(...times)).toBeGreaterThan(now)
  }
})

test('a field of local time says the same both ways', () => {
  expect(localInput(fromLocalInput('2026-03-01T07:05') ?? 0)).toBe('2026-03-01T07:05')
  expect(fromLocalInput('')).toBeNull()
})
