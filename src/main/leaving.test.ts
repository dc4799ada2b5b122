import { expect, test } from 'vitest'
import { createLeaving } from './leaving.ts'

const leavingWith = (transfers: number) => {
  const answers: ((quit: boolean) => void)[] = []
  let ended = 0
  const leaving = createLeaving({
    underWay: () => transfers,
    ask: () => new Promise((resolve) => answers.push(resolve)),
    end: () => {
      ended += 1
    },
  })
  return { leaving, answers, ended: () => ended }
}

test('T1.95: with nothing under way nobody is asked', () => {
  const { leaving, answers, ended } = leavingWith(0)
  expect(leaving.mayClose()).toBe(true)
  leaving.quit()
  expect([answers.length, ended()]).toEqual([0, 1])
})

test('T1.95: with transfers under way a person is asked once, and their word counts', async () => {
  const { leaving, answers, ended } = leavingWith(2)
  expect(leaving.mayClose()).toBe(false)
  leaving.quit()
  expect([answers.length, ended()]).toEqual([1, 0])
  answers[0]?.(false)
  await Promise.resolve()
  await Promise.resolve()
  expect(ended()).toBe(0)
  leaving.quit()
  answers[1]?.(true)
  await Promise.resolve()
  await Promise.resolve()
  expect(ended()).toBe(1)
})

test('T1.95: when the system ends the program, the window closes without a question', () => {
  const { leaving, answers } = leavingWith(2)
  leaving.begun()
  expect(leaving.mayClose()).toBe(true)
  expect(answers).toEqual([])
})
