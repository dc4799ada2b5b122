import { describe, expect, it } from 'vitest'
import type { Failure } from '../failure.ts'
import { afterFailure } from './after-failure.ts'

describe('what becomes of a row whose request failed', () => {
  it.each<[string, Failure, string]>([
    ['O1.5 a reset in mid-way is a doubt', { code: 'unreachable', unsure: true }, 'doubt'],
    ['O1.5 a time-out is a doubt', { code: 'timed-out', unsure: true }, 'doubt'],
    ['O1.5 a 500 is a doubt', { code: 'server-error', status: 500, unsure: true }, 'doubt'],
    ['O1.5 a page instead of an answer is a doubt', { code: 'not-json', unsure: true }, 'doubt'],
    ['O1.5 a cancel after it was begun is a doubt', { code: 'cancelled', unsure: true }, 'doubt'],
    ['O1.10 400, 409, 422 are refusals', { code: 'invalid', status: 422 }, 'refuse'],
    ['O1.10 403 is a refusal', { code: 'forbidden', status: 403 }, 'refuse'],
    ['O1.10 404 is a refusal', { code: 'not-found', status: 404 }, 'refuse'],
    ['O1.11 401 parks everything', { code: 'key-refused', status: 401 }, 'park'],
    ['O1.11 no connection: later', { code: 'unreachable' }, 'later'],
    ['O1.11 throttled: later', { code: 'throttled', status: 429, retryAfterMs: 5 }, 'later'],
    ['O1.11 a wrong certificate: later', { code: 'tls' }, 'later'],
    ['O1.11 a proxy in the way: later', { code: 'proxy' }, 'later'],
    ['O1.11 a cancel before it was begun: later', { code: 'cancelled' }, 'later'],
  ])('%s', (_rule, failure, wanted) => {
    expect(afterFailure(failure)).toBe(wanted)
  })
})
