import { expect, test } from 'vitest'
import { watchPresence, type Presence } from './lock-watch.ts'

const setUp = (enabled: boolean) => {
  let locked = false
  let state: ReturnType<Presence['state']> = 'active'
  const asked: number[] = []
  let tick = (): void => undefined
  let leave = (): void => undefined
  const stop = watchPresence(
    {
      lock: () => (locked = enabled),
      locked: () => locked,
      view: () => ({ enabled, locked, waitUntil: null }),
    },
    {
      state: (seconds) => {
        asked.push(seconds)
        return state
      },
      onLeave: (left) => {
        leave = left
        return () => {
          leave = () => undefined
        }
      },
    },
    () => 5,
    (work) => {
      tick = work
      return () => {
        tick = () => undefined
      }
    },
  )
  return {
    stop,
    locked: () => locked,
    asked: () => asked,
    is: (next: typeof state) => {
      state = next
      tick()
    },
    leave: () => leave(),
  }
}

test('L1.3 nobody for the minutes that were set locks, somebody does not', () => {
  const desk = setUp(true)
  desk.is('active')
  desk.is('unknown')
  expect(desk.locked()).toBe(false)
  expect(desk.asked()).toEqual([300, 300])
  desk.is('idle')
  expect(desk.locked()).toBe(true)
})

test('L1.3 a locked screen locks, by the system’s word and by its event; sleep too', () => {
  const seen = setUp(true)
  seen.is('locked')
  expect(seen.locked()).toBe(true)
  const told = setUp(true)
  told.leave()
  expect(told.locked()).toBe(true)
})

test('L1.1 without a passphrase the system is not even asked', () => {
  const desk = setUp(false)
  desk.is('idle')
  desk.leave()
  expect(desk.locked()).toBe(false)
  expect(desk.asked()).toEqual([])
})

test('what was begun can be stopped', () => {
  const desk = setUp(true)
  desk.stop()
  desk.is('idle')
  desk.leave()
  expect(desk.locked()).toBe(false)
})
