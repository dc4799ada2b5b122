import { expect, test } from 'vitest'
import { portalId } from '../core/portal.ts'
import { jobView, type JobView } from '../core/transfers/views.ts'
import { taskbarProgress, type TaskbarProgress } from './taskbar.ts'
import { createTransferWatch } from './transfer-watch.ts'

const job = (id: string, more: Record<string, unknown> = {}): JobView =>
  jobView.parse({
    ...{ id, portalId: 'p', direction: 'upload', spaceId: 's', spaceName: 'S', title: id, state: 'running' },
    ...{ files: { total: 4, done: 1, failed: 0, skipped: 0 }, bytes: { total: 1000, done: 500 }, rate: 0 },
    ...{ etaMs: null, problems: [], waitingFor: null, createdAt: 0, endedAt: null, ...more },
  })

const watching = () => {
  const shown: TaskbarProgress[] = []
  let awake = 0
  const watch = createTransferWatch({
    showProgress: (progress) => void shown.push(progress),
    keepAwake: () => {
      awake += 1
      return () => {
        awake -= 1
      }
    },
  })
  return { watch, last: () => shown.at(-1), awake: () => awake }
}

test.each<[string, readonly JobView[], TaskbarProgress]>([
  ['nothing', [], { value: -1, mode: 'none' }],
  ['one that is done', [job('a', { state: 'done' })], { value: -1, mode: 'none' }],
  [
    'all together by bytes',
    [job('a'), job('b', { bytes: { total: 3000, done: 0 } })],
    { value: 0.125, mode: 'normal' },
  ],
  ['paused only when all are', [job('a', { state: 'paused' })], { value: 0.5, mode: 'paused' }],
  [
    'red when one stands still',
    [job('a'), job('b', { state: 'waiting', waitingFor: { code: 'unreachable' } })],
    { value: 0.5, mode: 'error' },
  ],
  ['nothing to send', [job('a', { bytes: { total: 0, done: 0 } })], { value: 0, mode: 'normal' }],
])('T1.93: the bar shows %s', (_name, jobs, wanted) => {
  expect(taskbarProgress(jobs)).toEqual(wanted)
})

test('T1.94: the computer is kept awake once while something runs, and no longer', () => {
  const { watch, awake } = watching()
  watch.progress([job('a')])
  expect(awake()).toBe(0)
  watch.setKeepAwake(true)
  watch.progress([job('a'), job('b')])
  expect(awake()).toBe(1)
  watch.progress([job('a', { state: 'waiting', waitingFor: { code: 'unreachable' } })])
  watch.progress([job('b', { state: 'done', endedAt: 1 })])
  expect(awake()).toBe(0)
  expect(watch.underWay()).toBe(1)
  watch.progress([job('a')])
  watch.setKeepAwake(false)
  expect(awake()).toBe(0)
  watch.setKeepAwake(true)
  watch.close()
  expect(awake()).toBe(0)
})

test('T1.94: jobs of a portal that was removed hold nothing', () => {
  const { watch, last, awake } = watching()
  watch.setKeepAwake(true)
  watch.progress([job('a')])
  watch.portals([portalId.parse('other')])
  expect([awake(), watch.underWay(), last()]).toEqual([0, 0, { value: -1, mode: 'none' }])
})
