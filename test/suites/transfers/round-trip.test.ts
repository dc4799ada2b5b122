import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, download, hashesOf, plan, random, remoteTree, upload, type World } from './world.ts'

describe('a folder sent and fetched again', () => {
  let world: World
  beforeAll(async () => {
    // Blocks of 64 KiB, so that sizes around a block are quick.
    world = await createWorld({ transfers: { blockBytes: 65_536 } })
  })
  afterAll(() => world.close())

  test('T1.1, T1.10, T1.11: comes back with the same bytes, whatever its sizes', async () => {
    const block = 65_536
    const sizes = [0, 1, block - 1, block, block + 1, 2 * block, 2 * block + 1, 10 * block + 17]
    for (const [index, size] of sizes.entries()) {
      await world.put(`src/drop/level ${index}/naïve ${size}.bin`, random(size))
    }
    await world.put('src/drop/level 1/deep/er/still/ü 日本.txt', random(1000))
    await mkdir(join(world.folder, 'src/drop/empty/in empty'), { recursive: true })

    const sheet = await plan(world, [join(world.folder, 'src/drop')])
    expect(sheet).toMatchObject({ files: 9, emptyFiles: 1, newFolders: 14, spaceName: 'Harper & Lowe' })

    const sent = await upload(world, [join(world.folder, 'src/drop')])
    expect(sent).toMatchObject({
      state: 'done',
      files: { total: 9, done: 9, failed: 0, skipped: 0 },
      problems: [],
    })
    expect(sent.bytes.done).toBe(sent.bytes.total)
    expect(Object.values(remoteTree(world)).every((versions) => versions <= 1)).toBe(true)

    const fetched = await download(world, join(world.folder, 'back'))
    expect(fetched).toMatchObject({ state: 'done', files: { total: 9, done: 9, failed: 0, skipped: 0 } })
    expect(await hashesOf(join(world.folder, 'back'))).toEqual(await hashesOf(join(world.folder, 'src')))
    expect(world.changes.every((change) => change === `${world.spaceId} files`)).toBe(true)
  })
})
