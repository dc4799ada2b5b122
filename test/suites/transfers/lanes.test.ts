import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { begin, createWorld, random, when, type World } from './world.ts'

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
