import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JobView } from '../core/transfers/views.ts'
import { ok } from '../core/result.ts'
import { createGate } from './foyer/gate.ts'
import { systemClock } from './node/clock.ts'
import { systemRandom } from './node/random.ts'
import type { Clock } from './ports.ts'
import { steadyClock } from './steady-clock.ts'
import { createGate as createTransfersGate } from './transfers/gate.ts'
import { defaultOptions } from './transfers/options.ts'
import { createProgress } from './transfers/progress.ts'

const hour = 3_600_000

/** The system's clock, which can be set back. */
const settable = (): Clock & { setBack(ms: number): void } => {
  let back = 0
  return {
    now: () => Date.now() - back,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    setBack: (ms) => {
      back += ms
    },
  }
}

describe('a steady clock', () => {
  it('fault 13: never goes back, and goes as its clock does everywhere else', () => {
    const readings = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 1 })
    fc.assert(
      fc.property(readings, (steps) => {
        let at = 1_000_000
        const clock = steadyClock({ now: () => at, sleep: () => Promise.resolve() })
        let before = clock.now()
        for (const step of steps) {
          at += step
          const now = clock.now()
          expect(now - before).toBe(Math.max(0, step))
          before = now
        }
      }),
    )
  })

  it('fault 13: a portal that asked us to wait is not waited for longer when the clock is set back', async () => {
    const clock = settable()
    const gate = createGate(clock)
    gate.closeFor(30)
    clock.setBack(hour)
    // That it ends is the proof: by the clock as it is now, it would take an hour.
    await expect(gate.pass()).resolves.toBeUndefined()
  })

  it('fault 13: nor do transfers wait longer, and what is said of when they go on is by the clock as it is', async () => {
    const clock = settable()
    const options = { ...defaultOptions, backoffMs: 20, longestWaitMs: 40 }
    const untils: number[] = []
    const gate = createTransfersGate({
      ...{ clock, random: systemRandom, options },
      ...{ onTrouble: () => undefined, knock: async () => ok(undefined) },
      onChange: () => {
        const until = gate.waitingUntil()
        if (until !== null) untils.push(until - clock.now())
      },
    })
    let asked = 0
    const answer = await gate.run(async () => {
      asked += 1
      if (asked > 1) return { ok: true, value: asked }
      // Set back while the failure is on its way, and again while it is waited for.
      clock.setBack(hour)
      setTimeout(() => clock.setBack(hour), 5)
      return { ok: false, error: { code: 'unreachable' } }
    }, new AbortController().signal)
    expect(answer).toEqual({ ok: true, value: 2 })
    expect(untils.length).toBeGreaterThan(0)
    // An hour off where the clocks were mixed up.
    expect(untils.filter((ms) => Math.abs(ms) >= hour)).toEqual([])
  })

  it('fault 13: progress is told on', async () => {
    const clock = settable()
    const progress = createProgress(clock, (id) => ({ id }) as JobView, new AbortController().signal)
    let heard = (): void => undefined
    const stop = progress.listen(() => heard())
    let told = 0
    for (const back of [0, hour]) {
      const heardOnce = new Promise<void>((resolve) => {
        heard = resolve
      })
      clock.setBack(back)
      progress.changed('job')
      await heardOnce
      told += 1
    }
    stop()
    expect(told).toBe(2)
  })
})
