import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { CompareFilter } from '../../../src/core/transfers/compare-views.ts'
import { type Comparison, compareWithSpace } from '../../../src/engine/transfers/compare.ts'
import { blobRequests, createWorld, random, remoteTree, upload, valueOf, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const compare = async (): Promise<Comparison> => {
  const input = { spaceId: world.spaceId, folderId: null, root: join(world.folder, 'src') }
  const comparison = compareWithSpace(world.context(), world.transfers(), {
    ...input,
    changed: () => undefined,
  })
  await comparison.read
  return comparison
}

const states = (comparison: Comparison, only: CompareFilter = 'all'): Record<string, string> =>
  Object.fromEntries(
    comparison
      .rows({ only, closed: [], offset: 0, limit: 500 })
      .rows.map(({ path, isFolder, state }) => [isFolder ? `${path}/` : path, state]),
  )

/** Sends what lies in src, so that both sides are the same. */
const begin = async (paths: Record<string, number>): Promise<void> => {
  world = await createWorld()
  const tops = new Set<string>()
  for (const [path, size] of Object.entries(paths)) {
    await world.put(`src/${path}`, random(size))
    tops.add(join(world.folder, 'src', path.split('/')[0] ?? ''))
  }
  await upload(world, [...tops])
}

describe('a folder beside a space', () => {
  test('T1.45: only here, only there, differs, the same, and a file where a folder is', async () => {
    await begin({
      'same.txt': 10,
      'changed.txt': 10,
      'gone.txt': 10,
      'd/in.txt': 5,
      'e/only.txt': 5,
      'k/x.txt': 3,
    })
    await rm(join(world.folder, 'src/gone.txt'))
    await rm(join(world.folder, 'src/e'), { recursive: true })
    await rm(join(world.folder, 'src/k'), { recursive: true })
    await writeFile(join(world.folder, 'src/k'), 'a file now')
    await writeFile(join(world.folder, 'src/changed.txt'), random(11))
    await world.put('src/new/deep/n.txt', random(7))
    await world.put('src/.DS_Store', random(7))
    const comparison = await compare()
    expect(states(comparison)).toEqual({
      ...{ 'd/': 'same', 'd/in.txt': 'same', 'e/': 'only-there', 'e/only.txt': 'only-there' },
      ...{ 'new/': 'only-here', 'new/deep/': 'only-here', 'new/deep/n.txt': 'only-here', k: 'clash' },
      ...{ 'changed.txt': 'differs', 'gone.txt': 'only-there', 'same.txt': 'same' },
    })
    expect(comparison.view()).toMatchObject({
      ...{ phase: 'done', away: false, asOf: null, problem: null, spaceName: 'Harper & Lowe' },
      counts: {
        'only-here': { files: 1, bytes: 7 },
        'only-there': { files: 2, bytes: 15 },
        differs: { files: 1, bytes: 11 },
        same: { files: 2, bytes: 15 },
        clash: { files: 1, bytes: 10 },
        refused: { files: 0, bytes: 0 },
      },
    })
    expect(Object.keys(states(comparison, 'different'))).not.toContain('same.txt')
    expect(Object.keys(states(comparison, 'only-here'))).toEqual(['new/', 'new/deep/', 'new/deep/n.txt'])
  })

  test('T1.46: names that differ only by case or Unicode form are told apart, and named', async () => {
    await begin({ 'Report.pdf': 10, 'Re\u0301sume\u0301.pdf': 10 })
    const src = (name: string): string => join(world.folder, 'src', name)
    await rename(src('Report.pdf'), src('report.pdf'))
    await rename(src('Re\u0301sume\u0301.pdf'), src('R\u00e9sum\u00e9.pdf'))
    const comparison = await compare()
    const { rows } = comparison.rows({ only: 'only-here', closed: [], offset: 0, limit: 10 })
    expect(rows.map(({ name, twin }) => [name, twin])).toEqual([
      ['R\u00e9sum\u00e9.pdf', 'Re\u0301sume\u0301.pdf'],
      ['report.pdf', 'Report.pdf'],
    ])
    expect(comparison.view().twins).toBe(2)
  })

  test('T1.47: contents are compared on demand: by the receipt for what was sent from here', async () => {
    await begin({ 'a.bin': 2000, 'b.bin': 2000, 'empty.bin': 0 })
    await writeFile(join(world.folder, 'src/b.bin'), random(2000))
    const bySize = await compare()
    expect(states(bySize)).toEqual({ 'a.bin': 'same', 'b.bin': 'same', 'empty.bin': 'same' })
    const before = blobRequests(world, 'HEAD', null).length
    await bySize.check()
    expect(states(bySize)).toEqual({ 'a.bin': 'same', 'b.bin': 'differs', 'empty.bin': 'same' })
    expect(bySize.view().check).toMatchObject({ phase: 'done', total: 2, done: 2, unknown: 0 })
    expect(blobRequests(world, 'HEAD', null).length).toBe(before)
  })

  test('T1.47: what another computer sent is told by the MD5 that the storage keeps', async () => {
    await begin({ 'a.bin': 2000, 'b.bin': 2000 })
    await writeFile(join(world.folder, 'src/b.bin'), random(2000))
    // A journal that knows nothing of it, as on another computer.
    await world.forget()
    const comparison = await compare()
    await comparison.check()
    expect(states(comparison)).toEqual({ 'a.bin': 'same', 'b.bin': 'differs' })
    expect(blobRequests(world, 'HEAD', null).length).toBeGreaterThanOrEqual(2)
  })

  test('T1.48, T1.49: sends the difference alone, each file at its place, and deletes nothing', async () => {
    await begin({ 'same.txt': 10, 'd/changed.txt': 10, 'd/there.txt': 10 })
    await rm(join(world.folder, 'src/d/there.txt'))
    await writeFile(join(world.folder, 'src/d/changed.txt'), random(11))
    await world.put('src/d/new.txt', random(7))
    await world.put('src/n/e/w.txt', random(7))
    const comparison = await compare()
    const { jobId } = valueOf(await comparison.send({ silent: true, changed: true }))
    const job = await world.transfers().ended(jobId)
    expect(job).toMatchObject({
      state: 'done',
      title: 'src',
      files: { total: 3, done: 3 },
      bytes: { total: 25 },
    })
    expect(remoteTree(world)).toEqual({
      ...{ 'same.txt': 1, d: 0, 'd/changed.txt': 2, 'd/there.txt': 1, 'd/new.txt': 1 },
      ...{ n: 0, 'n/e': 0, 'n/e/w.txt': 1 },
    })
    const after = await compare()
    expect(states(after, 'different')).toEqual({ 'd/': 'differs', 'd/there.txt': 'only-there' })
  })

  test('T1.48: without what changed, only what is new goes', async () => {
    await begin({ 'changed.txt': 10 })
    await writeFile(join(world.folder, 'src/changed.txt'), random(11))
    await world.put('src/new.txt', random(7))
    const comparison = await compare()
    const { jobId } = valueOf(await comparison.send({ silent: true, changed: false }))
    await world.transfers().ended(jobId)
    expect(remoteTree(world)).toEqual({ 'changed.txt': 1, 'new.txt': 1 })
  })

  test('T1.45: while the portal is away the archive is compared, and says how old it is', async () => {
    await begin({ 'a.txt': 10 })
    await world.put('src/b.txt', random(10))
    world.portal.faults.add({ route: '/v1/*', cut: 'before' })
    const comparison = await compare()
    expect(comparison.view()).toMatchObject({ phase: 'done', away: true })
    expect(states(comparison)).toEqual({ 'a.txt': 'same', 'b.txt': 'only-here' })
    world.portal.faults.clear()
  })

  test('a folder that is not there says so', async () => {
    world = await createWorld()
    const comparison = await compare()
    expect(comparison.view()).toMatchObject({ phase: 'failed', problem: { code: 'source-missing' } })
  })
})
