import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/engine/node/clock.ts'
import type { Clock } from '../../../src/engine/ports.ts'
import {
  begin,
  createWorld,
  download,
  hashesOf,
  random,
  remoteTree,
  upload,
  valueOf,
  when,
  type World,
} from './world.ts'

const hours = 3_600_000

let world: World
afterEach(() => world.close())

/** This computer's clock, wrong by what `by` is at the moment; its timers run as they do. */
const wrongClock = (): Clock & { by: number } => {
  const clock = { ...systemClock, by: 0, now: () => Date.now() + clock.by }
  return clock
}

const arrivedOnce = async (): Promise<void> => {
  world.portal.faults.clear()
  expect(Object.values(remoteTree(world)).every((versions) => versions <= 1)).toBe(true)
  await download(world, join(world.folder, 'back'))
  expect(await hashesOf(join(world.folder, 'back'))).toEqual(await hashesOf(join(world.folder, 'src')))
}

/**
 * What the portal saves late it saves well within the wait, so that a busy computer changes nothing; how late is too
 * late, to the second, is upload-kill-late-commit's business.
 */
const settleMs = 6_000

describe('fault 13: a clock that jumps', () => {
  test.each([6, -6])(
    'T1.23: by %i hours in mid-job fails no file, and nothing is sent twice',
    async (jump) => {
      const clock = wrongClock()
      world = await createWorld({ clock, transfers: { blockBytes: 65_536 } })
      await world.put('src/d/large.bin', random(40 * 65_536 + 3))
      for (let n = 0; n < 20; n += 1) await world.put(`src/d/${n}.bin`, random(2_000 + n))
      world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 20 })
      const jobId = await begin(world, [join(world.folder, 'src/d')])
      await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 8 * 65_536))
      clock.by = jump * hours
      await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 24 * 65_536))
      clock.by = 0
      expect(await world.transfers().ended(jobId)).toMatchObject({
        state: 'done',
        files: { done: 21, failed: 0 },
      })
      await arrivedOnce()
    },
  )

  test('T1.28: does not end the wait for a registration that is saved late', async () => {
    const clock = wrongClock()
    world = await createWorld({ clock, transfers: { settleMs } })
    const file = await world.put('src/late.bin', random(500))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, commitLateMs: 2_500 })
    const jobId = await begin(world, [file])
    await expect
      .poll(() =>
        world.portal.log.entries().some(({ method, route }) => method === 'POST' && route.endsWith('/files')),
      )
      .toBe(true)
    clock.by = 5 * hours
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 1 } })
    expect(remoteTree(world)).toEqual({ 'late.bin': 1 })
    await arrivedOnce()
  })

  test('T1.28: nor does a restart with another clock, after which nobody knows how long ago the request went out', async () => {
    const clock = wrongClock()
    world = await createWorld({ clock, transfers: { settleMs } })
    const file = await world.put('src/late.bin', random(500))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, commitLateMs: 3_000, hang: true })
    const jobId = await begin(world, [file])
    await expect
      .poll(() =>
        world.portal.log.entries().some(({ method, route }) => method === 'POST' && route.endsWith('/files')),
      )
      .toBe(true)
    await world.crash()
    clock.by = 24 * hours
    await world.reopen()
    await world.transfers().resumeAll()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 1 } })
    expect(remoteTree(world)).toEqual({ 'late.bin': 1 })
    await arrivedOnce()
  })

  test('T1.28, T1.64: a file in doubt is stopped at once, and after a resume still not registered twice', async () => {
    world = await createWorld({ transfers: { settleMs } })
    const file = await world.put('src/late.bin', random(500))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, commitLateMs: 8_000 })
    const jobId = await begin(world, [file])
    const searches = () =>
      world.portal.log.entries().filter(({ route }) => route.endsWith('/files/search')).length
    await expect.poll(searches).toBeGreaterThan(2)
    valueOf(await world.transfers().pause(jobId))
    const atPause = searches()
    expect(world.portal.log.entries().some((entry) => entry.late)).toBe(false)
    expect(await world.transfers().list()).toMatchObject([{ state: 'paused', files: { done: 0, failed: 0 } }])
    expect(searches()).toBe(atPause)
    valueOf(await world.transfers().resume(jobId))
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 1 } })
    expect(remoteTree(world)).toEqual({ 'late.bin': 1 })
    await arrivedOnce()
  })

  test('T1.28: meanwhile others go on: a file in doubt steps aside', async () => {
    world = await createWorld({
      transfers: { smallFiles: { first: 1, least: 1, most: 1 }, largeFiles: 1, settleMs },
    })
    for (let n = 0; n < 6; n += 1) await world.put(`src/d/${n}.bin`, random(400 + n))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', skip: 1, count: 1, commitLateMs: 8_000 })
    let doneBefore = 0
    const late = () => world.portal.log.entries().some((entry) => entry.late)
    const stop = world.transfers().onProgress((jobs) => {
      if (!late()) doneBefore = Math.max(doneBefore, ...jobs.map(({ files }) => files.done))
    })
    expect(await upload(world, [join(world.folder, 'src/d')])).toMatchObject({
      state: 'done',
      files: { done: 6 },
    })
    stop()
    expect(doneBefore).toBe(5)
    expect(Object.values(remoteTree(world)).sort()).toEqual([0, 1, 1, 1, 1, 1, 1])
    await arrivedOnce()
  })
})
