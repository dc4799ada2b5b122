import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import { afterEach, describe, expect, test } from 'vitest'
import { containerOf } from '../../portal/blobs/address.ts'
import { emulatorAccount, emulatorKey } from '../../portal/blobs/service.ts'
import type { FileEntry } from '../../portal/records.ts'
import { failedRows } from './told.ts'
import {
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
    world.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 25 })
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
