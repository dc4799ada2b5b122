import { expect, test } from 'vitest'
import { fail } from '../failure.ts'
import { messageId } from '../message.ts'
import { afterRemoval, mayRemove, nextRemoval, type RemovalInQueue } from './removal-rules.ts'

const row = (id: string, changes: Partial<RemovalInQueue> = {}): RemovalInQueue => ({
  ...{ id: messageId.parse(id), state: 'waiting', askedAt: 1_000, undoMs: 500, resting: false },
  ...changes,
})

test('O1.33: one’s own may be deleted, another’s in staff mode', () => {
  expect([mayRemove(true, false), mayRemove(false, false), mayRemove(false, true)]).toEqual([
    ...[true, false, true],
  ])
})

test('O1.35: none goes during its undo window; the first one asked for goes first', () => {
  expect(nextRemoval([row('a'), row('b', { undoMs: 200 })], 1_100)).toEqual({ send: null, wakeAt: 1_200 })
  expect(nextRemoval([row('a'), row('b')], 1_500)).toEqual({ send: 'a', wakeAt: null })
  expect(nextRemoval([], 1_500)).toEqual({ send: null, wakeAt: null })
})

test('O1.35: one that waits for a retry, a person or nothing more holds back nobody', () => {
  const others = [row('a', { resting: true }), row('b', { state: 'refused' }), row('c', { state: 'gone' })]
  expect(nextRemoval([...others, row('d')], 2_000)).toEqual({ send: 'd', wakeAt: null })
  expect(nextRemoval(others, 2_000)).toEqual({ send: null, wakeAt: null })
})

test('O1.35: one that a program left under way goes again at once', () => {
  expect(nextRemoval([row('a', { state: 'sending', undoMs: 9_000 })], 1_001).send).toBe('a')
})

test('O1.35–O1.37: what a failure means', () => {
  const after = (...of: Parameters<typeof fail>) => afterRemoval(fail(...of))
  expect(after('not-found')).toBe('look')
  expect(after('forbidden')).toBe('refuse')
  expect(after('invalid')).toBe('refuse')
  expect(after('key-refused')).toBe('park')
  expect(after('unreachable')).toBe('later')
  expect(after('server-error')).toBe('later')
  expect(afterRemoval({ ...fail('timed-out'), unsure: true })).toBe('later')
})
