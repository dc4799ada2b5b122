import { expect, test } from 'vitest'
import { keepWritten } from './keep-written.ts'

const made = () => {
  const disk: string[] = []
  let waiting: (() => void) | null = null
  const keeper = keepWritten<string>({
    write: (written) => disk.push(written),
    afterPause: (run) => {
      waiting = run
      return () => (waiting = null)
    },
  })
  return { keeper, disk, pause: () => waiting?.() }
}

test('writes the last of what was typed once typing has paused, and once', () => {
  const { keeper, disk, pause } = made()
  keeper.change('a')
  keeper.change('ab')
  expect(disk).toEqual([])
  pause()
  keeper.flush()
  expect(disk).toEqual(['ab'])
})

test('writes at once what is not written yet when the screen goes', () => {
  const { keeper, disk, pause } = made()
  keeper.change('abc')
  keeper.flush()
  pause()
  expect(disk).toEqual(['abc'])
})

test('writes nothing of what has gone its way', () => {
  const { keeper, disk, pause } = made()
  keeper.change('abc')
  keeper.forget()
  pause()
  keeper.flush()
  expect(disk).toEqual([])
})
