import { expect, test } from 'vitest'
import { openWhileLocked } from '../core/lock.ts'
import { calls } from './index.ts'

test('L1.4 what is open while locked are calls there are, and none that reads what a portal holds', () => {
  const names = Object.keys(calls)
  expect([...openWhileLocked].filter((name) => !names.includes(name))).toEqual([])
  expect([...openWhileLocked].toSorted()).toEqual([
    'drafts.save',
    'lock.now',
    'lock.state',
    'lock.unlock',
    'mailings.keepDraft',
    'messages.keepEdit',
    'settings.about',
    'window.painted',
  ])
})
