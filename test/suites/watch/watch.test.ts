import { randomUUID } from 'node:crypto'
import { appendFile, chmod, mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { FileId } from '../../../src/core/file.ts'
import { createFolder } from '../../../src/engine/folder-path.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { random, remoteTree, sha256, upload, valueOf } from '../transfers/world.ts'
import { createWatchWorld, type WatchWorld } from './world.ts'

let world: WatchWorld
afterEach(() => world.close())

const idle = (sent: number) => (view: { sent: number; waiting: number; underWay: number }) =>
  view.sent === sent && view.waiting === 0 && view.underWay === 0

/** Writes a file that appears at once, as a program that saves and renames does. */
const drop = async (name: string, bytes: Uint8Array): Promise<void> => {
  const beside = await world.put(`beside/${name.replaceAll('/', '_')}`, bytes)
  await mkdir(join(world.root, name, '..'), { recursive: true })
  await rename(beside, join(world.root, name))
}

const remoteHash = async (path: string): Promise<string> => {
  const entry = [...world.portal.state.files(world.spaceId).all()].find(({ name }) => name === path)
  const to = join(world.folder, `back-${randomUUID()}`)
  const input = { spaceId: world.spaceId, folderId: null, fileIds: [entry?.id as FileId], to }
  const { jobId } = valueOf(await world.transfers().startDownload(input))
  await world.transfers().ended(jobId)
  return sha256(await readFile(join(to, path)))
}

describe('a watched folder', () => {
  test('W1.1, W1.2, W1.3: what comes in is sent, with its folders; what was there before is not', async () => {
    world = await createWatchWorld()
    await drop('old.pdf', random(100))
    await world.add()
    const bytes = random(2000)
    await drop('new.pdf', bytes)
    await drop('2026/March/scan.pdf', random(300))
    const view = await world.until(idle(2))
    expect(remoteTree(world)).toEqual({ 'new.pdf': 1, 2026: 0, '2026/March': 0, '2026/March/scan.pdf': 1 })
    expect(view).toMatchObject({ state: 'watching', failed: 0, problem: null, spaceName: 'Harper & Lowe' })
    expect(view.recent.map(({ path, outcome }) => `${path} ${outcome}`).sort()).toEqual([
      '2026/March/scan.pdf sent',
      'new.pdf sent',
    ])
    expect(await remoteHash('new.pdf')).toBe(sha256(bytes))
  })

  test('W1.2: what was there before goes too when that is asked for; without subfolders only the top', async () => {
    world = await createWatchWorld()
    await drop('old.pdf', random(100))
    await drop('deep/old.pdf', random(100))
    await world.add({ existing: true, subfolders: false })
    await world.until(idle(1))
    expect(remoteTree(world)).toEqual({ 'old.pdf': 1 })
  })

  test('W1.1: goes into the folder of the space that was chosen', async () => {
    world = await createWatchWorld()
    const folder = valueOf(await createFolder(world.context(), world.spaceId, null, 'Scans'))
    await world.add({}, folder.id)
    await drop('a.pdf', random(10))
    const view = await world.until(idle(1))
    expect(view.folderPath).toEqual(['Scans'])
    expect(remoteTree(world)).toEqual({ Scans: 0, 'Scans/a.pdf': 1 })
  })

  test('W1.4: a file that is still being written waits, and goes once, whole', async () => {
    // Time goes on only where the test says so: a slow machine must not make a pause of what is none.
    let now: number | null = Date.now()
    const clock = { ...systemClock, now: () => now ?? systemClock.now() }
    world = await createWatchWorld({ clock, watch: { stableMs: 400 } })
    await world.add()
    const parts = [random(1000), random(1000), random(1000), random(1000)]
    const path = join(world.root, 'slow.bin')
    await writeFile(path, '')
    for (const part of parts) {
      await appendFile(path, part)
      now += 150
      // For some looks to fall in between; whether they do is of no account.
      await systemClock.sleep(150)
    }
    expect(remoteTree(world)).toEqual({})
    now = null
    await world.until(idle(1))
    expect(remoteTree(world)).toEqual({ 'slow.bin': 1 })
    expect(await remoteHash('slow.bin')).toBe(sha256(Buffer.concat(parts)))
  })

  test('W1.4: unfinished downloads and system files never go; a document goes when the office program lets go', async () => {
    world = await createWatchWorld()
    await world.add()
    await drop('film.mp4.crdownload', random(10))
    await drop('x.part', random(10))
    await drop('y.tmp', random(10))
    await drop('.DS_Store', random(10))
    await drop('~$port.docx', random(10))
    await drop('report.docx', random(500))
    await drop('plain.txt', random(10))
    const blocked = await world.until((view) => view.sent === 1 && view.blocked !== null)
    expect(blocked.blocked).toEqual({ count: 1, example: 'report.docx' })
    expect(remoteTree(world)).toEqual({ 'plain.txt': 1 })
    await rm(join(world.root, '~$port.docx'))
    await rename(join(world.root, 'film.mp4.crdownload'), join(world.root, 'film.mp4'))
    await world.until(idle(3))
    expect(remoteTree(world)).toEqual({ 'plain.txt': 1, 'report.docx': 1, 'film.mp4': 1 })
  })

  test('W1.5: each version goes once: a changed file is a new version, the same bytes under a new time are none', async () => {
    world = await createWatchWorld()
    await world.add()
    const bytes = random(700)
    await drop('a.pdf', bytes)
    await world.until(idle(1))
    await utimes(join(world.root, 'a.pdf'), new Date(), new Date(Date.now() - 60_000))
    await drop('b.pdf', random(10))
    await world.until(idle(2))
    await writeFile(join(world.root, 'a.pdf'), bytes)
    await drop('c.pdf', random(10))
    await world.until(idle(3))
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1, 'b.pdf': 1, 'c.pdf': 1 })
    const newer = random(700)
    await writeFile(join(world.root, 'a.pdf'), newer)
    await world.until(() => remoteTree(world)['a.pdf'] === 2)
    await world.until(idle(3))
    expect(await remoteHash('a.pdf')).toBe(sha256(newer))
  })

  test('W1.5: what the portal has already, byte for byte, is not made a second version', async () => {
    world = await createWatchWorld()
    const same = random(900)
    await upload(world, [
      await world.put('src/same.pdf', same),
      await world.put('src/other.pdf', random(900)),
    ])
    await drop('same.pdf', same)
    await drop('other.pdf', random(900))
    await world.add({ existing: true })
    const view = await world.until(idle(1))
    expect(remoteTree(world)).toEqual({ 'same.pdf': 1, 'other.pdf': 2 })
    expect(view.recent.map(({ path, outcome }) => `${path} ${outcome}`).sort()).toEqual([
      'other.pdf sent',
      'same.pdf there',
    ])
  })

  test('W1.7: a renamed file is a new file of the portal; a deleted one deletes nothing', async () => {
    world = await createWatchWorld()
    await world.add()
    await drop('a.pdf', random(10))
    await drop('gone.pdf', random(10))
    await world.until(idle(2))
    await rename(join(world.root, 'a.pdf'), join(world.root, 'b.pdf'))
    await rm(join(world.root, 'gone.pdf'))
    await world.until(idle(3))
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1, 'b.pdf': 1, 'gone.pdf': 1 })
  })

  test(
    'W1.8, W1.12: eight hundred files that come at once are one job; of the jobs that ended well the newest stays',
    { timeout: 120_000 },
    async () => {
      world = await createWatchWorld({ watch: { stableMs: 500, longestMs: 60_000 } })
      await world.add()
      await drop('first.pdf', random(10))
      await world.until(idle(1))
      const beside = join(world.folder, 'beside/many')
      await mkdir(beside, { recursive: true })
      await Promise.all(
        Array.from({ length: 800 }, (_, n) => writeFile(join(beside, `${n}.bin`), random(n % 50))),
      )
      await rename(beside, join(world.root, 'many'))
      await world.until(idle(801))
      expect(Object.keys(remoteTree(world))).toHaveLength(802)
      const jobs = await world.transfers().list()
      expect(jobs.map(({ files, title }) => [title, files.done])).toEqual([['in', 800]])
    },
  )

  test('W1.9: a folder that vanishes is waited for, with the reason, and looked through when it is back', async () => {
    world = await createWatchWorld()
    await world.add()
    await drop('a.pdf', random(10))
    await world.until(idle(1))
    await rename(world.root, join(world.folder, 'unplugged'))
    await world.until(({ state }) => state === 'missing')
    await world.put('unplugged/b.pdf', random(10))
    await rename(join(world.folder, 'unplugged'), world.root)
    await world.until(idle(2))
    await drop('c.pdf', random(10))
    const view = await world.until(idle(3))
    expect(view.state).toBe('watching')
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1, 'b.pdf': 1, 'c.pdf': 1 })
  })

  test('W1.10: while the portal is away files wait, with the reason, and go when it is back', async () => {
    world = await createWatchWorld()
    await world.add()
    world.portal.faults.add({ route: '/v1/*', cut: 'before' })
    await drop('a.pdf', random(10))
    const stuck = await world.until(({ state }) => state === 'stuck')
    expect(stuck).toMatchObject({ problem: { code: 'unreachable' }, waiting: 1 })
    world.portal.faults.clear()
    const view = await world.until(idle(1))
    expect(view).toMatchObject({ state: 'watching', problem: null })
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1 })
  })

  test('W1.11: links lead nowhere, and this program’s own files are never sent', async () => {
    world = await createWatchWorld()
    await world.put('outside/secret.txt', random(10))
    await world.add()
    await symlink(join(world.folder, 'outside/secret.txt'), join(world.root, 'link.txt'))
    await symlink(join(world.folder, 'outside'), join(world.root, 'folder'))
    await drop('a.pdf', random(10))
    await world.until(idle(1))
    await world.restart()
    await drop('b.pdf', random(10))
    await world.until(idle(2))
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1, 'b.pdf': 1 })
    const own = { path: join(world.folder, 'own'), spaceId: world.spaceId, folderId: null }
    const choices = { subfolders: true, existing: true, silent: true }
    expect(await world.watchFolders().add({ ...own, ...choices })).toMatchObject({ ok: false })
  })

  test('W1.3: what came, changed and went while the program was closed is found at the next start', async () => {
    world = await createWatchWorld()
    await world.add()
    await drop('a.pdf', random(10))
    await drop('b.pdf', random(10))
    await world.until(idle(2))
    await world.watchFolders().close()
    await drop('while-closed.pdf', random(10))
    await writeFile(join(world.root, 'b.pdf'), random(33))
    await world.restart()
    await world.until(() => remoteTree(world)['b.pdf'] === 2)
    await world.until(idle(3))
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1, 'b.pdf': 2, 'while-closed.pdf': 1 })
  })

  test('W1.13: pausing stops it, resuming finds what came meanwhile, removing deletes nothing', async () => {
    world = await createWatchWorld()
    const id = await world.add()
    valueOf(await world.watchFolders().pause(id))
    await drop('a.pdf', random(10))
    expect(await world.view()).toMatchObject({ state: 'paused' })
    await world.restart()
    expect(await world.view()).toMatchObject({ state: 'paused', waiting: 0 })
    valueOf(await world.watchFolders().resume(id))
    await world.until(idle(1))
    valueOf(await world.watchFolders().remove(id))
    expect(await world.watchFolders().list()).toEqual([])
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1 })
  })

  test('W1.10: a file that fails is named with its reason, not sent again by itself, and goes when it is retried', async () => {
    world = await createWatchWorld()
    const id = await world.add()
    world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', status: 422 })
    await drop('a.pdf', random(10))
    const failed = await world.until((view) => view.failed === 1)
    expect(failed.recent).toMatchObject([{ path: 'a.pdf', outcome: 'failed', reason: 'invalid' }])
    world.portal.faults.clear()
    await world.restart()
    await drop('b.pdf', random(10))
    await world.until(idle(1))
    expect(remoteTree(world)).toEqual({ 'b.pdf': 1 })
    valueOf(await world.watchFolders().retry(id))
    await world.until(idle(2))
    expect(remoteTree(world)).toEqual({ 'a.pdf': 1, 'b.pdf': 1 })
  })

  test('W1.4: a file nobody may read is named and holds back nothing', async () => {
    world = await createWatchWorld()
    await world.add()
    const { seteuid } = process
    if (seteuid === undefined) throw new Error('This test needs POSIX users')
    await chmod(world.folder, 0o755)
    await chmod(world.root, 0o755)
    await drop('closed.pdf', random(10))
    await chmod(join(world.root, 'closed.pdf'), 0o000)
    // Root reads everything: as nobody this process can't.
    const root = process.geteuid?.() === 0
    if (root) seteuid(65_534)
    try {
      await world.until(({ blocked }) => blocked?.example === 'closed.pdf')
    } finally {
      if (root) seteuid(0)
    }
    await chmod(join(world.root, 'closed.pdf'), 0o600)
    await drop('open.pdf', random(10))
    await world.until(idle(2))
    expect(remoteTree(world)).toEqual({ 'open.pdf': 1, 'closed.pdf': 1 })
  })
})
