import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lotOf } from './listing.ts'
import { createDiskThreads, type DiskThreads, startDiskThread } from './threads.ts'

let root: string
let disk: DiskThreads
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'foyer-listing-'))
  disk = createDiskThreads(() => startDiskThread(new URL('../storage/worker.ts', import.meta.url)))
})
afterEach(async () => {
  await disk.close()
  await rm(root, { recursive: true, force: true })
})

const fill = async (folder: string, files: number): Promise<void> => {
  await mkdir(folder, { recursive: true })
  for (let n = 0; n < files; n += 1) await writeFile(join(folder, `${n}.bin`), '')
}

test('T1.36: a folder of any size comes in lots of bounded size, each in the order of names, whole and once', async () => {
  const files = lotOf * 4 + 7
  await fill(root, files)
  const names: string[] = []
  const sizes: number[] = []
  for await (const { entries } of disk.list(root, root)) {
    const some = entries.map(({ name }) => name)
    expect(some).toEqual(some.toSorted((a, b) => (a < b ? -1 : 1)))
    names.push(...some)
    sizes.push(some.length)
  }
  expect(Math.max(...sizes)).toBe(lotOf)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(files)
  expect(new Set(names).size).toBe(files)
})

test('T1.36: a walk that is left in the middle lets go of the folder, and the next one begins anew', async () => {
  await fill(root, lotOf + 1)
  for await (const { last } of disk.list(root, root)) {
    expect(last).toBe(false)
    break
  }
  let found = 0
  for await (const { entries } of disk.list(root, root)) found += entries.length
  expect(found).toBe(lotOf + 1)
})

test('T1.35: a link is told apart by where it leads; a folder that is gone is one refused entry', async () => {
  await fill(join(root, 'inside'), 1)
  await symlink('inside', join(root, 'within'))
  await symlink(tmpdir(), join(root, 'without'))
  const lots = []
  for await (const lot of disk.list(root, root)) lots.push(lot)
  const [lot] = lots
  expect(lots).toHaveLength(1)
  expect(lot?.entries.map(({ kind, name }) => [kind, name])).toEqual([
    ['folder', 'inside'],
    ['folder', 'within'],
    ['refused', 'without'],
  ])
  expect(lot?.linked.map(({ name, path }) => [name, path])).toEqual([
    ['within', (await disk.lookAt(join(root, 'inside'))).path],
  ])
  for await (const { entries } of disk.list(join(root, 'gone'), root))
    expect(entries).toMatchObject([{ kind: 'refused', name: '', reason: 'source-missing' }])
})
