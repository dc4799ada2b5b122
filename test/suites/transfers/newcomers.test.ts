import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { ConflictPolicy, UploadPlan } from '../../../src/core/transfers/views.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import type { Clock } from '../../../src/engine/ports.ts'
import { blobRequests, createWorld, plan, random, remoteTree, upload, valueOf, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const start = async ({ id }: UploadPlan, policy: ConflictPolicy) => {
  const { jobId } = valueOf(await world.transfers().startUpload(id, { policy, silent: true }))
  return world.transfers().ended(jobId)
}

const remarks = async (jobId: Parameters<ReturnType<World['transfers']>['files']>[0]) => {
  const { rows } = await world.transfers().files(jobId, { only: 'all', offset: 0, limit: 100 })
  return Object.fromEntries(
    rows.map(({ path, phase, problem }) => [path, `${phase} ${problem?.code ?? ''}`.trim()]),
  )
}

describe('T1.129: a file that came into the target after the plan', () => {
  test.each([
    ['skip', { 'a.txt': 1, 'b.txt': 1 }, { 'a.txt': 'skipped appeared', 'b.txt': 'verified' }],
    [
      'keep-both',
      { 'a.txt': 1, 'a (2).txt': 1, 'b.txt': 1 },
      { 'a.txt': 'verified appeared', 'b.txt': 'verified' },
    ],
    [
      'ask',
      { 'a.txt': 1, 'a (2).txt': 1, 'b.txt': 1 },
      { 'a.txt': 'verified appeared', 'b.txt': 'verified' },
    ],
    ['skip-same', { 'a.txt': 2, 'b.txt': 1 }, { 'a.txt': 'verified', 'b.txt': 'verified' }],
    ['new-version', { 'a.txt': 2, 'b.txt': 1 }, { 'a.txt': 'verified', 'b.txt': 'verified' }],
  ] as const)('is met by the policy: %s', async (policy, tree, told) => {
    world = await createWorld()
    const [a, b] = [await world.put('src/a.txt', random(10)), await world.put('src/b.txt', random(11))]
    const sheet = await plan(world, [a, b])
    expect(sheet.conflicts.count).toBe(0)
    await upload(world, [await world.put('colleague/a.txt', random(20))])
    const job = await start(sheet, policy)
    const skipped = policy === 'skip' ? 1 : 0
    expect(job).toMatchObject({ state: 'done', files: { total: 2, done: 2 - skipped, skipped } })
    expect(job.bytes.done).toBe(job.bytes.total)
    expect(remoteTree(world)).toEqual(tree)
    expect(await remarks(job.id)).toEqual(told)
    // What is left out costs not one byte.
    expect(blobRequests(world, 'PUT', null)).toHaveLength(3 - skipped)
  })

  test('is the same file: skip-same leaves ours out', async () => {
    world = await createWorld()
    const bytes = random(10)
    const file = await world.put('src/a.txt', bytes)
    await utimes(file, new Date('2020-01-01'), new Date('2020-01-01'))
    const sheet = await plan(world, [file])
    await upload(world, [await world.put('colleague/a.txt', bytes)])
    expect(await start(sheet, 'skip-same')).toMatchObject({ state: 'done', files: { done: 0, skipped: 1 } })
    expect(remoteTree(world)).toEqual({ 'a.txt': 1 })
  })

  test('keeps both under a name that is nobody’s, there or in the job', async () => {
    world = await createWorld()
    const ours = [await world.put('src/a.txt', random(10)), await world.put('src/a (3).txt', random(11))]
    const sheet = await plan(world, ours)
    const theirs = [
      await world.put('colleague/a.txt', random(20)),
      await world.put('colleague/a (2).txt', random(21)),
    ]
    await upload(world, theirs)
    await start(sheet, 'keep-both')
    expect(remoteTree(world)).toEqual({ 'a.txt': 1, 'a (2).txt': 1, 'a (3).txt': 1, 'a (4).txt': 1 })
  })

  test('in a folder below, and a folder of that name is told as what it is', async () => {
    world = await createWorld()
    await upload(world, [(await world.put('old/d/there.txt', random(5)), join(world.folder, 'old/d'))])
    await world.put('src/d/a.txt', random(10))
    await world.put('src/d/b', random(11))
    const sheet = await plan(world, [join(world.folder, 'src/d')])
    await world.put('colleague/d/a.txt', random(20))
    await world.put('colleague/d/b/inner.txt', random(21))
    await upload(world, [join(world.folder, 'colleague/d')])
    const job = await start(sheet, 'skip')
    expect(await remarks(job.id)).toEqual({ 'd/a.txt': 'skipped appeared', 'd/b': 'failed exists' })
    expect(remoteTree(world)).toEqual({
      ...{ d: 0, 'd/there.txt': 1, 'd/a.txt': 1, 'd/b': 0, 'd/b/inner.txt': 1 },
    })
  })

  test('came while the bytes were on their way: looked for again before it is registered', async () => {
    let ahead = 0
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead }
    world = await createWorld({ clock })
    const sheet = await plan(world, [await world.put('src/a.txt', random(10))])
    world.portal.faults.add({ route: 'PUT /*', blob: true, count: 1, delayMs: 1_500 })
    const { jobId } = valueOf(await world.transfers().startUpload(sheet.id, { policy: 'skip', silent: true }))
    const asked = (): boolean =>
      world.portal.log
        .entries()
        .some(({ method, route }) => method === 'POST' && route.endsWith('/files/search'))
    await expect.poll(asked).toBe(true)
    await upload(world, [await world.put('colleague/a.txt', random(20))])
    ahead = 61_000
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      files: { done: 0, skipped: 1 },
    })
    expect(remoteTree(world)).toEqual({ 'a.txt': 1 })
  })

  test('is not ourselves: one whose registration was asked for goes on as it was, after a crash too', async () => {
    world = await createWorld()
    const sheet = await plan(world, [await world.put('src/a.txt', random(10))])
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 1, commitLateMs: 400 })
    const { jobId } = valueOf(
      await world.transfers().startUpload(sheet.id, { policy: 'keep-both', silent: true }),
    )
    const posts = () =>
      world.portal.log.entries().filter(({ method, route }) => method === 'POST' && route.endsWith('/files'))
    await expect.poll(() => posts().length).toBe(1)
    await world.crash()
    await world.reopen()
    await world.transfers().resumeAll()
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done', files: { done: 1 } })
    expect(remoteTree(world)).toEqual({ 'a.txt': 1 })
  })
})
