import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { blockName } from '../../../src/core/transfers/blocks.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import type { HttpRequest } from '../../../src/engine/ports.ts'
import { expectTold, failedRows } from './told.ts'
import {
  begin,
  blobRequests,
  createWorld,
  download,
  hashesOf,
  problemsOf,
  random,
  remoteTree,
  upload,
  valueOf,
  when,
  type World,
  type WorldOptions,
} from './world.ts'

const block = 65_536

let world: World
const open = async (options?: WorldOptions): Promise<void> => {
  world = await createWorld({ ...options, transfers: { blockBytes: block, ...options?.transfers } })
}
afterEach(() => world.close())

/** One large file and some small ones. */
const mixed = async (): Promise<string> => {
  await world.put('src/d/large.bin', random(12 * block + 5))
  for (let n = 0; n < 6; n += 1) await world.put(`src/d/${n}.bin`, random(3_000 + n))
  return join(world.folder, 'src/d')
}

const arrivedOnce = async (): Promise<void> => {
  world.portal.faults.clear()
  expect(Object.values(remoteTree(world)).every((versions) => versions <= 1)).toBe(true)
  await download(world, join(world.folder, 'back'))
  expect(await hashesOf(join(world.folder, 'back'))).toEqual(await hashesOf(join(world.folder, 'src')))
}

describe('what goes over the line', () => {
  test('T1.17: every request with bytes carries their MD5, and the blob keeps the whole’s', async () => {
    const puts: (Pick<HttpRequest, 'url' | 'headers'> & { readonly md5: string })[] = []
    await open({
      http: (http) => ({
        ...http,
        send: (request) => {
          const { method, url, headers, body } = request
          const md5 = createHash('md5')
            .update(body ?? '')
            .digest('base64')
          if (method === 'PUT') puts.push({ url, headers, md5 })
          return http.send(request)
        },
      }),
    })
    await upload(world, [await mixed()])
    const bodies = puts.filter(({ url }) => !url.includes('comp=blocklist'))
    expect(bodies).toHaveLength(6 + 13)
    for (const { md5, headers } of bodies) expect(headers['content-md5']).toBe(md5)
    const [list] = puts.filter(({ url }) => url.includes('comp=blocklist'))
    expect(list?.headers['x-ms-blob-content-md5']).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    await arrivedOnce()
  })

  test('T1.13: a write whose reply was lost is repeated, refused, looked at and used; nothing is written over', async () => {
    await open()
    const folder = await mixed()
    world.portal.faults.add({ route: '^PUT .*', blob: true, skip: 2, count: 2, lostReply: true })
    world.portal.faults.add({ route: '^PUT .*', blob: true, skip: 12, count: 20, lostReply: true })
    expect(await upload(world, [folder])).toMatchObject({ state: 'done', files: { done: 7 } })
    const writes = [...blobRequests(world, 'PUT', null), ...blobRequests(world, 'PUT', 'blocklist')]
    const again = writes.filter(({ status }) => status !== null)
    const arrived = new Set(writes.map(({ url }) => new URL(url, 'http://x').pathname))
    expect(arrived.size).toBe(7)
    // Whatever was sent once without an answer is answered "there already", never taken a second time.
    for (const { url, n, status } of again) {
      const { pathname } = new URL(url, 'http://x')
      const before = writes.some((one) => one.n < n && new URL(one.url, 'http://x').pathname === pathname)
      expect(status).toBe(before ? 409 : 201)
    }
    expect(again.some(({ status }) => status === 409)).toBe(true)
    await arrivedOnce()
  })

  test('fault 24, T1.12: blocks that finish in the opposite order make the same file', async () => {
    await open({ transfers: { blocks: 8 } })
    const file = await world.put('src/large.bin', random(16 * block + 9))
    // Of the blocks under way together the first waits longest.
    for (let round = 0; round < 17; round += 1) {
      world.portal.faults.add({ route: 'PUT /*', blob: true, count: 1, delayMs: 400 - (round % 8) * 50 })
    }
    expect(await upload(world, [file])).toMatchObject({ state: 'done' })
    const ids = blobRequests(world, 'PUT', 'block').map(({ url, n, at, milliseconds }) => ({
      n,
      id: Buffer.from(new URL(url, 'http://x').searchParams.get('blockid') ?? '', 'base64').toString(),
      done: Date.parse(at) + (milliseconds ?? 0),
    }))
    const byEnd = [...ids].sort((a, b) => a.done - b.done).map(({ id }) => id)
    expect(byEnd).not.toEqual([...byEnd].sort())
    expect(byEnd[0]).toHaveLength(blockName(byEnd[0]?.slice(0, 36) ?? '', 0).length)
    await arrivedOnce()
  })
})

describe('a storage in trouble', () => {
  test('fault 15: bursts of 500 and 503, from storage and portal, fail no file', async () => {
    await open()
    for (const status of [500, 503, 502]) {
      world.portal.faults.add({ route: 'PUT /*', blob: true, skip: 3, count: 3, status })
      world.portal.faults.add({ route: 'POST /v1/spaces/:id/files/search', skip: 1, count: 2, status })
    }
    expect(await upload(world, [await mixed()])).toMatchObject({ state: 'done', files: { done: 7 } })
    await arrivedOnce()
  })

  test('fault 15, T1.60, T1.62: a 500 that stays fails that file by its name; later it goes on', async () => {
    await open()
    const small = await world.put('src/small.bin', random(99))
    world.portal.faults.add({ route: 'PUT /*', blob: true, status: 500 })
    const job = await upload(world, [small])
    expect(problemsOf(job)).toEqual({ 'server-error': 1 })
    await failedRows(world, job.id)
    expect(blobRequests(world, 'PUT', null)).toHaveLength(6)
    world.portal.faults.clear()
    valueOf(await world.transfers().retryFailed(job.id))
    expect(await world.transfers().ended(job.id)).toMatchObject({ state: 'done', problems: [] })
    await arrivedOnce()
  })

  test('fault 14: 429 with both forms of Retry-After closes one gate: workers don’t go on asking', async () => {
    await open()
    const folder = await mixed()
    world.portal.faults.add({
      route: 'PUT /*',
      blob: true,
      skip: 2,
      count: 20,
      status: 429,
      headers: { 'retry-after': '1' },
    })
    const date = new Date(Date.now() + 1_500).toUTCString()
    world.portal.faults.add({
      route: '/v1/spaces/:id/sas',
      skip: 0,
      count: 1,
      status: 429,
      headers: { 'retry-after': date },
    })
    const told = when(world, (jobs) =>
      jobs.some(({ state, waitingFor }) => state === 'waiting' && waitingFor?.code === 'throttled'),
    )
    const jobId = await begin(world, [folder])
    await told
    const [job] = await world.transfers().list()
    expect(job?.waitingFor?.retryAfterMs).toBe(1_000)
    // Those under way when the gate closed, and probes one by one, but not every worker over and over.
    const refused = () =>
      blobRequests(world, 'PUT', 'block')
        .concat(blobRequests(world, 'PUT', null))
        .filter(({ status }) => status === 429)
    expect(refused().length).toBeLessThanOrEqual(12)
    world.portal.faults.clear()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 7 } })
    await arrivedOnce()
  })

  test('fault 17: a black hole, at the storage and at the portal, costs time alone', async () => {
    await open({ apiTimeoutMs: 500, transfers: { blobTimeoutMs: 500, settleMs: 600 } })
    world.portal.faults.add({ route: 'PUT /*', blob: true, skip: 2, count: 3, hang: true })
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', skip: 1, count: 2, hang: true })
    world.portal.faults.add({ route: '/v1/spaces/:id/sas', count: 1, hang: true })
    expect(await upload(world, [await mixed()])).toMatchObject({ state: 'done', files: { done: 7 } })
    await arrivedOnce()
  })

  test('fault 18: a body that comes byte by byte is no failure, and holds up nobody else', async () => {
    let slow = 0
    let letGo = (): void => undefined
    const others = new Promise<void>((done) => {
      letGo = done
    })
    await open({
      http: (http) => ({
        ...http,
        send: async (request) => {
          const sent = await http.send(request)
          if (!sent.ok || request.method !== 'GET' || sent.value.headers['content-length'] !== '333')
            return sent
          const chunks = async function* () {
            for await (const chunk of sent.value.chunks()) {
              for (const byte of chunk) {
                slow += 1
                // Never longer than the others take, unless they wait for it: then nothing would end.
                if (slow === 100) await others
                else await systemClock.sleep(1)
                yield Uint8Array.of(byte)
              }
            }
          }
          return { ok: true, value: { ...sent.value, chunks } }
        },
      }),
    })
    await world.put('src/d/slow.bin', random(333))
    await upload(world, [await mixed()])
    const { jobId } = valueOf(
      await world
        .transfers()
        .startDownload({ spaceId: world.spaceId, folderId: null, fileIds: [], to: join(world.folder, 'to') }),
    )
    await when(world, (jobs) => jobs.some(({ id, files }) => id === jobId && files.done === 7))
    await expect.poll(() => slow).toBe(100)
    letGo()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 8 } })
    expect(slow).toBe(333)
    await arrivedOnce()
  })

  test('fault 19: a computer that starts off line says so, and goes on by itself', async () => {
    await open()
    const folder = await mixed()
    const hold = world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 200 })
    const jobId = await begin(world, [folder])
    await world.crash()
    world.portal.faults.remove(hold)
    world.portal.faults.add({ cut: 'before' })
    world.portal.faults.add({ blob: true, cut: 'before' })
    await world.reopen()
    const waiting = when(world, (jobs) => jobs.some(({ state }) => state === 'waiting'))
    await world.transfers().resumeAll()
    await waiting
    const [job] = await world.transfers().list()
    expect(job?.waitingFor?.code).toBe('unreachable')
    expectTold(job?.waitingFor, '127.0.0.1')
    world.portal.faults.clear()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 7 } })
    await arrivedOnce()
  })

  test.each([
    ['the portal’s', { route: '/v1/*' }],
    ['the storage’s', { route: '/*', blob: true }],
  ])('fault 20: a sign-in page in %s place is not taken for an answer', async (_whose, where) => {
    await open()
    const folder = await mixed()
    const page = { status: 200, contentType: 'text/html', body: '<html>Please sign in</html>' }
    const jobId = await begin(world, [folder])
    world.portal.faults.add({ ...where, ...page })
    await when(world, (jobs) =>
      jobs.some(({ state, waitingFor }) => state === 'waiting' && waitingFor?.code === 'not-json'),
    )
    const [job] = await world.transfers().list()
    expectTold(job?.waitingFor, '127.0.0.1')
    world.portal.faults.clear()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 7 } })
    world.portal.faults.add({ route: 'GET /*', blob: true, count: 3, ...page })
    await download(world, join(world.folder, 'page'))
    expect(await hashesOf(join(world.folder, 'page'))).toEqual(await hashesOf(join(world.folder, 'src')))
    await arrivedOnce()
  })
})

describe('fault 25: staged blocks that are gone', () => {
  const crashHalfway = async (): Promise<void> => {
    world.portal.sas.set({ permissions: 'cw' })
    await world.put('src/large.bin', random(30 * block + 1))
    const slow = world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 25 })
    await begin(world, [join(world.folder, 'src/large.bin')])
    await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done >= 10 * block))
    await world.crash()
    world.portal.faults.remove(slow)
    world.portal.sas.set({ permissions: 'racwd' })
  }
  const blobsPut = (): Set<string> =>
    new Set(blobRequests(world, 'PUT', 'block').map(({ url }) => new URL(url, 'http://x').pathname))

  test('T1.15: of an age at which the storage drops them, the file begins again under another name', async () => {
    let ahead = 0
    await open({ clock: { ...systemClock, now: () => Date.now() + ahead } })
    await crashHalfway()
    const [before] = blobsPut()
    world.portal.log.clear()
    ahead = 7 * 24 * 3_600_000
    world.portal.clock.setSkew(ahead)
    await world.reopen()
    await world.transfers().resumeAll()
    const [job] = await world.transfers().list()
    expect(await world.transfers().ended(job?.id ?? ('none' as never))).toMatchObject({ state: 'done' })
    expect(blobRequests(world, 'PUT', 'block')).toHaveLength(31)
    expect(blobsPut().has(before ?? '')).toBe(false)
    await arrivedOnce()
  })

  test('T1.15: when the storage no longer knows them, the file begins again under another name', async () => {
    await open()
    await world.put('src/large.bin', random(10 * block + 1))
    const lost = {
      status: 400,
      body: '',
      headers: { 'x-ms-error-code': 'InvalidBlockList', 'x-ms-version': '2021-12-02' },
    }
    world.portal.faults.add({ route: '^PUT .*', blob: true, skip: 11, count: 1, ...lost })
    expect(await upload(world, [join(world.folder, 'src/large.bin')])).toMatchObject({
      state: 'done',
      files: { done: 1 },
    })
    expect(blobsPut().size).toBe(2)
    expect(blobRequests(world, 'PUT', 'blocklist').map(({ status }) => status)).toEqual([400, 201])
    await arrivedOnce()
  })
})
