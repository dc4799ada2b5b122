import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ok, type Result } from '../../core/result.ts'
import { firstRead } from './first-read.ts'

/** A question whose n-th asking is answered with n, when `answer` says so. */
const question = () => {
  const waiting: (() => void)[] = []
  let asked = 0
  return {
    ask: () => {
      asked += 1
      const number = asked
      return new Promise<Result<number>>((resolve) => waiting.push(() => resolve(ok(number))))
    },
    answer: async (): Promise<void> => {
      waiting.shift()?.()
      await turn()
    },
  }
}

describe('what is asked for before the first component', () => {
  test('an answer that came in time is handed out once', async () => {
    const { ask, answer } = question()
    const read = firstRead(ask)
    await answer()
    expect(read.known()).toEqual(ok(1))
    expect(read.known()).toBeUndefined()
    const second = read.ask()
    await answer()
    expect(await second).toEqual(ok(2))
  })

  test('an answer that came late goes to who asked, and to nobody who is shown after a lock', async () => {
    const { ask, answer } = question()
    const read = firstRead(ask)
    expect(read.known()).toBeUndefined()
    const first = read.ask()
    await answer()
    expect(await first).toEqual(ok(1))
    expect(read.known()).toBeUndefined()
  })
})
