import { expect, test } from 'vitest'
import { fail, type FailureCode } from '../core/failure.ts'
import { createReaches } from './connection.ts'

const setUp = () => {
  let now = 1_000
  let changes = 0
  const reaches = createReaches<string>(
    () => now,
    () => (changes += 1),
  )
  return {
    reaches,
    later: (ms: number) => (now += ms),
    changes: () => changes,
    seen: () => reaches.of('p'),
  }
}
const quiet = { trouble: null, answeredAt: null, limitedUntil: null }

test('before anything was asked nothing is claimed', () => {
  expect(setUp().seen()).toEqual({ connection: 'unknown', ...quiet })
})

test.each<[FailureCode, string, FailureCode | null]>([
  ['unreachable', 'offline', 'unreachable'],
  ['timed-out', 'offline', 'timed-out'],
  ['tls', 'offline', 'tls'],
  ['not-json', 'offline', 'not-json'],
  ['key-refused', 'key-refused', null],
  ['forbidden', 'online', null],
  ['server-error', 'online', null],
])('a request that ended with %s is shown as %s, with what is wrong: %s', (code, connection, trouble) => {
  const { reaches, seen } = setUp()
  reaches.ended('p', fail(code))
  expect(seen()).toEqual({ ...quiet, connection, trouble })
  reaches.ended('p', undefined)
  expect(seen()).toEqual({ connection: 'online', ...quiet })
})

test('S1.19: a portal that answers with its own errors alone has trouble, as of its last answer, until it answers', () => {
  const { reaches, seen, later, changes } = setUp()
  reaches.ended('p', undefined)
  later(60_000)
  for (let request = 0; request < 4; request += 1) reaches.ended('p', fail('server-error'))
  expect(seen()).toEqual({ ...quiet, connection: 'online' })
  const before = changes()
  for (let request = 0; request < 4; request += 1) reaches.ended('p', fail('server-error'))
  expect(seen()).toEqual({ ...quiet, connection: 'troubled', answeredAt: 1_000 })
  expect(changes()).toBe(before + 1)
  reaches.ended('p', fail('unreachable'))
  expect(seen()).toEqual({ ...quiet, connection: 'offline', trouble: 'unreachable' })
  reaches.ended('p', fail('server-error'))
  expect(seen().connection).toBe('troubled')
  reaches.ended('p', fail('forbidden'))
  expect(seen()).toEqual({ ...quiet, connection: 'online' })
})

test('S1.19: where it has not answered at all, no time is claimed; errors between answers are about one thing', () => {
  const { reaches, seen } = setUp()
  for (let request = 0; request < 5; request += 1) reaches.ended('p', fail('server-error'))
  expect(seen()).toEqual({ ...quiet, connection: 'troubled' })
  for (let request = 0; request < 3; request += 1) {
    reaches.ended('p', undefined)
    reaches.ended('p', fail('server-error'))
    expect(seen().connection).toBe('online')
  }
})

test('a request that was called off says nothing of the portal', () => {
  const { reaches, seen } = setUp()
  reaches.ended('p', fail('unreachable'))
  reaches.ended('p', fail('cancelled'))
  expect(seen().connection).toBe('offline')
})

test('a pause the portal asked for is shown until it is over, also while other requests are answered', () => {
  const { reaches, seen, later } = setUp()
  reaches.limited('p', 30_000)
  reaches.ended('p', undefined)
  expect(seen()).toEqual({ ...quiet, connection: 'online', limitedUntil: 31_000 })
  later(30_000)
  expect(seen().limitedUntil).toBeNull()
})

test('the window hears of changes, not of every request', () => {
  const { reaches, changes } = setUp()
  for (let request = 0; request < 5; request += 1) reaches.ended('p', undefined)
  expect(changes()).toBe(1)
  reaches.ended('p', fail('unreachable'))
  reaches.ended('p', fail('unreachable'))
  expect(changes()).toBe(2)
})
