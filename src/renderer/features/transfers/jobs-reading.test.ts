import { expect, test } from 'vitest'
import { type Failure, fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import { type JobView, jobView } from '../../../core/transfers/views.ts'
import { createJobsReading } from './jobs-reading.ts'

const job = (id: string, createdAt: number, state: JobView['state'] = 'running'): JobView =>
  jobView.parse({
    ...{ id, portalId: 'p', direction: 'upload', spaceId: 's', spaceName: 'S', title: id, state },
    files: { total: 4, done: 1, failed: 0, skipped: 0 },
    bytes: { total: 1000, done: 500 },
    ...{ rate: 0, etaMs: null, problems: [], waitingFor: null, createdAt, endedAt: null },
  })

/** A list that is answered when the test says so, in any order. */
const createWorld = () => {
  const answers: ((answer: Result<readonly JobView[]>) => void)[] = []
  const failures: Failure[] = []
  let shown: readonly JobView[] = []
  let isKnown = false
  const reading = createJobsReading({
    read: () => new Promise((resolve) => answers.push(resolve)),
    onList: (jobs, known) => {
      shown = jobs
      isKnown = known
    },
    onFailure: (failure) => failures.push(failure),
  })
  const answer = (which: number, result: Result<readonly JobView[]>): void => answers[which]?.(result)
  return {
    reading,
    answer,
    failures,
    known: () => isKnown,
    shown: () => shown.map(({ id, state }) => [id, state]),
  }
}

test('T1.97: an answer that comes late takes nothing back that was told since it was asked for', async () => {
  const { reading, answer, shown } = createWorld()
  const asked = reading.reload()
  reading.changed([job('a', 1), job('c', 3)])
  reading.changed([job('a', 1, 'done')])
  answer(0, ok([job('a', 1), job('b', 2)]))
  await asked
  expect(shown()).toEqual([
    ['c', 'running'],
    ['b', 'running'],
    ['a', 'done'],
  ])
})

test('T1.97: what was told before a list was asked for is older than its answer', async () => {
  const { reading, answer, shown, known } = createWorld()
  reading.changed([job('a', 1), job('dismissed', 2, 'done')])
  expect(known()).toBe(false)
  const asked = reading.reload()
  answer(0, ok([job('a', 1, 'done')]))
  await asked
  expect([shown(), known()]).toEqual([[['a', 'done']], true])
})

test('T1.97: of two lists asked for, the answer to the later one counts, whichever comes last', async () => {
  const { reading, answer, shown } = createWorld()
  const both = [reading.reload(), reading.reload()]
  answer(1, ok([job('a', 1, 'done')]))
  answer(0, ok([job('a', 1), job('gone', 2)]))
  await Promise.all(both)
  expect(shown()).toEqual([['a', 'done']])
})

test('T1.97: a list that can’t be read leaves what is shown, and says so', async () => {
  const { reading, answer, failures, shown } = createWorld()
  reading.changed([job('a', 1)])
  const asked = reading.reload()
  answer(0, err(fail('unreachable')))
  await asked
  expect([shown(), failures]).toEqual([[['a', 'running']], [{ code: 'unreachable' }]])
})
