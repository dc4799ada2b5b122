import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

const reading = () => {
  const answers: ((value: string) => void)[] = []
  const held: string[] = []
  const reader = oneAtATime<string>(
    () => new Promise((resolve) => answers.push(resolve)),
    (answer) => held.push(answer),
  )
  const answer = async (index: number, value: string): Promise<void> => {
    answers[index]?.(value)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { ...reader, answer, held, begun: () => answers.length }
}

test('an answer counts although changes keep coming while it is read', async () => {
  const { ask, answer, held, begun } = reading()
  ask()
  for (let turn = 0; turn < 5; turn++) {
    ask()
    await answer(turn, `answer ${turn}`)
  }
  expect(held).toEqual(['answer 0', 'answer 1', 'answer 2', 'answer 3', 'answer 4'])
  expect(begun()).toBe(6)
})

test('one reading is under way at a time, and one waits, however often it is asked for', async () => {
  const { ask, answer, begun } = reading()
  for (let turn = 0; turn < 10; turn++) ask()
  expect(begun()).toBe(1)
  await answer(0, 'first')
  expect(begun()).toBe(2)
  await answer(1, 'second')
  expect(begun()).toBe(2)
})

test('what was stopped is neither held nor read again; asked anew, it is', async () => {
  const { ask, stop, answer, held, begun } = reading()
  ask()
  ask()
  stop()
  await answer(0, 'old')
  expect([held, begun()]).toEqual([[], 1])
  ask()
  await answer(1, 'new')
  expect(held).toEqual(['new'])
})
