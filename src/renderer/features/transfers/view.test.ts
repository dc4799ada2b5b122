import { expect, test } from 'vitest'
import { jobView, type JobView } from '../../../core/transfers/views.ts'
import { announcements, jobPercent, leadingJob, mergeJobs } from './view.ts'

const job = (id: string, more: Partial<JobView> = {}): JobView =>
  jobView.parse({
    id,
    portalId: 'p',
    direction: 'upload',
    spaceId: 's',
    spaceName: 'S',
    title: id,
    state: 'running',
    files: { total: 4, done: 1, failed: 0, skipped: 0 },
    bytes: { total: 1000, done: 500 },
    rate: 0,
    etaMs: null,
    problems: [],
    waitingFor: null,
    createdAt: 0,
    endedAt: null,
    ...more,
  })

test('progress replaces known jobs in place and puts new ones on top', () => {
  const merged = mergeJobs(
    [job('b', { createdAt: 2 }), job('a', { createdAt: 1 })],
    [job('a', { createdAt: 1, state: 'done' }), job('c', { createdAt: 3 })],
  )
  expect(merged.map(({ id, state }) => [id, state])).toEqual([
    ['c', 'running'],
    ['b', 'running'],
    ['a', 'done'],
  ])
})

test('a job of empty files is told by its files, a finished one is full', () => {
  expect(jobPercent(job('a'))).toBe(50)
  expect(jobPercent(job('a', { bytes: { total: 0, done: 0 } }))).toBe(25)
  expect(jobPercent(job('a', { state: 'done', bytes: { total: 0, done: 0 } }))).toBe(100)
})

test('the bar speaks of what runs, then of what waits, then of what was last', () => {
  const [done, paused, running] = [
    job('d', { state: 'done' }),
    job('p', { state: 'paused' }),
    job('r', { state: 'running' }),
  ]
  expect(leadingJob([done, paused, running])?.id).toBe('r')
  expect(leadingJob([done, paused])?.id).toBe('p')
  expect(leadingJob([done])?.id).toBe('d')
  expect(leadingJob([])).toBeUndefined()
})

test('starts and ends are said aloud once, progress is not', () => {
  const what = (before: readonly JobView[], after: readonly JobView[]): readonly string[] =>
    announcements(before, after).map((each) => each.what)
  expect(what([], [job('a')])).toEqual(['started'])
  expect(what([job('a')], [job('a', { bytes: { total: 1000, done: 900 } })])).toEqual([])
  expect(what([job('a')], [job('a', { state: 'done' })])).toEqual(['finished'])
  expect(what([job('a')], [job('a', { state: 'failed' })])).toEqual(['failed'])
  expect(what([job('a', { state: 'done' })], [job('a', { state: 'done' })])).toEqual([])
  expect(what([], [job('old', { state: 'done' })])).toEqual([])
})
