import { expect, test } from 'vitest'
import { jobView, type JobView, transferRow, type TransferRow } from '../../../core/transfers/views.ts'
import {
  announcements,
  fileActions,
  fileStanding,
  groupJobs,
  jobPercent,
  leadingJob,
  listLines,
  mergeJobs,
  splitPath,
} from './view.ts'

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

const say = (before: readonly JobView[], after: readonly JobView[]): readonly string[] =>
  announcements(before, after).map((each) => (each.what === 'quarter' ? `${each.percent} %` : each.what))
const at = (done: number): JobView => job('a', { bytes: { total: 1000, done } })

test('T1.96: starts and ends are said aloud once', () => {
  expect(say([], [job('a')])).toEqual(['started'])
  expect(say([job('a')], [job('a', { state: 'done' })])).toEqual(['finished'])
  expect(say([job('a')], [job('a', { state: 'failed' })])).toEqual(['failed'])
  expect(say([job('a')], [job('a', { state: 'cancelled' })])).toEqual(['cancelled'])
  expect(say([job('a', { state: 'done' })], [job('a', { state: 'done' })])).toEqual([])
  expect(say([], [job('old', { state: 'done' })])).toEqual([])
})

test('T1.96: of the way between, quarters and waits are said, each once', () => {
  expect(say([at(0)], [at(240)])).toEqual([])
  expect(say([at(240)], [at(260)])).toEqual(['25 %'])
  expect(say([at(260)], [at(490)])).toEqual([])
  expect(say([at(100)], [at(800)])).toEqual(['75 %'])
  const waiting = job('a', { state: 'waiting', waitingFor: { code: 'unreachable' } })
  expect(say([at(100)], [waiting])).toEqual(['waiting'])
  expect(say([waiting], [waiting])).toEqual([])
  expect(say([waiting], [at(100)])).toEqual(['goes-on'])
})

test('jobs are listed by what they ask of a person: moving ones, failed ones, ended ones', () => {
  const jobs = [
    job('d', { state: 'done' }),
    job('f', { state: 'failed' }),
    job('p', { state: 'paused' }),
    job('r'),
  ]
  expect(groupJobs(jobs).map(({ group, jobs: members }) => [group, members.map(({ id }) => id)])).toEqual([
    ['active', ['p', 'r']],
    ['needs', ['f']],
    ['ended', ['d']],
  ])
})

test('T1.125: the jobs of one fan-out stand together, under a line of their own, where the first of them is', () => {
  const group = { id: 'm', title: 'Mailing' }
  const jobs = [job('one', { state: 'done', group }), job('d', { state: 'done' }), job('two', { group })]
  const said = (unfolded: readonly string[], some: readonly JobView[]): readonly string[] =>
    listLines(some, new Set(unfolded)).map((line) =>
      line.kind === 'job' ? line.job.id : line.kind === 'group' ? line.group : line.title,
    )
  expect(said([], jobs)).toEqual(['active', 'Mailing', 'ended', 'd'])
  expect(said(['m'], jobs)).toEqual(['active', 'Mailing', 'one', 'two', 'ended', 'd'])
  expect(said([], [job('one', { state: 'done', group })])).toEqual(['ended', 'one'])
})

const row = (more: Partial<TransferRow> = {}): TransferRow =>
  transferRow.parse({
    id: 'x',
    number: 3,
    path: 'a/b.pdf',
    size: 100,
    done: 0,
    phase: 'planned',
    problem: null,
    ...more,
  })

test.each<[string, TransferRow, JobView['state'], object]>([
  ['planned', row(), 'running', { kind: 'waiting', percent: 0 }],
  ['at work', row({ phase: 'staging', active: true, done: 40 }), 'running', { kind: 'moving', percent: 40 }],
  ['claimed, not begun', row({ phase: 'staging' }), 'running', { kind: 'waiting', percent: 0 }],
  [
    'every byte sent, not committed',
    row({ phase: 'staging', active: true, done: 100 }),
    'running',
    { kind: 'moving', percent: 99 },
  ],
  [
    'stopped by the network',
    row({ phase: 'staging', active: true, done: 40 }),
    'waiting',
    { kind: 'waiting', percent: 40 },
  ],
  [
    'paused on its own',
    row({ phase: 'staging', held: true, done: 40 }),
    'running',
    { kind: 'paused', percent: 40 },
  ],
  ['in a paused job', row(), 'paused', { kind: 'paused', percent: 0 }],
  ['committed', row({ phase: 'committed', done: 100 }), 'running', { kind: 'finishing' }],
  ['verified', row({ phase: 'verified', done: 100 }), 'running', { kind: 'done' }],
  ['failed', row({ phase: 'failed' }), 'failed', { kind: 'failed' }],
])('a file that is %s', (_name, file, state, wanted) => {
  expect(fileStanding(file, state)).toEqual(wanted)
})

test('T1.90: only what takes effect is offered for a file', () => {
  const counts = { total: 4, done: 1, failed: 0, skipped: 0, cancelled: 0, held: 1 }
  const of = (file: TransferRow, state: JobView['state'], held = 1): readonly string[] =>
    fileActions(file, { state, files: { ...counts, held } })
  expect(of(row(), 'running')).toEqual(['pause', 'cancel'])
  expect(of(row({ held: true }), 'running')).toEqual(['resume', 'cancel'])
  expect(of(row({ held: true }), 'paused')).toEqual(['cancel'])
  expect(of(row({ held: true }), 'paused', 3)).toEqual(['resume', 'cancel'])
  expect(of(row({ phase: 'registered' }), 'running')).toEqual([])
  expect(of(row({ phase: 'verified' }), 'running')).toEqual([])
  expect(of(row(), 'cancelled')).toEqual([])
})

test('a path is told as a name and where it lies', () => {
  expect(splitPath('a/b/c.pdf')).toEqual({ name: 'c.pdf', folder: 'a/b' })
  expect(splitPath('c.pdf')).toEqual({ name: 'c.pdf', folder: '' })
})
