import { describe, expect, test } from 'vitest'
import { addToPace, newPace, paceOf, settleTime, timeLeftOf, type ToldTime, workOf } from './pace.ts'

/** `perTick` done every `tickMs`, from 0 to `untilMs`. */
const flow = (untilMs: number, tickMs: number, perTick: number, fadeMs = 20_000) => {
  let pace = newPace(0, fadeMs)
  for (let now = tickMs; now <= untilMs; now += tickMs) pace = addToPace(pace, now, perTick)
  return pace
}

describe('the pace of a job', () => {
  test.each([3_000, 10_000, 60_000, 600_000])(
    'T1.70: a steady flow is told as it is, %d ms after its beginning',
    (after) => {
      const speed = paceOf(flow(after, 100, 1_000), after)
      expect(speed).toBeGreaterThan(9_900)
      expect(speed).toBeLessThan(10_150)
    },
  )

  test('T1.70: blocks that come in bursts do not make it jump', () => {
    // One block of 8 MiB every four seconds.
    const pace = flow(120_000, 4_000, 8_388_608)
    const speeds = [120_000, 121_000, 122_000, 123_999].map((now) => paceOf(pace, now))
    expect(Math.max(...speeds) / Math.min(...speeds)).toBeLessThan(1.25)
  })

  test('T1.70: what stops fades away, and one early burst is not told as fast', () => {
    expect(paceOf(flow(60_000, 100, 1_000), 60_000 + 200_000)).toBeLessThan(1)
    expect(paceOf(addToPace(newPace(0, 20_000), 10, 1_000), 10)).toBeLessThan(1_100)
  })
})

describe('the time left', () => {
  test('T1.70: work over pace; unknown in the first seconds and while nothing moves', () => {
    const pace = flow(30_000, 100, 1_000)
    expect(timeLeftOf(300_000, pace, 30_000)).toBeGreaterThan(29_000)
    expect(timeLeftOf(300_000, pace, 30_000)).toBeLessThan(31_000)
    expect(timeLeftOf(300_000, flow(1_000, 100, 1_000), 1_000)).toBeNull()
    expect(timeLeftOf(300_000, pace, 1_000_000)).toBeNull()
  })

  test('T1.70: many small files count for more than their bytes', () => {
    expect(workOf({ bytes: 1_000, files: 0 })).toBe(1_000)
    expect(workOf({ bytes: 0, files: 20_000 })).toBeGreaterThan(1_000_000_000)
    expect(workOf({ bytes: -5, files: -1 })).toBe(0)
  })

  test('T1.70: it runs down by itself and jumps only for another estimate', () => {
    const told: ToldTime = { at: 0, leftMs: 100_000 }
    expect(settleTime(told, 95_000, 1_000)?.leftMs).toBe(99_000)
    expect(settleTime(told, 140_000, 1_000)?.leftMs).toBe(140_000)
    expect(settleTime({ at: 0, leftMs: 5_000 }, 7_500, 1_000)?.leftMs).toBe(4_000)
    expect(settleTime(told, null, 1_000)).toBeNull()
    expect(settleTime(null, 12_000, 1_000)).toEqual({ at: 1_000, leftMs: 12_000 })
  })

  test('T1.70: over a job with an uneven flow, what is told seldom grows', () => {
    let pace = newPace(0, 30_000)
    let told: ToldTime | null = null
    let left = 60_000_000
    let grew = 0
    for (let tick = 1; left > 0; tick += 1) {
      const now = tick * 500
      const done = Math.min(left, 100_000 + ((tick * 7919) % 13) * 15_000)
      left -= done
      pace = addToPace(pace, now, done)
      const next: ToldTime | null = settleTime(told, timeLeftOf(left, pace, now), now)
      if (told !== null && next !== null && next.leftMs > told.leftMs) grew += 1
      told = next
    }
    expect(grew).toBeLessThan(4)
  })
})
