import { describe, expect, test } from 'vitest'
import type { JobId, JobView } from '../../core/transfers/views.ts'
import type { Clock } from '../ports.ts'
import { createProgress } from './progress.ts'

/** Time that passes only when the test says so. */
const handClock = () => {
  let now = 1_000_000
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: now + ms, wake })),
  }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    const due = sleepers.filter(({ at }) => at <= now)
    sleepers = sleepers.filter(({ at }) => at > now)
    for (const { wake } of due) wake()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { clock, pass }
}

describe('progress', () => {
  test('T1.71: is told at most ten times a second however much changes, and ends with the newest numbers', async () => {
    const { clock, pass } = handClock()
    let done = 0
    const viewOf = (id: JobId) => ({ id, bytes: { done, total: 5_000 } }) as JobView
    const progress = createProgress(clock, viewOf, new AbortController().signal)
    const told: number[] = []
    progress.listen(([view]) => told.push(view?.bytes.done ?? -1))
    for (let second = 1; second <= 5; second += 1) {
      for (let ms = 0; ms < 1_000; ms += 1) {
        done += 1
        progress.changed('job')
        await pass(1)
      }
      expect(told.length).toBeGreaterThanOrEqual(second * 9)
      expect(told.length).toBeLessThanOrEqual(second * 10 + 1)
    }
    await pass(100)
    expect(told.at(-1)).toBe(5_000)
    const before = told.length
    await pass(1_000)
    expect(told).toHaveLength(before)
  })

  test('T1.71: costs nothing while nobody listens, and is told at once when a job ends', async () => {
    const { clock, pass } = handClock()
    const viewOf = (id: JobId) => ({ id }) as JobView
    const progress = createProgress(clock, viewOf, new AbortController().signal)
    progress.changed('one')
    await pass(500)
    const told: (readonly string[])[] = []
    progress.listen((jobs) => told.push(jobs.map(({ id }) => id)))
    progress.changed('two')
    progress.flush()
    expect(told).toEqual([['one', 'two']])
  })
})
