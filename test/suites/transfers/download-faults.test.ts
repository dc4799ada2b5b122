import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { FileId } from '../../../src/core/file.ts'
import {
  blobRequests,
  createWorld,
  download,
  hashesOf,
  problemsOf,
  random,
  sha256,
  upload,
  valueOf,
  when,
  type World,
  type WorldOptions,
} from './world.ts'

let world: World
const open = async (options?: WorldOptions): Promise<void> => {
  world = await createWorld(options)
}
afterEach(() => world.close())

const entryNamed = (name: string) => {
  const entry = [...world.portal.state.files(world.spaceId).all()].find((one) => one.name === name)
  if (entry === undefined) throw new Error(`No ${name}`)
  return entry
}

describe('a download', () => {
  test('T1.54: goes on after a crash with the ranges it has, and never shows a short file', async () => {
    await open({ transfers: { blockBytes: 65_536 } })
    const bytes = random(60 * 65_536 + 3)
    await upload(world, [await world.put('src/large.bin', bytes)])
    world.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 25 })
    const to = join(world.folder, 'back')
    valueOf(
      await world.transfers().startDownload({ spaceId: world.spaceId, folderId: null, fileIds: [], to }),
    )
    const gets = () => blobRequests(world, 'GET', null).filter(({ status }) => status === 206).length
    await when(world, (jobs) => jobs.some((job) => job.bytes.done > 20 * 65_536))
    await world.crash()
    expect((await readdir(to)).filter((name) => !name.endsWith('.part'))).toEqual([])
    world.portal.faults.clear()
    await world.reopen()
    await world.transfers().resumeAll()
    const job = (await world.transfers().list()).find(({ direction }) => direction === 'download')
    if (job === undefined) throw new Error('the job is gone')
    expect(await world.transfers().ended(job.id)).toMatchObject({ state: 'done' })
    expect(await hashesOf(to)).toEqual({ 'large.bin': sha256(bytes) })
    // Those in flight at the crash are fetched again, no others.
    expect(gets()).toBeLessThanOrEqual(61 + 4)
  })

  test('T1.51: a body cut half-way is fetched again, a flipped bit is noticed and nothing gets the final name', async () => {
    let flip = 0
    await open({
      http: (http) => ({
        ...http,
        send: async (request) => {
          const sent = await http.send(request)
          if (!sent.ok || flip === 0 || request.method !== 'GET' || !request.url.includes('devstoreaccount1'))
            return sent
          flip -= 1
          const chunks = async function* () {
            for await (const chunk of sent.value.chunks()) {
              const copy = Uint8Array.from(chunk)
              copy[0] = (copy[0] ?? 0) ^ 1
              yield copy
            }
          }
          return { ok: true, value: { ...sent.value, chunks } }
        },
      }),
    })
    const bytes = random(50_000)
    await upload(world, [await world.put('src/a.bin', bytes)])
    world.portal.faults.add({ route: 'GET /*', blob: true, count: 1, cut: 'middle' })
    expect(await download(world, join(world.folder, 'one'))).toMatchObject({ state: 'done' })
    expect(await hashesOf(join(world.folder, 'one'))).toEqual({ 'a.bin': sha256(bytes) })
    flip = 1
    expect(await download(world, join(world.folder, 'two'))).toMatchObject({ state: 'done' })
    flip = 100
    const failed = await download(world, join(world.folder, 'three'))
    expect(problemsOf(failed)).toEqual({ integrity: 1 })
    expect(await readdir(join(world.folder, 'three'))).toEqual([])
  })

  test('T1.52, T1.53: hostile names stay in the folder, and nothing there is overwritten or followed', async () => {
    await open()
    await upload(world, [await world.put('src/plain.txt', random(100))])
    const plain = entryNamed('plain.txt')
    const tree = world.portal.state.files(world.spaceId)
    const names = [
      '..',
      '../../evil',
      'CON',
      'nul.txt',
      'a/b',
      'dot. ',
      'evil\u202Etxt.exe',
      'a\u0000b',
      'README',
      'readme',
    ]
    for (const [index, name] of [...names, 'e\u0301', '\u00e9', 'x'.repeat(300)].entries()) {
      tree.add({ ...plain, id: `file-${index}`, name })
    }
    tree.add({ ...plain, id: 'dir', name: 'linked', is_folder: true, versions: [] })
    tree.add({ ...plain, id: 'inner', name: 'inner.txt', parent_id: 'dir' })
    const to = join(world.folder, 'to')
    await mkdir(join(world.folder, 'outside'))
    await mkdir(to)
    await writeFile(join(to, 'plain.txt'), 'mine')
    await symlink(join(world.folder, 'outside'), join(to, 'linked'))
    const job = await download(world, to)
    expect(job).toMatchObject({ state: 'done', files: { failed: 0, total: 15 } })
    expect(await readFile(join(to, 'plain.txt'), 'utf8')).toBe('mine')
    expect(await readdir(join(world.folder, 'outside'))).toEqual([])
    const found = await readdir(to)
    expect(found).toContain('plain (2).txt')
    expect(found).toContain('linked (2)')
    expect(found).toContain('_CON')
    expect(found).toContain('eviltxt.exe')
    expect(found.some((name) => name.endsWith('.part'))).toBe(false)
    expect(await readdir(join(to, 'linked (2)'))).toEqual(['inner.txt'])
    expect((await readdir(world.folder)).sort()).toEqual(expect.not.arrayContaining(['evil']))
  })

  test('T1.55: on a full disk fails file by file, keeps what was complete and leaves nothing half', async () => {
    await open({
      transfers: { blockBytes: 65_536, smallFiles: { first: 1, least: 1, most: 1 }, largeFiles: 1 },
    })
    for (const [name, size] of [
      ['a', 300_000],
      ['b', 60_000],
      ['c', 2_000_000],
      ['d', 400_000],
    ] as const) {
      await world.put(`src/d/${name}.bin`, random(size))
    }
    await upload(world, [join(world.folder, 'src/d')])
    const to = join(world.folder, 'tiny')
    await mkdir(to)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', to])
    try {
      // There is room when the job begins; then somebody else takes all but a MiB of it.
      world.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 100 })
      const begun = when(world, (jobs) =>
        jobs.some(({ direction, bytes }) => direction === 'download' && bytes.done > 0),
      )
      const ended = download(world, to)
      await begun
      await writeFile(join(to, 'theirs'), random(11 * 1_048_576))
      const job = await ended
      await rm(join(to, 'theirs'))
      expect(job).toMatchObject({ state: 'failed', files: { done: 3, failed: 1 } })
      expect(problemsOf(job)).toEqual({ 'disk-full': 1 })
      const { 'd/c.bin': missing, ...expected } = await hashesOf(join(world.folder, 'src'))
      expect(missing).toBeDefined()
      expect(await hashesOf(to)).toEqual(expected)
    } finally {
      execFileSync('umount', [to])
    }
  })

  test('T1.51: picked files and folders arrive, empty folders and files too', async () => {
    await open()
    await world.put('src/top/a.txt', random(10))
    await world.put('src/top/none.txt', random(0))
    await mkdir(join(world.folder, 'src/top/empty'), { recursive: true })
    await world.put('src/other.txt', random(20))
    await upload(world, [join(world.folder, 'src/top'), join(world.folder, 'src/other.txt')])
    const to = join(world.folder, 'picked')
    const job = await download(world, to, [entryNamed('top').id as FileId])
    expect(job).toMatchObject({ state: 'done', title: 'top', files: { total: 2 } })
    const { 'other.txt': other, ...expected } = await hashesOf(join(world.folder, 'src'))
    expect(other).toBeDefined()
    expect(await hashesOf(to)).toEqual(expected)
    expect(valueOf(await world.transfers().target(job.id))).toBe(to)
  })

  test('T1.56: a blob that is gone fails its file alone', async () => {
    await open()
    await upload(world, [await world.put('src/a.txt', random(10)), await world.put('src/b.txt', random(10))])
    const broken = entryNamed('b.txt')
    world.portal.state.files(world.spaceId).add({
      ...broken,
      versions: broken.versions.map((version) => ({ ...version, blob: 'nowhere' })),
    })
    const job = await download(world, join(world.folder, 'to'))
    expect(job).toMatchObject({ state: 'failed', files: { done: 1, failed: 1 } })
    expect(problemsOf(job)).toEqual({ 'blob-missing': 1 })
  })
})
