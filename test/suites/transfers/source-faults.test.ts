import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { failedRows } from './told.ts'
import {
  blobRequests,
  createWorld,
  plan,
  problemsOf,
  random,
  remoteTree,
  upload,
  valueOf,
  type World,
  type WorldOptions,
} from './world.ts'

let world: World
const open = async (options?: WorldOptions): Promise<void> => {
  world = await createWorld(options)
}
afterEach(() => world.close())

describe('fault 29: a drive that is gone', () => {
  test('T1.50: fails each of its files by name, and when it is back they go on', async () => {
    await open({ portal: { blobs: 'discard' } })
    const drive = join(world.folder, 'drive')
    await mkdir(drive)
    const mount = (): void => void execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', drive])
    mount()
    const bytes = [1, 2, 3].map((n) => random(1_000 * n))
    const fill = () => Promise.all(bytes.map((content, n) => writeFile(join(drive, `${n}.bin`), content)))
    await fill()
    const sheet = await plan(world, [drive])
    execFileSync('umount', [drive])
    const started = valueOf(
      await world.transfers().startUpload(sheet.id, { policy: 'new-version', silent: true }),
    )
    const gone = await world.transfers().ended(started.jobId)
    expect(problemsOf(gone)).toEqual({ 'source-missing': 3 })
    expect(await failedRows(world, started.jobId)).toHaveLength(3)
    mount()
    try {
      await fill()
      valueOf(await world.transfers().retryFailed(started.jobId))
      expect(await world.transfers().ended(started.jobId)).toMatchObject({
        state: 'done',
        files: { done: 3 },
      })
    } finally {
      execFileSync('umount', [drive])
    }
    expect(remoteTree(world)).toEqual({ drive: 0, 'drive/0.bin': 1, 'drive/1.bin': 1, 'drive/2.bin': 1 })
  })
})

describe('fault 33: what is no file', () => {
  test('T1.35: a socket, a device and a FIFO are refused by name, and the rest arrives', async () => {
    await open({ portal: { blobs: 'discard' } })
    const drop = join(world.folder, 'src/d')
    await world.put('src/d/fine.txt', random(10))
    const server = createServer().listen(join(drop, 'socket'))
    execFileSync('mknod', [join(drop, 'device'), 'c', '1', '3'])
    execFileSync('mkfifo', [join(drop, 'pipe')])
    const job = await upload(world, [drop])
    server.close()
    expect(job).toMatchObject({ state: 'failed', files: { done: 1, failed: 3 } })
    const rows = await failedRows(world, job.id)
    expect(rows.map(({ path }) => path).sort()).toEqual(['d/device', 'd/pipe', 'd/socket'])
    expect(remoteTree(world)).toEqual({ d: 0, 'd/fine.txt': 1 })
  })
})

describe('faults 30 and 31: what is large', { timeout: 240_000 }, () => {
  test('T1.11: a sparse file of more than 4 GiB arrives with its length, by blocks of 8 MiB', async () => {
    await open({ portal: { blobs: 'discard' } })
    const size = 4 * 1_073_741_824 + 17
    const file = await world.put('src/huge.bin', random(1_000_000))
    await truncate(file, size)
    expect(await upload(world, [file])).toMatchObject({ state: 'done', bytes: { done: size, total: size } })
    const [entry] = [...world.portal.state.files(world.spaceId).all()]
    expect(entry?.versions).toMatchObject([{ size }])
    const ids = blobRequests(world, 'PUT', 'block').map(({ url }) =>
      new URL(url, 'http://x').searchParams.get('blockid'),
    )
    expect([ids.length, new Set(ids).size]).toEqual([513, 513])
  })

  test('T1.30: a drop of 50,000 files in 500 folders is planned whole', async () => {
    await open({ portal: { blobs: 'discard' } })
    for (let folder = 0; folder < 500; folder += 1) {
      const path = join(world.folder, `drop/${folder % 10}/${folder}`)
      await mkdir(path, { recursive: true })
      for (let n = 0; n < 100; n += 1) writeFileSync(join(path, `${n}.txt`), String(n))
    }
    const sheet = await plan(world, [join(world.folder, 'drop')])
    expect(sheet).toMatchObject({ files: 50_000, newFolders: 511, refused: { count: 0 } })
  })

  test('T1.30: a path 200 folders deep is planned and arrives', async () => {
    await open({ portal: { blobs: 'discard' } })
    const path = Array.from({ length: 200 }, (_, depth) => `f${depth}`).join('/')
    await world.put(`deep/${path}/leaf.bin`, random(700))
    const job = await upload(world, [join(world.folder, 'deep')])
    expect(job).toMatchObject({ state: 'done', files: { done: 1, failed: 0 } })
    expect(remoteTree(world)).toMatchObject({ [`deep/${path}/leaf.bin`]: 1 })
  })
})
