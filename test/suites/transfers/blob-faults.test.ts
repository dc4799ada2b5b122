import { type FileHandle, mkdir, open as openFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import { afterEach, describe, expect, test } from 'vitest'
import { containerOf } from '../../portal/blobs/address.ts'
import { emulatorAccount, emulatorKey } from '../../portal/blobs/service.ts'
import type { FileEntry } from '../../portal/records.ts'
import { failedRows } from './told.ts'
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
} from './world.ts'

const block = 65_536

let world: World
const open = async (): Promise<void> => {
  world = await createWorld({ transfers: { blockBytes: block } })
}
afterEach(() => world.close())

const entry = (): FileEntry => {
  const [found] = [...world.portal.state.files(world.spaceId).all()]
  if (found === undefined) throw new Error('Nothing was sent')
  return found
}

/** The storage's own view of the newest blob, past the portal. */
const stored = () => {
  const account = new BlobServiceClient(
    world.portal.blobUrl,
    new StorageSharedKeyCredential(emulatorAccount, emulatorKey),
  )
  const container = account.getContainerClient(containerOf(world.spaceId))
  return container.getBlockBlobClient(entry().versions.at(-1)?.blob ?? '')
}

describe('fault 27: a blob that changes while it is fetched', () => {
  test.each([
    ['of the same length', 60],
    ['longer', 64],
  ])('T1.56: to one %s, makes one of the two whole, never a mixture', async (_what, blocks) => {
    await open()
    await upload(world, [await world.put('src/large.bin', random(60 * block))])
    const to = join(world.folder, 'to')
    // No MD5 would tell a mixture: asking for one version alone keeps it out.
    const withoutHeaders = ['content-md5', 'x-ms-blob-content-md5']
    world.portal.faults.add({ route: '/*', blob: true, delayMs: 25, withoutHeaders })
    const input = { spaceId: world.spaceId, folderId: null, fileIds: [], to }
    const { jobId } = valueOf(await world.transfers().startDownload(input))
    await when(world, (jobs) => jobs.some(({ id, bytes }) => id === jobId && bytes.done > 15 * block))
    const newer = random(blocks * block)
    await stored().uploadData(newer)
    const changed = entry()
    world.portal.state.files(world.spaceId).add({
      ...changed,
      versions: changed.versions.map((version) => ({ ...version, size: newer.length })),
    })
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done' })
    expect(await hashesOf(to)).toEqual({ 'large.bin': sha256(newer) })
  })
})

describe('fault 21: a length that is wrong', () => {
  test.each([3_000, 3 * block])(
    'T1.51: of a blob of %i bytes fails it by name, and nothing gets its name',
    async (size) => {
      await open()
      await upload(world, [await world.put('src/a.bin', random(size))])
      const wrong = entry()
      world.portal.state.files(world.spaceId).add({
        ...wrong,
        versions: wrong.versions.map((version) => ({ ...version, size: size - 1 })),
      })
      const job = await download(world, join(world.folder, 'to'))
      expect(problemsOf(job)).toEqual({ integrity: 1 })
      await failedRows(world, job.id)
      expect(await readdir(join(world.folder, 'to'))).toEqual([])
    },
  )
})

describe('fault 23: the stored MD5', () => {
  const sizes = [3_000, 3 * block + 1]

  test.each(sizes)('T1.26: that the storage does not tell is no failure, for %i bytes', async (size) => {
    await open()
    const withoutHeaders = ['content-md5', 'x-ms-blob-content-md5']
    world.portal.faults.add({ route: '/*', blob: true, withoutHeaders })
    const bytes = random(size)
    expect(await upload(world, [await world.put('src/a.bin', bytes)])).toMatchObject({ state: 'done' })
    expect(await download(world, join(world.folder, 'to'))).toMatchObject({ state: 'done' })
    expect(await hashesOf(join(world.folder, 'to'))).toEqual({ 'a.bin': sha256(bytes) })
  })

  test.each(sizes)(
    'T1.51: that is another fails the file by name, and nothing gets its name, for %i bytes',
    async (size) => {
      await open()
      await upload(world, [await world.put('src/a.bin', random(size))])
      await stored().setHTTPHeaders({ blobContentMD5: random(16) })
      const job = await download(world, join(world.folder, 'to'))
      expect(problemsOf(job)).toEqual({ integrity: 1 })
      await failedRows(world, job.id)
      expect(await readdir(join(world.folder, 'to'))).toEqual([])
    },
  )
})

describe('fault 26: a name that is taken', () => {
  test.each([3_000, 3 * block])(
    'T1.53: while %i bytes are fetched: what came first stays, ours gets another name',
    async (size) => {
      await open()
      const bytes = random(size)
      await upload(world, [await world.put('src/a.bin', bytes)])
      world.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 300 })
      const to = join(world.folder, 'to')
      const input = { spaceId: world.spaceId, folderId: null, fileIds: [], to }
      const { jobId } = valueOf(await world.transfers().startDownload(input))
      await expect.poll(() => blobRequests(world, 'GET', null).length).toBeGreaterThan(0)
      await writeFile(join(to, 'a.bin'), 'mine')
      expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done' })
      expect(await hashesOf(to)).toEqual({ 'a.bin': sha256(Buffer.from('mine')), 'a (2).bin': sha256(bytes) })
    },
  )
})

/** Counts what is asked of the disk: the real calls of the real handles, told by inode and size. */
const countSyncs = async (): Promise<{
  readonly seen: ReadonlyMap<bigint, bigint[]>
  readonly stop: () => void
}> => {
  const handle = await openFile(world.folder, 'r')
  const kind = Object.getPrototypeOf(handle) as Pick<FileHandle, 'sync' | 'datasync' | 'stat'>
  await handle.close()
  const seen = new Map<bigint, bigint[]>()
  const real = { sync: kind.sync, datasync: kind.datasync }
  for (const name of ['sync', 'datasync'] as const) {
    kind[name] = async function (this: FileHandle) {
      const { ino, size } = await this.stat({ bigint: true })
      await real[name].call(this)
      seen.set(ino, [...(seen.get(ino) ?? []), size])
    }
  }
  return { seen, stop: () => Object.assign(kind, real) }
}

describe('faults 6 and 36: what counts as done', () => {
  test('T1.51, T1.54: is on the disk: each range, each file whole before its name, each folder after', async () => {
    await open()
    await world.put('src/d/small.bin', random(3_000))
    await world.put('src/d/sub/large.bin', random(5 * block + 1))
    await upload(world, [join(world.folder, 'src/d')])
    const to = join(world.folder, 'to')
    await mkdir(to)
    const { seen, stop } = await countSyncs()
    try {
      expect(await download(world, to)).toMatchObject({ state: 'done', files: { done: 2 } })
    } finally {
      stop()
    }
    const syncsOf = async (path: string) => seen.get((await stat(join(to, path), { bigint: true })).ino) ?? []
    expect(await syncsOf('d/small.bin')).toEqual([3_000n])
    // Six ranges and the whole.
    expect(await syncsOf('d/sub/large.bin')).toHaveLength(7)
    for (const folder of ['', 'd', 'd/sub']) expect((await syncsOf(folder)).length).toBeGreaterThan(0)
  })
})
