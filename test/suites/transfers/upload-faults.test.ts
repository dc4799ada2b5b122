import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/engine/node/clock.ts'
import {
  begin,
  blobRequests,
  control,
  createWorld,
  download,
  hashesOf,
  plan,
  problemsOf,
  random,
  remoteTree,
  upload,
  valueOf,
  when,
  type World,
  type WorldOptions,
} from './world.ts'

const mebibyte = 1_048_576

let world: World
const open = async (options?: WorldOptions): Promise<void> => {
  world = await createWorld(options)
}
afterEach(() => world.close())

const sent = async (): Promise<void> => {
  await download(world, join(world.folder, 'back'))
  expect(await hashesOf(join(world.folder, 'back'))).toEqual(await hashesOf(join(world.folder, 'src')))
}

const blockIds = (status: number): string[] =>
  blobRequests(world, 'PUT', 'block')
    .filter((entry) => entry.status === status)
    .map(({ url }) => new URL(url, 'http://x').searchParams.get('blockid') ?? '')

describe('tokens', () => {
  test('T1.20: a token of 3 seconds is renewed within one large file, and no block fails', async () => {
    await open({ portal: { sasSeconds: 3 }, transfers: { blockBytes: mebibyte } })
    world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 700 })
    const file = await world.put('src/large.bin', random(23 * mebibyte + 5))
    expect(await upload(world, [file])).toMatchObject({ state: 'done', files: { done: 1 } })
    const asked = world.portal.log.entries().filter(({ route }) => route.endsWith('/sas'))
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(blockIds(403)).toEqual([])
    expect(blockIds(201)).toHaveLength(24)
    world.portal.faults.clear()
    await sent()
  })

  test('T1.21: a token that was revoked costs the refused blocks one repeat, never the file', async () => {
    await open({ transfers: { blockBytes: 65_536 } })
    const file = await world.put('src/large.bin', random(60 * 65_536))
    world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 20 })
    const jobId = await begin(world, [file])
    await when(world, () => blockIds(201).length >= 10)
    await control(world, '/sas', { revoke: true })
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done' })
    expect(blockIds(403).length).toBeGreaterThan(0)
    expect(blockIds(403).length).toBeLessThanOrEqual(4)
    expect(blockIds(201)).toHaveLength(60)
  })

  test('T1.23: a computer whose clock is hours off notices nothing', async () => {
    await open({ portal: { sasSeconds: 20 } })
    await control(world, '/clock', { skewMs: -5 * 3_600_000 })
    await Promise.all([1, 2, 3].map((n) => world.put(`src/d/${n}.bin`, random(1000))))
    expect(await upload(world, [join(world.folder, 'src/d')])).toMatchObject({ state: 'done' })
    expect(world.portal.log.entries().filter(({ route }) => route.endsWith('/sas'))).toHaveLength(1)
  })

  test('T1.27: a token without write permission fails the files and names what is missing', async () => {
    await open()
    await control(world, '/sas', { permissions: 'r' })
    const job = await upload(world, [await world.put('src/a.txt', random(10))])
    expect(problemsOf(job)).toEqual({ 'sas-permission': 1 })
    const { rows } = await world.transfers().files(job.id, { only: 'failed', offset: 0, limit: 10 })
    expect(rows).toMatchObject([{ path: 'a.txt', problem: { code: 'sas-permission', detail: 'w' } }])
  })
})

describe('a crash half-way', () => {
  test.each([
    ['with a token that may read, the storage tells', 'racwd'],
    ['with a token that may only write, the journal tells', 'cw'],
  ])('T1.14, T1.16: %s which blocks it has, and none is sent twice', async (_name, permissions) => {
    await open({ transfers: { blockBytes: 65_536 } })
    await control(world, '/sas', { permissions })
    await world.put('src/d/large.bin', random(80 * 65_536 + 7))
    for (let n = 0; n < 10; n += 1) await world.put(`src/d/small ${n}.bin`, random(5000 + n))
    const slow = world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 60 })
    await begin(world, [join(world.folder, 'src/d')])
    await when(world, () => blockIds(201).length >= 15)
    await world.crash()
    world.portal.faults.remove(slow)
    const before = blockIds(201).length
    await world.reopen()
    await world.transfers().resumeAll()
    const [job] = await world.transfers().list()
    if (job === undefined) throw new Error('the job is gone')
    expect(await world.transfers().ended(job.id)).toMatchObject({
      state: 'done',
      files: { total: 11, done: 11 },
    })
    // Those in flight at the crash may have arrived without our knowing, if the token can't read.
    const repeated = blockIds(201).length - new Set(blockIds(201)).size
    expect(repeated).toBeLessThanOrEqual(permissions.includes('r') ? 0 : 4)
    expect(before).toBeLessThan(81)
    expect(Object.values(remoteTree(world)).filter((versions) => versions !== 1)).toEqual([0])
    await control(world, '/sas', { permissions: 'racwd' })
    await world.reopen()
    await sent()
  })

  test('T1.25: a blob that was committed but not registered is registered once', async () => {
    await open()
    for (let n = 0; n < 6; n += 1) await world.put(`src/d/${n}.bin`, random(3000))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', skip: 1, hang: true })
    await begin(world, [join(world.folder, 'src/d')])
    const posts = () =>
      world.portal.log.entries().filter(({ method, route }) => method === 'POST' && route.endsWith('/files'))
    await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done === bytes.total))
    await expect.poll(() => posts().length).toBeGreaterThanOrEqual(6)
    await world.crash()
    world.portal.faults.clear()
    const puts = blobRequests(world, 'PUT', null).length
    await world.reopen()
    await world.transfers().resumeAll()
    const [job] = await world.transfers().list()
    if (job === undefined) throw new Error('the job is gone')
    expect(await world.transfers().ended(job.id)).toMatchObject({ state: 'done', files: { done: 6 } })
    expect(blobRequests(world, 'PUT', null)).toHaveLength(puts)
    expect(Object.values(remoteTree(world)).sort()).toEqual([0, 1, 1, 1, 1, 1, 1])
    await sent()
  })
})

describe('a folder that is slow to be made', () => {
  const made = (status: number) =>
    world.portal.log
      .entries()
      .filter((one) => one.method === 'POST' && one.route === '/v1/spaces/:id/files' && one.status === status)

  test('T1.24: holds back no small file’s bytes, only its registration', async () => {
    await open()
    for (let n = 0; n < 4; n += 1) await world.put(`src/d/${n}.bin`, random(3000))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, delayMs: 2_000 })
    const jobId = await begin(world, [join(world.folder, 'src/d')])
    await when(world, () => blobRequests(world, 'PUT', null).length === 4)
    expect(made(201)).toEqual([])
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 4 } })
    expect(remoteTree(world)).toEqual({ d: 0, 'd/0.bin': 1, 'd/1.bin': 1, 'd/2.bin': 1, 'd/3.bin': 1 })
    await sent()
  })

  test('T1.24: and is refused then, fails the files that are there already, and nothing is registered', async () => {
    await open()
    for (let n = 0; n < 4; n += 1) await world.put(`src/d/${n}.bin`, random(3000))
    world.portal.faults.add({
      ...{ route: 'POST /v1/spaces/:id/files', count: 1, delayMs: 500, status: 403 },
    })
    const job = await upload(world, [join(world.folder, 'src/d')])
    expect(job).toMatchObject({ state: 'failed', files: { done: 0 } })
    expect(problemsOf(job)).toEqual({ forbidden: 5 })
    expect(blobRequests(world, 'PUT', null)).toHaveLength(4)
    expect(remoteTree(world)).toEqual({})
    // Once the folder may be made, what is there goes from where it stands.
    await world.transfers().retryFailed(job.id)
    expect(await world.transfers().ended(job.id)).toMatchObject({ state: 'done', files: { done: 4 } })
    expect(blobRequests(world, 'PUT', null)).toHaveLength(4)
    await sent()
  })
})

describe('replies that get lost', () => {
  test('T1.24, T1.25: of folders and registrations, leave one of each', async () => {
    await open()
    for (let n = 0; n < 6; n += 1) await world.put(`src/d/sub ${n % 2}/${n}.bin`, random(3000))
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 6, lostReply: true })
    expect(await upload(world, [join(world.folder, 'src/d')])).toMatchObject({
      state: 'done',
      files: { done: 6 },
    })
    expect(Object.values(remoteTree(world)).sort()).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1])
    await sent()
  })

  test('T1.25: a portal that commits late gets no second version, one that never did is asked again', async () => {
    await open()
    const [late, never] = [
      await world.put('src/late.bin', random(10)),
      await world.put('src/never.bin', random(10)),
    ]
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, commitLateMs: 700 })
    expect(await upload(world, [late])).toMatchObject({ state: 'done' })
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, status: 500 })
    expect(await upload(world, [never])).toMatchObject({ state: 'done' })
    expect(remoteTree(world)).toEqual({ 'late.bin': 1, 'never.bin': 1 })
  })

  test('T1.13: of a Put Blob or Put Block List, are looked up, and the blob is used', async () => {
    await open({ transfers: { blockBytes: 65_536 } })
    const [small, large] = [
      await world.put('src/small.bin', random(99)),
      await world.put('src/large.bin', random(200_000)),
    ]
    world.portal.faults.add({ route: 'PUT /*', blob: true, count: 1, lostReply: true })
    expect(await upload(world, [small])).toMatchObject({ state: 'done' })
    world.portal.faults.add({ route: 'PUT /*', blob: true, skip: 4, count: 1, lostReply: true })
    expect(await upload(world, [large])).toMatchObject({ state: 'done' })
    expect(blobRequests(world, 'PUT', null)).toHaveLength(2)
    expect(remoteTree(world)).toEqual({ 'small.bin': 1, 'large.bin': 1 })
    await sent()
  })
})

describe('a portal or storage in trouble', () => {
  test('T1.60: throttling makes the job wait and say why; it goes on by itself', async () => {
    await open()
    for (let n = 0; n < 20; n += 1) await world.put(`src/d/${n}.bin`, random(3000))
    world.portal.faults.add({
      route: 'PUT /*',
      blob: true,
      skip: 3,
      count: 6,
      status: 503,
      headers: { 'retry-after': '1' },
    })
    const throttled = when(world, (jobs) => jobs.some(({ waitingFor }) => waitingFor?.code === 'throttled'))
    const first = await begin(world, [join(world.folder, 'src/d')])
    await throttled
    expect(await world.transfers().ended(first)).toMatchObject({ state: 'done', files: { done: 20 } })
  })

  test('T1.60: a key revoked in the middle parks the job until there is a key again', async () => {
    await open()
    for (let n = 0; n < 120; n += 1) await world.put(`src/d/${n}.bin`, random(3000))
    world.portal.faults.add({ route: 'PUT /*', blob: true, count: 1_000, delayMs: 80 })
    const jobId = await begin(world, [join(world.folder, 'src/d')])
    await when(world, (jobs) => jobs.some(({ files }) => files.done >= 2))
    const waiting = when(world, (jobs) =>
      jobs.some(({ state, waitingFor }) => state === 'waiting' && waitingFor?.code === 'key-refused'),
    )
    await control(world, '/revoke-key', {})
    await waiting
    await control(world, '/key', { key: world.portal.key })
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: 120 },
      waitingFor: null,
    })
    expect(Object.values(remoteTree(world)).every((versions) => versions <= 1)).toBe(true)
  })

  test('T1.61: a bit that flips on the way is noticed by the storage and the block sent again', async () => {
    let flips = 3
    await open({
      transfers: { blockBytes: 65_536 },
      http: (http) => ({
        ...http,
        send: (request) => {
          if (request.method !== 'PUT' || typeof request.body === 'string' || flips === 0)
            return http.send(request)
          flips -= 1
          const body = Uint8Array.from(request.body ?? [])
          body[7] = (body[7] ?? 0) ^ 16
          return http.send({ ...request, body })
        },
      }),
    })
    await world.put('src/d/large.bin', random(200_000))
    await world.put('src/d/small.bin', random(2_000))
    expect(await upload(world, [join(world.folder, 'src/d')])).toMatchObject({
      state: 'done',
      files: { done: 2 },
    })
    expect(flips).toBe(0)
    await sent()
  })

  test('T1.62: a file the portal refuses fails with its words, the rest arrives, and a retry goes on from the blob', async () => {
    await open()
    for (let n = 0; n < 5; n += 1) await world.put(`src/d/${n}.bin`, random(3000))
    const refusal = { status: 400, body: { result: { message: 'Foyer does not take this name' } } }
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', skip: 1, count: 1, ...refusal })
    const job = await upload(world, [join(world.folder, 'src/d')])
    expect(job).toMatchObject({
      state: 'failed',
      files: { done: 4, failed: 1 },
      problems: [{ reason: 'invalid', count: 1 }],
    })
    const { rows } = await world.transfers().files(job.id, { only: 'failed', offset: 0, limit: 10 })
    expect(rows).toMatchObject([{ problem: { code: 'invalid', detail: 'Foyer does not take this name' } }])
    const puts = blobRequests(world, 'PUT', null).length
    valueOf(await world.transfers().retryFailed(job.id))
    expect(await world.transfers().ended(job.id)).toMatchObject({
      state: 'done',
      files: { done: 5, failed: 0 },
      problems: [],
    })
    expect(blobRequests(world, 'PUT', null)).toHaveLength(puts)
    await sent()
  })
})

describe('control', () => {
  test('T1.64: pause stops at once, resume goes on within the file, cancel ends for good', async () => {
    await open({ transfers: { blockBytes: 65_536 } })
    const file = await world.put('src/large.bin', random(80 * 65_536))
    world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 25 })
    const jobId = await begin(world, [file])
    await when(world, () => blockIds(201).length >= 12)
    valueOf(await world.transfers().pause(jobId))
    const atPause = blockIds(201).length
    const [paused] = await world.transfers().list()
    expect(paused).toMatchObject({ state: 'paused', rate: 0, bytes: { total: 80 * 65_536 } })
    expect(paused?.bytes.done).toBeGreaterThanOrEqual((12 - 4) * 65_536)
    valueOf(await world.transfers().resume(jobId))
    await when(world, () => blockIds(201).length >= atPause + 8)
    valueOf(await world.transfers().cancel(jobId))
    const atCancel = blobRequests(world, 'PUT', 'block').length
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'cancelled', files: { done: 0 } })
    expect(remoteTree(world)).toEqual({})
    await world.reopen()
    await world.transfers().resumeAll()
    expect((await world.transfers().list())[0]).toMatchObject({ state: 'cancelled' })
    expect(blobRequests(world, 'PUT', 'block')).toHaveLength(atCancel)
    valueOf(await world.transfers().dismiss(jobId))
    expect(await world.transfers().list()).toEqual([])
  })

  test('T1.33: a plan that was not started is forgotten at the next start', async () => {
    await open()
    const { id } = await plan(world, [await world.put('src/a.bin', random(10))])
    await world.reopen()
    await world.transfers().resumeAll()
    const started = await world.transfers().startUpload(id, { policy: 'skip', silent: true })
    expect(started).toMatchObject({ ok: false, error: { code: 'unknown-id' } })
  })

  test('T1.33, A1.21: so is one made before the clock was set back, and a dry run’s rows with it', async () => {
    let behind = 0
    await open({ clock: { ...systemClock, now: () => Date.now() - behind } })
    const path = await world.put('src/a.bin', random(10))
    const { id } = await plan(world, [path])
    const by = { kind: 'rule', rule: '{client}.bin' } as const
    const dry = valueOf(await world.transfers().fanOut.plan({ roots: [path], by, folder: [] }))
    behind = 3_600_000
    await world.reopen()
    await world.transfers().resumeAll()
    expect(await world.transfers().startUpload(id, { policy: 'skip', silent: true })).toMatchObject({
      error: { code: 'unknown-id' },
    })
    const page = { only: 'all', offset: 0, limit: 10 } as const
    expect(await world.transfers().fanOut.rows(dry.id, page)).toEqual([])
  })
})

describe('sources', () => {
  test('T1.50: what vanished, was swapped or changed since the plan fails or is sent as it is now, and the rest arrives', async () => {
    await open({ transfers: { blockBytes: 65_536 } })
    const paths = await Promise.all(
      ['gone', 'swapped', 'grown', 'shrunk', 'same'].map((name) =>
        world.put(`src/d/${name}.bin`, random(70_000)),
      ),
    )
    const [gone = '', swapped = '', grown = '', shrunk = ''] = paths
    const id = (await plan(world, [join(world.folder, 'src/d')])).id
    await rm(gone)
    await rm(swapped)
    await world.put('src/d/swapped.bin/inside.txt', random(5))
    await writeFile(grown, random(300_000))
    await writeFile(shrunk, random(10))
    const { jobId } = valueOf(
      await world.transfers().startUpload(id, { policy: 'new-version', silent: true }),
    )
    const job = await world.transfers().ended(jobId)
    expect(problemsOf(job)).toEqual({ 'source-missing': 1, 'source-unreadable': 1 })
    const { rows } = await world.transfers().files(jobId, { only: 'all', offset: 0, limit: 10 })
    const phases = Object.fromEntries(rows.map(({ path, phase, problem }) => [path, [phase, problem?.code]]))
    expect(phases).toEqual({
      'd/gone.bin': ['failed', 'source-missing'],
      'd/swapped.bin': ['failed', 'source-unreadable'],
      'd/grown.bin': ['verified', 'source-changed'],
      'd/shrunk.bin': ['verified', 'source-changed'],
      'd/same.bin': ['verified', undefined],
    })
    await rm(join(world.folder, 'src/d/swapped.bin'), { recursive: true })
    await sent()
  })
})
