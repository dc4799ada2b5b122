import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/engine/node/clock.ts'
import type { Http } from '../../../src/engine/ports.ts'
import {
  begin,
  blobRequests,
  createWorld,
  download,
  hashesOf,
  random,
  upload,
  valueOf,
  when,
} from './world.ts'
import type { World, WorldOptions } from './world.ts'

let world: World
afterEach(() => world.close())
const open = async (options: WorldOptions = {}): Promise<void> => {
  world = await createWorld(options)
}

describe('scheduling', () => {
  test('T1.82: a second job’s files do not wait for the first job’s many', async () => {
    await open({ transfers: { smallFiles: { first: 2, least: 2, most: 2 } } })
    for (let n = 0; n < 300; n += 1) await world.put(`many/${n}.bin`, random(500))
    for (let n = 0; n < 4; n += 1) await world.put(`few/${n}.bin`, random(500))
    world.portal.faults.add({ route: 'PUT /*', blob: true, count: 10_000, delayMs: 20 })
    const many = await begin(world, [join(world.folder, 'many')])
    await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 0))
    const few = await begin(world, [join(world.folder, 'few')])
    const doneOfMany = async (): Promise<number> => {
      const [first] = (await world.transfers().list()).filter(({ id }) => id === many)
      expect(first).toMatchObject({ state: 'running' })
      return first?.files.done ?? 0
    }
    const before = await doneOfMany()
    expect(await world.transfers().ended(few)).toMatchObject({ state: 'done', files: { done: 4 } })
    expect((await doneOfMany()) - before).toBeLessThan(150)
    valueOf(await world.transfers().cancel(many))
  })

  test('T1.81: a crash right after the replies leaves each file registered once, and verified in the end', async () => {
    await open()
    for (let n = 0; n < 40; n += 1) await world.put(`d/${n}.bin`, random(2_000))
    const jobId = await begin(world, [join(world.folder, 'd')])
    await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 40_000))
    await world.crash()
    await world.reopen()
    await world.transfers().resumeAll()
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: 40, failed: 0 },
    })
    const entries = [...world.portal.state.files(world.spaceId).all()].filter((entry) => !entry.is_folder)
    expect(entries).toHaveLength(40)
    expect(entries.every(({ versions }) => versions.length === 1)).toBe(true)
  })
})

describe('limits', () => {
  test('T1.83: with a limit the same bytes arrive, both ways, in slices that each wait their turn', async () => {
    const paced = { requests: 0, bytes: 0 }
    const counting = (http: Http): Http => ({
      ...http,
      send: (request) => {
        const { pace } = request
        if (pace === undefined) return http.send(request)
        if (request.body !== undefined) paced.requests += 1
        return http.send({
          ...request,
          pace: (bytes, signal) => {
            paced.bytes += bytes
            return pace(bytes, signal)
          },
        })
      },
    })
    await open({ transfers: { blockBytes: 131_072 }, http: counting })
    await world.put('src/large.bin', random(400_000))
    await world.put('src/small.bin', random(70_000))
    world.transfers().setLimits({ bytesPerSecond: 1_000_000 })
    expect(await upload(world, [join(world.folder, 'src')])).toMatchObject({ state: 'done' })
    expect(paced.bytes).toBeGreaterThanOrEqual(470_000)
    expect(blobRequests(world, 'PUT', 'block')).toHaveLength(4)
    expect(await download(world, join(world.folder, 'out'))).toMatchObject({ state: 'done' })
    const sent = await hashesOf(join(world.folder, 'src'))
    expect(await hashesOf(join(world.folder, 'out', 'src'))).toEqual(sent)
  })

  test('T1.83: at no moment has more gone than the limit allows until then', async () => {
    const rate = 400_000
    const gone: { readonly at: number; readonly bytes: number }[] = []
    const counting = (http: Http): Http => ({
      ...http,
      send: (request) => {
        const { pace } = request
        if (pace === undefined) return http.send(request)
        return http.send({
          ...request,
          pace: async (bytes, signal) => {
            await pace(bytes, signal)
            gone.push({ at: systemClock.now(), bytes })
          },
        })
      },
    })
    await open({ transfers: { blockBytes: 131_072 }, http: counting })
    await world.put('src/large.bin', random(300_000))
    await world.put('src/small.bin', random(70_000))
    const from = systemClock.now()
    world.transfers().setLimits({ bytesPerSecond: rate })
    expect(await upload(world, [join(world.folder, 'src')])).toMatchObject({ state: 'done' })
    // The last piece may be owed: what it goes on credit is paid for by whoever comes next.
    const largest = Math.max(...gone.map(({ bytes }) => bytes))
    let sum = 0
    for (const { at, bytes } of gone) {
      sum += bytes
      expect(sum).toBeLessThanOrEqual(((at - from + 1) * rate) / 1_000 + largest)
    }
    expect(sum).toBeGreaterThanOrEqual(370_000)
  })

  test('T1.83: a limit that stops nearly everything is lifted, and the job goes on at once', async () => {
    await open()
    await world.put('src/one.bin', random(200_000))
    world.transfers().setLimits({ bytesPerSecond: 1 })
    const jobId = await begin(world, [join(world.folder, 'src')])
    world.transfers().setLimits({ bytesPerSecond: null })
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done' })
  })

  test('T1.84: woken, what waits tries again at once, with a token that still lives', async () => {
    await open({ transfers: { backoffMs: 20_000, longestWaitMs: 60_000 } })
    await world.put('src/one.bin', random(2_000))
    expect(await upload(world, [join(world.folder, 'src/one.bin')])).toMatchObject({ state: 'done' })
    await world.put('src/two.bin', random(2_000))
    world.portal.faults.add({ route: 'PUT /*', blob: true, count: 1, status: 503 })
    const waiting = when(world, (jobs) => jobs.some(({ state }) => state === 'waiting'))
    const jobId = await begin(world, [join(world.folder, 'src/two.bin')])
    await waiting
    await world.transfers().wake()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', waitingFor: null })
  })
})
