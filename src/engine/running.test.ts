import { expect, it } from 'vitest'
import { fail } from '../core/failure.ts'
import { createRunning, type End, runToEnd } from './running.ts'

const clock = { now: () => 7, sleep: () => Promise.resolve() }

const endOf = async (
  carryOut: () => Promise<ReturnType<typeof fail> | null>,
  signal = new AbortController().signal,
) => {
  const ends: End[] = []
  await runToEnd({ carryOut, note: async (end) => void ends.push(end), clock }, signal)
  return ends
}

it('a job that came to its end is done, one that was stopped by a failure is paused with it', async () => {
  expect(await endOf(async () => null)).toEqual([{ state: 'done', problem: null, endedAt: 7 }])
  const problem = fail('unreachable')
  expect(await endOf(async () => problem)).toEqual([{ state: 'paused', problem, endedAt: null }])
})

it('being told to stop notes nothing, and a bug is thrown', async () => {
  const stop = new AbortController()
  stop.abort(new Error('stop'))
  expect(await endOf(async () => null, stop.signal)).toEqual([])
  expect(await endOf(() => Promise.reject(new Error('stop')), stop.signal)).toEqual([])
  await expect(endOf(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
})

it('one run a job: a second beginning does nothing, and closing waits for all of them', async () => {
  const told: string[] = []
  const begun: string[] = []
  const running = createRunning<string>((id) => told.push(id))
  const run = (id: string) => (signal: AbortSignal) =>
    new Promise<void>((done) => {
      begun.push(id)
      signal.addEventListener('abort', () => done())
    })
  for (const id of ['a', 'b', 'a', 'c']) running.begin(id, run(id))
  expect(begun).toEqual(['a', 'b', 'c'])
  await running.stop('b')
  expect([told, running.has('a'), running.has('b')]).toEqual([['b'], true, false])
  await running.over('b')
  await running.close()
  expect(told).toEqual(['b', 'a', 'c'])
})
