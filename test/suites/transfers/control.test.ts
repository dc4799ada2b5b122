import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { JobId, JobView, TransferRow } from '../../../src/core/transfers/views.ts'
import type { Show } from '../../../src/core/transfers/show.ts'
import {
  begin,
  createWorld,
  hashesOf,
  download,
  random,
  remoteTree,
  valueOf,
  when,
  type World,
} from './world.ts'

const kibibyte = 1024

let world: World
afterEach(() => world.close())

/** One large file of ten blocks and `small` small ones. */
const putFiles = async (small: number): Promise<string> => {
  await world.put('src/large.bin', random(10 * 64 * kibibyte))
  for (let index = 0; index < small; index += 1)
    await world.put(`src/small ${index}.txt`, random(400 + index))
  return join(world.folder, 'src')
}

const rowsOf = async (jobId: JobId, only: Show = 'all'): Promise<readonly TransferRow[]> =>
  (await world.transfers().files(jobId, { only, offset: 0, limit: 500 })).rows

const rowOf = async (jobId: JobId, name: string): Promise<TransferRow> => {
  const row = (await rowsOf(jobId)).find(({ path }) => path.endsWith(name))
  if (row === undefined) throw new Error(`No row of ${name}`)
  return row
}

const jobOf = async (jobId: JobId): Promise<JobView> => {
  const job = (await world.transfers().list()).find(({ id }) => id === jobId)
  if (job === undefined) throw new Error('No such job')
  return job
}

const arrivedSame = async (): Promise<void> => {
  world.portal.faults.clear()
  await download(world, join(world.folder, 'back'))
  const back = await hashesOf(join(world.folder, 'back'))
  const all = Object.entries(await hashesOf(join(world.folder, 'src')))
  expect(Object.values(back).filter((hash) => hash !== 'folder').length).toBe(
    all.filter(([, hash]) => hash !== 'folder').length,
  )
  for (const [path, hash] of all) if (hash !== 'folder') expect(back[join('src', path)]).toBe(hash)
  expect(Object.values(remoteTree(world)).every((versions) => versions <= 1)).toBe(true)
}

/** Starts a job on a slow storage and resolves once blocks of the large file have been acknowledged. */
const beginSlowly = async (small: number): Promise<JobId> => {
  world = await createWorld({ transfers: { blockBytes: 64 * kibibyte, blocks: 1 } })
  const root = await putFiles(small)
  world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 60 })
  const jobId = await begin(world, [root])
  await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 3 * 64 * kibibyte))
  return jobId
}

describe('one file among others', () => {
  test('T1.90: a paused file keeps what was sent, the others arrive, and it goes on from there', async () => {
    const jobId = await beginSlowly(20)
    const { number } = await rowOf(jobId, 'large.bin')
    valueOf(await world.transfers().pauseFile(jobId, number))
    const paused = await rowOf(jobId, 'large.bin')
    expect(paused).toMatchObject({ held: true, active: false, phase: 'staging' })
    expect(paused.done).toBeGreaterThan(0)
    // With nothing left but paused files, the job stands still.
    while ((await jobOf(jobId)).state === 'running') await when(world, () => true)
    expect(await jobOf(jobId)).toMatchObject({ state: 'paused', files: { done: 20, held: 1 } })
    expect((await rowOf(jobId, 'large.bin')).done).toBe(paused.done)

    valueOf(await world.transfers().resumeFile(jobId, number))
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: 21, held: 0 },
    })
    const blocks = world.portal.log
      .entries()
      .filter(
        ({ service, url, status }) => service === 'blob' && url.includes('comp=block&') && status === 201,
      )
    expect(blocks).toHaveLength(10)
    await arrivedSame()
  })

  test('T1.90: a cancelled file stays out, the others arrive, and the whole is counted without it', async () => {
    const jobId = await beginSlowly(12)
    const { number, size } = await rowOf(jobId, 'large.bin')
    const before = await jobOf(jobId)
    valueOf(await world.transfers().cancelFile(jobId, number))
    const after = await jobOf(jobId)
    expect(after.bytes.total).toBe(before.bytes.total - size)
    const ended = await world.transfers().ended(jobId)
    expect(ended).toMatchObject({ state: 'done', files: { done: 12, cancelled: 1 } })
    expect(ended.bytes.done).toBe(ended.bytes.total)
    expect(Object.keys(remoteTree(world)).some((path) => path.endsWith('large.bin'))).toBe(false)
    expect(await rowsOf(jobId, 'left-out')).toHaveLength(1)
    // The same after a restart.
    await world.reopen()
    expect(await jobOf(jobId)).toMatchObject({ state: 'done', files: { done: 12, cancelled: 1 } })
  })

  test('T1.90: a file may be paused and cancelled before its turn, and a pause survives a restart', async () => {
    const jobId = await beginSlowly(400)
    const waiting = (await rowsOf(jobId)).filter(({ phase, active }) => phase === 'planned' && !active)
    const [first, second] = [waiting[0], waiting[1]]
    if (first === undefined || second === undefined) throw new Error('Nothing waits')
    valueOf(await world.transfers().pauseFile(jobId, first.number))
    valueOf(await world.transfers().cancelFile(jobId, second.number))
    await world.reopen()
    await world.transfers().resumeAll()
    while ((await jobOf(jobId)).state === 'running') await when(world, () => true)
    expect(await jobOf(jobId)).toMatchObject({ state: 'paused', files: { done: 399, cancelled: 1, held: 1 } })
    // To go on with the job is to go on with all of it.
    valueOf(await world.transfers().resume(jobId))
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 400 } })
  })

  test('T1.90: files paused and let go on at random, twenty times over, all arrive once', async () => {
    const jobId = await beginSlowly(60)
    const seed = Number(process.env['CONTROL_SEED'] ?? 20_261_122)
    console.info(`seed ${seed}`)
    let state = seed % 2_147_483_647
    const next = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647
      return state % below
    }
    for (let turn = 0; turn < 20; turn += 1) {
      const number = next(61)
      const verb = next(2) === 0 ? 'pauseFile' : 'resumeFile'
      const done = await world.transfers()[verb](jobId, number)
      if (!done.ok) expect(done.error.code).toBe('ended')
    }
    if ((await jobOf(jobId)).endedAt === null) valueOf(await world.transfers().resume(jobId))
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: 61, held: 0 },
    })
    await arrivedSame()
  })

  test('T1.68: a job that is told to go on while it comes to its end ends once, with each file counted once', async () => {
    const jobId = await beginSlowly(60)
    const over = world.transfers().ended(jobId)
    // Whoever clicks on it again and again is told how it ended all the same.
    while ((await jobOf(jobId)).endedAt === null) valueOf(await world.transfers().resume(jobId))
    expect(await over).toMatchObject({ state: 'done', files: { done: 61, total: 61 } })
    expect(await jobOf(jobId)).toMatchObject({ state: 'done', files: { done: 61, total: 61 } })
    await arrivedSame()
  })

  test.each(['pause', 'cancel'] as const)(
    'T1.68: %s finds a job done whose files have all arrived',
    async (verb) => {
      const jobId = await beginSlowly(20)
      const over = world.transfers().ended(jobId)
      // Between the last file's end and the job's own there are a few turns of the loop.
      while ((await jobOf(jobId)).files.done < 21) await new Promise(setImmediate)
      valueOf(await world.transfers()[verb](jobId))
      expect(await jobOf(jobId)).toMatchObject({ state: 'done' })
      expect(await over).toMatchObject({ state: 'done' })
    },
  )

  test('T1.90: a job whose files are all cancelled one by one is cancelled', async () => {
    const jobId = await beginSlowly(0)
    valueOf(await world.transfers().cancelFile(jobId, (await rowOf(jobId, 'large.bin')).number))
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'cancelled' })
    expect((await world.transfers().pauseFile(jobId, 0)).ok).toBe(false)
  })
})

describe('lists of a job’s files', () => {
  test('T1.91: by state, by name without regard to case or composition, page by page', async () => {
    // More than is claimed at once, and nothing moves while it is looked at.
    const jobId = await beginSlowly(300)
    valueOf(await world.transfers().pause(jobId))
    const all = await world.transfers().files(jobId, { only: 'all', offset: 0, limit: 500 })
    expect(all.total).toBe(301)
    const pages = await Promise.all(
      [0, 100, 200, 300].map((offset) => world.transfers().files(jobId, { only: 'all', offset, limit: 100 })),
    )
    expect(pages.flatMap(({ rows }) => rows.map(({ number }) => number))).toEqual(
      all.rows.map(({ number }) => number),
    )
    const counts = await Promise.all(
      (['under-way', 'failed', 'done', 'left-out'] as const).map(
        async (only) => (await world.transfers().files(jobId, { only, offset: 0, limit: 1 })).total,
      ),
    )
    expect(counts[1]).toBe(0)
    expect((counts[0] ?? 0) + (counts[2] ?? 0)).toBe(301)
    const found = await world
      .transfers()
      .files(jobId, { only: 'all', offset: 0, limit: 50, search: 'SMALL 12' })
    expect(found.rows.map(({ path }) => path).sort()).toEqual(
      ['12', ...Array.from({ length: 10 }, (_, index) => `12${index}`)]
        .map((n) => `src/small ${n}.txt`)
        .sort(),
    )
    const under = await rowsOf(jobId, 'under-way')
    const firstPlanned = under.findIndex(({ phase }) => phase === 'planned')
    expect(under.slice(firstPlanned).every(({ phase }) => phase === 'planned')).toBe(true)
  })

  test('T1.91: letters with accents and GLOB’s own characters are found as they are written', async () => {
    world = await createWorld()
    for (const name of ['Résumé [final].txt', 'ÉTÉ*?.txt', 'a^b-c].txt', 'plain.txt'])
      await world.put(`src/${name}`, random(10))
    const jobId = await begin(world, [join(world.folder, 'src')])
    await world.transfers().ended(jobId)
    const search = async (text: string): Promise<readonly string[]> => {
      const { rows } = await world
        .transfers()
        .files(jobId, { only: 'all', offset: 0, limit: 50, search: text })
      return rows.map(({ path }) => path.slice(4))
    }
    expect(await search('RÉSUMÉ [F')).toEqual(['Résumé [final].txt'])
    expect(await search('été*?')).toEqual(['ÉTÉ*?.txt'])
    expect(await search('a^b-c]')).toEqual(['a^b-c].txt'])
    expect(await search('e\u0301t')).toEqual(['ÉTÉ*?.txt'])
    expect(await search('nothing')).toEqual([])
  })
})

test('T1.92: what waits says until when, and goes on at once when woken', async () => {
  world = await createWorld({ transfers: { keyProbeMs: 600_000 } })
  const root = await putFiles(3)
  const plan = valueOf(
    await world.transfers().plan({ spaceId: world.spaceId, folderId: null, roots: [root] }),
  )
  world.portal.faults.add({ route: 'POST /*', status: 401 })
  const jobId = valueOf(await world.transfers().startUpload(plan.id, { policy: 'skip', silent: true })).jobId
  await when(world, (jobs) => jobs.some(({ state }) => state === 'waiting'))
  const waiting = await jobOf(jobId)
  expect(waiting).toMatchObject({ state: 'waiting', waitingFor: { code: 'key-refused' }, etaMs: null })
  expect(waiting.waitingUntil).toBeGreaterThan(Date.now() + 300_000)
  world.portal.faults.clear()
  await world.transfers().wake()
  expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', waitingUntil: null })
})
