import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FileId } from '../../../src/core/file.ts'
import type { StoredJob } from '../../../src/engine/storage/tables/transfer-jobs.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import { markDownloaded } from '../../../src/engine/transfers/quarantine.ts'
import { senseOfNames } from '../../../src/engine/transfers/name-sense.ts'
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

let world: World
let to: string

beforeEach(async () => {
  world = await createWorld({ transfers: { blockBytes: 65_536 } })
  to = join(world.folder, 'to')
  await mkdir(to)
})
afterEach(() => world.close())

const gets = (): number => blobRequests(world, 'GET', null).length
const tree = () => world.portal.state.files(world.spaceId)
const entryNamed = (name: string) => {
  const entry = [...tree().all()].find((one) => one.name === name)
  if (entry === undefined) throw new Error(`No ${name}`)
  return entry
}

describe('where a name is taken', () => {
  const large = random(40 * 65_536 + 1)
  const small = random(2_000)
  const other = random(2_000)

  const fill = async (): Promise<void> => {
    await world.put('src/Bank/large.bin', large)
    await world.put('src/Bank/small.bin', small)
    await upload(world, [join(world.folder, 'src/Bank')])
  }

  test('T1.58: keep-both leaves everything as it was and gives numbers', async () => {
    await fill()
    await world.put('to/Bank/small.bin', other)
    expect(await download(world, to)).toMatchObject({ state: 'done' })
    expect(await hashesOf(to)).toEqual({
      Bank: 'folder',
      'Bank/small.bin': sha256(other),
      'Bank (2)': 'folder',
      'Bank (2)/large.bin': sha256(large),
      'Bank (2)/small.bin': sha256(small),
    })
  })

  test('T1.58: skip fetches nothing that is there with the same bytes, and keeps what is not the same', async () => {
    await fill()
    await world.put('to/Bank/large.bin', large)
    await world.put('to/Bank/small.bin', other)
    const before = gets()
    const job = await download(world, to, [], { policy: 'skip' })
    expect(job).toMatchObject({ state: 'done', files: { done: 1, skipped: 1, failed: 0 } })
    expect(job.bytes).toEqual({ total: small.length, done: small.length })
    expect(gets() - before).toBe(1)
    expect(await hashesOf(to)).toEqual({
      Bank: 'folder',
      'Bank/large.bin': sha256(large),
      'Bank/small.bin': sha256(other),
      'Bank/small (2).bin': sha256(small),
    })
    expect(await download(world, to, [], { policy: 'skip' })).toMatchObject({ files: { skipped: 1 } })
  })

  test('T1.58: replace puts the new file in the old one’s place, and only once it is whole', async () => {
    await fill()
    await world.put('to/Bank/large.bin', other)
    await world.put('to/Bank/mine.txt', other)
    world.portal.faults.add({ route: 'GET /*', blob: true, flip: 'reply' })
    const failed = await download(world, to, [], { policy: 'replace' })
    expect(problemsOf(failed)).toEqual({ integrity: 2 })
    expect(await hashesOf(to)).toMatchObject({ 'Bank/large.bin': sha256(other) })
    world.portal.faults.clear()
    expect(await download(world, to, [], { policy: 'replace' })).toMatchObject({ state: 'done' })
    expect(await hashesOf(to)).toEqual({
      Bank: 'folder',
      'Bank/large.bin': sha256(large),
      'Bank/small.bin': sha256(small),
      'Bank/mine.txt': sha256(other),
    })
  })

  test('T1.52, T1.58: replace follows no link: the link goes, what it leads to stays', async () => {
    await fill()
    const outside = await world.put('outside/theirs.bin', other)
    await mkdir(join(to, 'Bank'))
    await symlink(outside, join(to, 'Bank/small.bin'))
    await mkdir(join(to, 'Bank/large.bin'))
    expect(await download(world, to, [], { policy: 'replace' })).toMatchObject({ state: 'done' })
    expect(sha256(await readFile(outside))).toBe(sha256(other))
    expect(sha256(await readFile(join(to, 'Bank/small.bin')))).toBe(sha256(small))
    // A folder is never replaced by a file.
    expect((await stat(join(to, 'Bank/large.bin'))).isDirectory()).toBe(true)
    expect(sha256(await readFile(join(to, 'Bank/large (2).bin')))).toBe(sha256(large))
  })

  test('T1.54, T1.58: a replacement goes on after a crash, and what came to be meanwhile is not replaced', async () => {
    await fill()
    await world.put('to/Bank/large.bin', other)
    world.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 40 })
    const input = { spaceId: world.spaceId, folderId: null, fileIds: [], to, policy: 'replace' } as const
    valueOf(await world.transfers().startDownload(input))
    await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 65_536))
    await world.crash()
    // Nobody had a small.bin when the folder was read; ours may have its name already.
    const mine = await writeFile(join(to, 'Bank/small.bin'), 'mine', { flag: 'wx' }).then(
      () => true,
      () => false,
    )
    expect(sha256(await readFile(join(to, 'Bank/large.bin')))).toBe(sha256(other))
    world.portal.faults.clear()
    await world.reopen()
    await world.transfers().resumeAll()
    const job = (await world.transfers().list()).find(({ direction }) => direction === 'download')
    if (job === undefined) throw new Error('the job is gone')
    expect(await world.transfers().ended(job.id)).toMatchObject({ state: 'done' })
    const found = await hashesOf(to)
    expect(found['Bank/large.bin']).toBe(sha256(large))
    expect(found['Bank/small.bin']).toBe(sha256(mine ? Buffer.from('mine') : small))
    expect(Object.keys(found).some((name) => name.endsWith('.part'))).toBe(false)
  })

  test('T1.58: everything of a space goes into a folder of its name, beside one that is there', async () => {
    await fill()
    await mkdir(join(to, 'Harper & Lowe'))
    expect(await download(world, to, [], { ownFolder: true })).toMatchObject({ state: 'done' })
    expect((await readdir(to)).sort()).toEqual(['Harper & Lowe', 'Harper & Lowe (2)'])
    expect(await readdir(join(to, 'Harper & Lowe (2)'))).toEqual(['Bank'])
  })
})

describe('names and paths', () => {
  test('T1.57: a folder that tells case apart keeps both names as they are, one that does not gets a number', async () => {
    await upload(world, [await world.put('src/plain.txt', random(100))])
    const plain = entryNamed('plain.txt')
    for (const [index, name] of ['README', 'readme'].entries())
      tree().add({ ...plain, id: `f${index}`, name })
    expect(await download(world, to)).toMatchObject({ state: 'done' })
    expect((await readdir(to)).sort()).toEqual(['README', 'plain.txt', 'readme'])
    expect(await senseOfNames(to, systemRandom.uuid())).toEqual({ letterCase: true, unicodeForm: true })
    // What a kill left lying is taken over by the same one's next look.
    await writeFile(join(to, '.foyer-\u00e9-0a1b2c3d.part'), '')
    expect(await senseOfNames(to, '0a1b2c3d-left')).toEqual({ letterCase: true, unicodeForm: true })
    expect((await readdir(to)).filter((name) => name.startsWith('.foyer-'))).toEqual([])
    expect(await readdir(to)).toHaveLength(3)
  })

  test('T1.57: killed while it looked, before it had rows, a download leaves nothing behind once the program starts again', async () => {
    await upload(world, [await world.put('src/plain.txt', random(100))])
    // The journal as it stands at that moment, and the file as it lies there.
    const id = systemRandom.uuid()
    const job: StoredJob = {
      ...{ id, direction: 'download', spaceId: world.spaceId, spaceName: '', title: '', state: 'plan' },
      ...{ folderId: null, silent: false, target: to, createdAt: 1, endedAt: null },
    }
    await world.context().archive.run('transfers.createJob', job)
    await writeFile(join(to, `.foyer-\u00e9-${id.slice(0, 8)}.part`), '')
    await writeFile(join(to, 'mine.part'), '')
    await world.reopen()
    await world.transfers().resumeAll()
    expect(await readdir(to)).toEqual(['mine.part'])
    expect(await world.context().archive.run('downloads.unbegun', undefined)).toEqual([])
    // What was asked for and never began is no job.
    expect((await world.transfers().list()).map(({ direction }) => direction)).toEqual(['upload'])
  })

  test('T1.57: a download is in the journal before it looks, and is one job afterwards', async () => {
    await upload(world, [await world.put('src/plain.txt', random(100))])
    const seen: (readonly { readonly target: string }[])[] = []
    const { archive } = world.context()
    const watching = {
      ...archive,
      run: (async (name: never, input: never) => {
        if (name === 'downloads.create') seen.push(await archive.run('downloads.unbegun', undefined))
        return archive.run(name, input)
      }) as typeof archive.run,
    }
    Object.assign(world.context(), { archive: watching })
    expect(await download(world, to)).toMatchObject({ state: 'done' })
    expect(seen).toMatchObject([[{ target: to }]])
    expect(await archive.run('downloads.unbegun', undefined)).toEqual([])
    expect(await readdir(to)).toEqual(['plain.txt'])
  })

  test('T1.57: on a disk that takes "A" for "a", or one form of "é" for the other, all files arrive', async () => {
    await world.close()
    world = await createWorld({ transfers: { nameSense: { letterCase: false, unicodeForm: false } } })
    to = join(world.folder, 'to')
    await upload(world, [await world.put('src/plain.txt', random(100))])
    const plain = entryNamed('plain.txt')
    for (const [index, name] of ['README', 'readme', 'Readme', 'e\u0301', '\u00c9'].entries())
      tree().add({ ...plain, id: `f${index}`, name })
    // A replacement never takes the place of a sibling that has just come.
    for (const policy of ['replace', 'skip', 'keep-both'] as const) {
      const place = join(to, policy)
      expect(await download(world, place, [], { policy })).toMatchObject({ files: { done: 6, skipped: 0 } })
      const names = await readdir(place)
      expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(6)
    }
  })

  test('T1.57: a path that this computer can’t take fails its file or folder alone, by name', async () => {
    await upload(world, [await world.put('src/plain.txt', random(100))])
    const plain = entryNamed('plain.txt')
    await world.close()
    world = await createWorld({ transfers: { pathRule: 'win32' } })
    to = join(world.folder, 'to')
    await upload(world, [await world.put('src/plain.txt', random(100))])
    const long = 'l'.repeat(250)
    const own = entryNamed('plain.txt')
    tree().add({ ...own, id: 'long', name: `${long}.txt` })
    tree().add({ ...own, id: 'dir', name: long, is_folder: true, versions: [] })
    tree().add({ ...own, id: 'in', name: plain.name, parent_id: 'dir' })
    const job = await download(world, to)
    expect(job).toMatchObject({ state: 'failed', files: { done: 1, failed: 2 } })
    expect(problemsOf(job)).toEqual({ 'path-too-long': 2 })
    expect(await readdir(to)).toEqual(['plain.txt'])
  })
})

describe('room', () => {
  test('T1.59: what can’t fit is refused before a byte is fetched, with what is needed and what is free', async () => {
    await upload(world, [await world.put('src/large.bin', random(2_000_000))])
    const entry = entryNamed('large.bin')
    const version = entry.versions[0]
    if (version === undefined) throw new Error('No version')
    tree().add({ ...entry, id: 'huge', name: 'huge.bin', versions: [{ ...version, size: 2 ** 52 }] })
    const input = { spaceId: world.spaceId, folderId: null, fileIds: ['huge' as FileId], to }
    const refused = await world.transfers().startDownload(input)
    expect(refused).toMatchObject({ ok: false, error: { code: 'no-room', room: { needed: 2 ** 52 } } })
    expect(await readdir(to)).toEqual([])
    expect(await world.transfers().list()).toHaveLength(1)
  })

  test('T1.59: a tree that turns out too large makes the job stand still and say so, what arrived is kept', async () => {
    await upload(world, [await world.put('src/small.bin', random(2_000))])
    const entry = entryNamed('small.bin')
    const version = entry.versions[0]
    if (version === undefined) throw new Error('No version')
    tree().add({ ...entry, id: 'dir', name: 'Deep', is_folder: true, versions: [] })
    tree().add({
      ...entry,
      id: 'huge',
      name: 'huge.bin',
      parent_id: 'dir',
      versions: [{ ...version, size: 2 ** 52 }],
    })
    const input = { spaceId: world.spaceId, folderId: null, fileIds: [], to }
    const halted = when(world, (jobs) => jobs.some(({ state }) => state === 'paused'))
    valueOf(await world.transfers().startDownload(input))
    await halted
    const job = (await world.transfers().list()).find(({ direction }) => direction === 'download')
    expect(job).toMatchObject({ waitingFor: { code: 'no-room' } })
    expect((await readdir(to)).filter((name) => !name.endsWith('.part'))).toContain('Deep')
  })
})

describe('files for a drag', () => {
  const loose = (names: readonly string[], into: string) => {
    const fileIds = names.map((name) => entryNamed(name).id as FileId)
    return world.transfers().fetchLoose({ spaceId: world.spaceId, fileIds, into })
  }

  test('T1.75: arrive whole under safe names, and for nobody else to read', async () => {
    const bytes = random(200_000)
    await upload(world, [await world.put('src/a.bin', bytes)])
    tree().add({ ...entryNamed('a.bin'), id: 'evil', name: '../A.BIN' })
    const into = join(to, 'drag')
    const paths = valueOf(await loose(['a.bin', '../A.BIN'], into))
    expect(paths).toEqual([join(into, 'a.bin'), join(into, '.._A.BIN')])
    for (const path of paths) {
      expect(sha256(await readFile(path))).toBe(sha256(bytes))
      expect((await stat(path)).mode & 0o077).toBe(0)
    }
    expect(await world.transfers().list()).toHaveLength(1)
  })

  test('T1.75: what is too large, a folder or altered on the way is refused, and nothing is written', async () => {
    await upload(world, [await world.put('src/Bank/a.bin', random(5_000)), join(world.folder, 'src/Bank')])
    const small = entryNamed('a.bin')
    const [version] = small.versions
    if (version === undefined) throw new Error('No version')
    tree().add({ ...small, id: 'big', name: 'big.bin', versions: [{ ...version, size: 26_214_401 }] })
    const codes: string[] = []
    world.portal.faults.add({ route: 'GET /*', blob: true, flip: 'reply' })
    for (const [index, name] of ['big.bin', 'Bank', 'a.bin'].entries()) {
      const into = join(to, `${index}`)
      const refused = await loose([name], into)
      if (!refused.ok) codes.push(refused.error.code)
      expect(await readdir(into).catch(() => [])).toEqual([])
    }
    expect(codes).toEqual(['too-large', 'not-a-file', 'integrity'])
  })
})

describe('what came from elsewhere', () => {
  test('T1.76, hardening 26: Windows’ mark is a stream beside the bytes', async () => {
    const path = await world.put('to/a.pdf.part', random(10))
    const ports = { clock: { now: () => 0, sleep: () => Promise.resolve() }, log }
    await markDownloaded(path, ports, 'win32')
    expect(await readFile(`${path}:Zone.Identifier`, 'utf8')).toBe('[ZoneTransfer]\r\nZoneId=3\r\n')
    // No xattr command here, as on a disk that keeps no marks: said in the log, and no failure.
    await markDownloaded(path, ports, 'darwin')
    expect(warnings).toEqual(['transfers.quarantine'])
  })
})

const warnings: string[] = []
const log = {
  info: () => undefined,
  warn: (event: string) => void warnings.push(event),
  error: () => undefined,
}

describe('a target without hard links', () => {
  test('T1.53, T1.54: gets every file under its name, twice over, and nothing empty', async () => {
    await world.close()
    world = await createWorld({ transfers: { blockBytes: 65_536, hardLinks: false } })
    to = join(world.folder, 'to')
    await mkdir(to)
    const [large, small] = [random(200_000), random(2_000)]
    await upload(world, [await world.put('src/large.bin', large), await world.put('src/small.bin', small)])
    expect(await download(world, to)).toMatchObject({ state: 'done', files: { done: 2 } })
    await world.reopen()
    expect(await download(world, to)).toMatchObject({ state: 'done', files: { done: 2 } })
    expect(await hashesOf(to)).toEqual({
      ...{ 'large.bin': sha256(large), 'large (2).bin': sha256(large) },
      ...{ 'small.bin': sha256(small), 'small (2).bin': sha256(small) },
    })
  })
})
