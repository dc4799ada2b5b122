import { describe, expect, test } from 'vitest'
import type { Clock } from '../ports.ts'
import { createThrottle } from './throttle.ts'

/** A clock that moves to the next sleeper's time when it is told to. */
const createTestClock = (): Clock & { advance(): Promise<void> } => {
  let now = 0
  let sleepers: { readonly until: number; readonly wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(new Error('Aborted'))
        })
      }),
    advance: async () => {
      // Whoever was woken gets as far as it can first.
      await new Promise((resolve) => setImmediate(resolve))
      const [next, ...rest] = [...sleepers].sort((a, b) => a.until - b.until)
      if (next === undefined) return
      sleepers = rest
      now = Math.max(now, next.until)
      next.wake()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('throttle', () => {
  test('T1.83: without a limit nothing waits', async () => {
    const throttle = createThrottle(createTestClock())
    await throttle.take(1e12, undefined)
    expect(throttle.limited()).toBe(false)
  })

  test('T1.83: slices go in turn at the limit’s rate', async () => {
    const clock = createTestClock()
    const throttle = createThrottle(clock)
    throttle.set(1_000)
    const gone: [string, number][] = []
    const send = async (name: string, bytes: number): Promise<void> => {
      await throttle.take(bytes, undefined)
      gone.push([name, clock.now()])
    }
    const all = Promise.all([send('a', 1_000), send('b', 500), send('c', 1)])
    for (let turn = 0; turn < 5; turn += 1) await clock.advance()
    await all
    expect(gone).toEqual([
      ['a', 0],
      ['b', 1_000],
      ['c', 1_500],
    ])
  })

  test('T1.83: another limit, or none, counts at once for who waits', async () => {
    const clock = createTestClock()
    const throttle = createThrottle(clock)
    throttle.set(1)
    await throttle.take(1_000_000, undefined)
    const waiting = throttle.take(1, undefined)
    await new Promise((resolve) => setImmediate(resolve))
    throttle.set(null)
    await waiting
    expect(clock.now()).toBe(0)
  })

  test('T1.64: who gives up leaves the line to those behind', async () => {
    const clock = createTestClock()
    const throttle = createThrottle(clock)
    throttle.set(1_000)
    await throttle.take(1_000, undefined)
    const stop = new AbortController()
    const first = throttle.take(5_000, stop.signal)
    const second = throttle.take(1, undefined)
    await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await expect(first).rejects.toThrow()
    for (let turn = 0; turn < 3; turn += 1) await clock.advance()
    await second
    expect(clock.now()).toBe(1_000)
  })
})
