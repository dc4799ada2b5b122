import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { maxAttempts } from '../../../src/core/transfers/reaction.ts'
import type { HttpRequest } from '../../../src/engine/ports.ts'
import {
  begin,
  createWorld,
  download,
  hashesOf,
  random,
  remoteTree,
  valueOf,
  when,
  type World,
} from './world.ts'

/** A server of which nothing comes back: it takes the TCP connection, as the kernel does, and no TLS greeting. */
const openMute = async (): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const files = 3
const limitMs = 150

let world: World
let mute: Awaited<ReturnType<typeof openMute>>
let unreached: boolean
let unanswered: number
afterEach(async () => {
  await world.close()
  await mute.close()
})

const open = async (): Promise<void> => {
  mute = await openMute()
  unreached = false
  unanswered = 0
  world = await createWorld({
    apiTimeoutMs: limitMs,
    transfers: { blockBytes: 65_536, longestWaitMs: 50 },
    http: (http) => ({
      ...http,
      send: async (request) => {
        const short: HttpRequest = { ...request, timeoutMs: Math.min(request.timeoutMs, limitMs) }
        const { pathname, search } = new URL(request.url)
        const answer = await http.send(
          unreached ? { ...short, url: `${mute.url}${pathname}${search}` } : short,
        )
        if (!answer.ok && answer.error.code !== 'cancelled') unanswered += 1
        return answer
      },
    }),
  })
}

const outages = {
  'accepts nothing': () => {
    unreached = true
  },
  'answers nothing': () => {
    world.portal.faults.add({ hang: true })
    world.portal.faults.add({ blob: true, hang: true })
  },
}
const comeBack = (): void => {
  unreached = false
  world.portal.faults.clear()
}

/** More than every try that every file has, so that none would be left without the rule. */
const longEnough = files * maxAttempts + 1

describe.each(['accepts nothing', 'answers nothing'] as const)('an outage in which the network %s', (how) => {
  test('T1.60: outlasts every try of an upload, which waits, says so and goes on by itself', async () => {
    await open()
    for (let n = 0; n < files; n += 1) await world.put(`src/d/${n}.bin`, random(3_000 + n))
    const slow = world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 50 })
    const jobId = await begin(world, [join(world.folder, 'src/d')])
    outages[how]()
    await when(world, (jobs) =>
      jobs.some(({ state, waitingFor }) => state === 'waiting' && waitingFor?.code === 'unreachable'),
    )
    await expect.poll(() => unanswered, { timeout: 60_000 }).toBeGreaterThan(longEnough)
    expect((await world.transfers().list())[0]?.files).toMatchObject({ failed: 0 })
    world.portal.faults.remove(slow)
    comeBack()
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: files, failed: 0 },
    })
    expect(Object.values(remoteTree(world)).sort()).toEqual([0, 1, 1, 1])
    await download(world, join(world.folder, 'back'))
    expect(await hashesOf(join(world.folder, 'back'))).toEqual(await hashesOf(join(world.folder, 'src')))
  })

  test('T1.60: outlasts every try of a download', async () => {
    await open()
    for (let n = 0; n < files; n += 1) await world.put(`src/d/${n}.bin`, random(200_000 + n))
    await world.transfers().ended(await begin(world, [join(world.folder, 'src/d')]))
    const to = join(world.folder, 'back')
    outages[how]()
    const { jobId } = valueOf(
      await world
        .transfers()
        .startDownload({ spaceId: world.spaceId, folderId: null, fileIds: [], to, policy: 'skip' }),
    )
    await expect.poll(() => unanswered, { timeout: 60_000 }).toBeGreaterThan(longEnough)
    comeBack()
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: files, failed: 0 },
    })
    expect(await hashesOf(to)).toEqual(await hashesOf(join(world.folder, 'src')))
  })
})
