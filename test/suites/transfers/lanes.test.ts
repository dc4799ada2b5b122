import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { begin, createWorld, random, upload, when, type World } from './world.ts'

const block = 65_536

let world: World
afterEach(() => world.close())

describe('two lanes', () => {
  test('T1.63: small files never wait for large ones, and only so many blocks are under way at once', async () => {
    let [under, most] = [0, 0]
    world = await createWorld({
      transfers: { blockBytes: block },
      http: (http) => ({
        ...http,
        send: async (request) => {
          const isBlock = request.url.includes('comp=block&')
          if (!isBlock) return http.send(request)
          under += 1
          most = Math.max(most, under)
          try {
            return await http.send(request)
          } finally {
            under -= 1
          }
        },
      }),
    })
    // The large ones come first in every order there is.
    for (let n = 0; n < 4; n += 1) await world.put(`src/d/a large ${n}.bin`, random(30 * block))
    for (let n = 0; n < 30; n += 1) await world.put(`src/d/z small ${n}.bin`, random(900 + n))
    world.portal.faults.add({ route: '^PUT .*', blob: true, delayMs: 60 })
    const jobId = await begin(world, [join(world.folder, 'src/d')])
    await when(world, (jobs) => jobs.some(({ files }) => files.done >= 30))
    const { rows } = await world.transfers().files(jobId, { only: 'all', offset: 0, limit: 100 })
    expect(rows.filter(({ path, phase }) => path.includes('large') && phase === 'verified')).toEqual([])
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 34 } })
    expect(most).toBe(4)
  })
})

describe('progress', () => {
  test('T1.71: is told at most ten times a second, however much happens, and ends with the truth', async () => {
    const told: number[] = []
    world = await createWorld({ transfers: { blockBytes: 4_096 }, clock: systemClock })
    await world.put('src/d/large.bin', random(300 * 4_096))
    for (let n = 0; n < 60; n += 1) await world.put(`src/d/${n}.bin`, random(900 + n))
    let last = { done: 0, total: 1 }
    world.transfers().onProgress((jobs) => {
      told.push(performance.now())
      last = jobs.at(-1)?.bytes ?? last
    })
    await upload(world, [join(world.folder, 'src/d')])
    expect(last.done).toBe(last.total)
    expect(told.length).toBeGreaterThan(3)
    // The last one is told at once; a timer may be a millisecond early.
    const gaps = told.slice(1, -1).map((at, index) => at - (told[index] ?? 0))
    expect(gaps.filter((gap) => gap < 95)).toEqual([])
  })
})
