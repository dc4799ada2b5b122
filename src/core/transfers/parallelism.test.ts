import { describe, expect, test } from 'vitest'
import { adjust, type Parallelism, startAt, type Window } from './parallelism.ts'

const bounds = { least: 2, most: 32 }
const window = (files: number, changes: Partial<Window> = {}): Window => ({
  ...{ files, ms: 1_000, troubles: 0, full: true },
  ...changes,
})

/** Lets a lane whose rate follows from its level go through so many windows. */
const settle = (rateAt: (level: number) => number, windows: number, from = 8): Parallelism => {
  let now = startAt(from)
  for (let turn = 0; turn < windows; turn += 1) now = adjust(now, window(rateAt(now.level)), bounds)
  return now
}

describe('parallelism', () => {
  test('T1.80: a line that rewards more requests at once gets them, up to the bound', () => {
    expect(settle((level) => level * 10, 6).level).toBe(bounds.most)
  })

  test('T1.80: where more bring nothing the level stays near where it was', () => {
    for (let windows = 1; windows < 60; windows += 1) {
      expect(settle(() => 100, windows).level).toBeLessThanOrEqual(12)
      expect(settle(() => 100, windows).level).toBeGreaterThanOrEqual(5)
    }
  })

  test('T1.80: the level follows a bottleneck that lies in between', () => {
    const { level } = settle((at) => Math.min(at, 18) * 10, 40)
    expect(level).toBeGreaterThanOrEqual(12)
    expect(level).toBeLessThanOrEqual(27)
  })

  test('T1.80: trouble halves the level at once, never below the bound, and is not forgotten at once', () => {
    const troubled = adjust(startAt(32), window(50, { troubles: 3 }), bounds)
    expect(troubled.level).toBe(16)
    expect(adjust(troubled, window(50), bounds).level).toBe(16)
    expect(adjust(startAt(2), window(0, { troubles: 1 }), bounds).level).toBe(2)
  })

  test('T1.80: a lane that is not full learns nothing', () => {
    expect(adjust(startAt(8), window(3, { full: false }), bounds)).toEqual(startAt(8))
    expect(adjust(startAt(8), window(0), bounds)).toEqual(startAt(8))
  })
})
