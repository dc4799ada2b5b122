import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/core/export/manifest.ts'
import type { JobView } from '../../src/core/transfers/views.ts'
import { verifyExport } from '../../src/engine/export/verify.ts'
import {
  blobRequests,
  control,
  createWorld,
  hashesOf,
  random,
  sha256,
  upload,
  valueOf,
  when,
  type World,
} from './transfers/world.ts'

let world: World
let to: string

beforeEach(async () => {
  world = await createWorld({ transfers: { blockBytes: 65_536 } })
  to = join(world.folder, 'export')
})
afterEach(() => world.close())

const tree = () => world.portal.state.files(world.spaceId)
const entryNamed = (name: string) => {
  const entry = [...tree().all()].find((one) => one.name === name)
  if (entry === undefined) throw new Error(`No ${name}`)
  return entry
}
const exportTo = async (place: 'into' | 'beside' = 'into', folder = to): Promise<JobView> => {
  const { jobId } = valueOf(
    await world.transfers().startExport({ spaceId: world.spaceId, to: folder, place }),
  )
  return world.transfers().ended(jobId)
}
const manifestOf = async (folder = to): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
const verified = async (folder = to) =>
  valueOf(await verifyExport(folder, () => undefined, new AbortController().signal))
const say = (content: string, count = 1) =>
  control(world, '/messages', {
    space_id: world.spaceId,
    content,
    count,
    user_id: world.portal.state.keyUser,
  })

const bytes = { large: random(20 * 65_536 + 5), small: random(3_000) }
const fill = async (): Promise<void> => {
  await world.put('src/Bank/large.bin', bytes.large)
  await world.put('src/Bank/2025/small.bin', bytes.small)
  await world.put('src/Bank/none.txt', random(0))
  await mkdir(join(world.folder, 'src/Bank/empty'))
  await upload(world, [join(world.folder, 'src/Bank')])
}

describe('an export', () => {
  test('E1.2, E1.5, E1.9: holds every message, member, folder and file, and a manifest that counts them', async () => {
    await fill()
    await say('first')
    await say('<script>alert("x")</script>\n\u202Etxt', 450)
    tree().add({ ...entryNamed('small.bin'), id: 'odd', name: '../CON' })
    expect(await exportTo()).toMatchObject({ state: 'done' })
    const manifest = await manifestOf()
    expect(manifest).toMatchObject({
      complete: true,
      missing: [],
      space: { id: world.spaceId, name: 'Harper & Lowe' },
      counts: { messages: 451, folders: 3, files: 4, bytes: bytes.large.length + 2 * bytes.small.length },
      fileVersions: 'newest only',
    })
    const found = await hashesOf(to)
    for (const { path, sha256: hash, size } of manifest.files) {
      expect([path, found[path]]).toEqual([path, hash])
      expect((await stat(join(to, path))).size).toBe(size)
    }
    const files = Object.keys(found).filter((path) => found[path] !== 'folder')
    expect(files.sort()).toEqual(
      [...manifest.files.map(({ path }) => path), 'SHA256SUMS', 'manifest.json'].sort(),
    )
    expect(found['files/Bank/large.bin']).toBe(sha256(bytes.large))
    expect(found['files/Bank/empty']).toBe('folder')
    const entries = JSON.parse(await readFile(join(to, 'tree.json'), 'utf8')) as {
      name: string
      path: string
    }[]
    expect(entries).toHaveLength(7)
    expect(entries.find(({ name }) => name === '../CON')?.path).toBe('files/Bank/2025/.._CON')
    const lines = (await readFile(join(to, 'messages.jsonl'), 'utf8')).trimEnd().split('\n')
    const said = lines.map((line) => JSON.parse(line) as { content: string; id: string })
    expect(new Set(said.map(({ id }) => id)).size).toBe(451)
    expect(said[0]?.content).toBe('first')
    expect(said[1]?.content.startsWith('<script>alert("x")</script>\n\u202Etxt')).toBe(true)
    const page = await readFile(join(to, 'messages.html'), 'utf8')
    expect(page).not.toContain('<script')
    expect(page.match(/<article>/g)).toHaveLength(451)
    // Anybody can check it without this program.
    expect(execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: to, encoding: 'utf8' })).toBe('')
    expect(await verified()).toMatchObject({ missing: [], changed: [], extra: [] })
  })

  test('E1.3: what was deleted from the portal is not in it, what the archive never saw is', async () => {
    await say('kept', 120)
    expect(await exportTo('into', join(world.folder, 'one'))).toMatchObject({ state: 'done' })
    const [first] = [...world.portal.state.messages(world.spaceId).all()]
    if (first === undefined) throw new Error('No message')
    world.portal.state.messages(world.spaceId).remove(first.id)
    await say('later', 30)
    expect(await exportTo()).toMatchObject({ state: 'done' })
    expect((await manifestOf()).counts.messages).toBe(149)
    expect(await readFile(join(to, 'messages.jsonl'), 'utf8')).not.toContain(first.id)
  })

  test('E1.4, E1.9: what can’t be had is named, and the export does not say that it is complete', async () => {
    await fill()
    const small = entryNamed('small.bin')
    const versions = small.versions.map((version) => ({ ...version, blob: 'no-such-blob' }))
    tree().add({ ...small, id: 'gone', name: 'gone.bin', versions })
    world.portal.faults.add({ route: 'POST /v1/spaces/:sid/messages/search', status: 400, body: {} })
    const job = await exportTo()
    expect(job).toMatchObject({ state: 'failed', files: { failed: 2 } })
    const manifest = await manifestOf()
    expect(manifest.complete).toBe(false)
    expect(manifest.missing.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['messages.jsonl', 'messages.html', 'files/Bank/2025/gone.bin']),
    )
    expect(await readdir(to)).not.toContain('messages.jsonl')
    expect(await verified()).toMatchObject({ manifest: { complete: false }, missing: [], changed: [] })

    // E1.10: the same again, once the portal has mended itself, goes on and makes it whole.
    world.portal.faults.clear()
    tree().remove('gone')
    tree().add({ ...entryNamed('small.bin'), id: 'gone', name: 'gone.bin' })
    // The old blob once more, then the one the portal names now; nothing of what is there already.
    const gets = blobRequests(world, 'GET', null).length
    expect(await exportTo()).toMatchObject({ state: 'done', id: job.id })
    expect((await manifestOf()).complete).toBe(true)
    expect(blobRequests(world, 'GET', null).length - gets).toBe(2)
    expect(await verified()).toMatchObject({ missing: [], changed: [], extra: [] })
  })

  test('E1.1: goes into a folder that is new or empty, and into nothing else', async () => {
    await world.put('export/mine.txt', random(5))
    const refused = await world.transfers().startExport({ spaceId: world.spaceId, to, place: 'into' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-empty' } })
    expect(await exportTo('beside')).toMatchObject({ state: 'done' })
    expect(await exportTo('beside')).toMatchObject({ state: 'done' })
    const made = (await readdir(to)).sort()
    expect(made[0]).toMatch(/^Harper & Lowe export \d{4}-\d\d-\d\d$/)
    expect(made[1]).toMatch(/ \(2\)$/)
    expect(made[2]).toBe('mine.txt')
  })

  test('E1.8, E1.10: goes on after a crash with the ranges it has, and ends whole', async () => {
    await fill()
    await say('something', 250)
    world.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 40 })
    valueOf(await world.transfers().startExport({ spaceId: world.spaceId, to, place: 'into' }))
    await when(world, (jobs) =>
      jobs.some(({ direction, bytes: { done } }) => direction === 'download' && done > 6 * 65_536),
    )
    await world.crash()
    expect(await readdir(to)).not.toContain('manifest.json')
    world.portal.faults.clear()
    await world.reopen()
    expect(await exportTo()).toMatchObject({ state: 'done' })
    expect(await verified()).toMatchObject({
      manifest: { complete: true },
      missing: [],
      changed: [],
      extra: [],
    })
    expect((await manifestOf()).counts.messages).toBe(250)
    const ranges = blobRequests(world, 'GET', null).filter(({ status }) => status === 206).length
    expect(ranges).toBeLessThanOrEqual(21 + 4)
  })

  test('E1.10: a network that goes in the middle is waited for', async () => {
    await fill()
    await say('something', 150)
    world.portal.faults.add({ route: 'POST /v1/*', count: 4, skip: 2, cut: 'before' })
    world.portal.faults.add({ route: 'GET /*', blob: true, count: 3, cut: 'before' })
    expect(await exportTo()).toMatchObject({ state: 'done' })
    expect(await verified()).toMatchObject({
      manifest: { complete: true },
      missing: [],
      changed: [],
      extra: [],
    })
  })
})

describe('a check of an export', () => {
  test('E1.11: finds what is missing, altered, added or turned into a link, and follows no path out', async () => {
    await fill()
    expect(await exportTo()).toMatchObject({ state: 'done' })
    const altered = Uint8Array.from(bytes.large)
    altered[70_000] = (altered[70_000] ?? 0) ^ 1
    await writeFile(join(to, 'files/Bank/large.bin'), altered)
    await rm(join(to, 'files/Bank/none.txt'))
    await rm(join(to, 'files/Bank/2025/small.bin'))
    await symlink(await world.put('elsewhere', bytes.small), join(to, 'files/Bank/2025/small.bin'))
    await world.put('export/files/added.txt', random(3))
    expect(await verified()).toMatchObject({
      changed: ['files/Bank/large.bin'],
      missing: expect.arrayContaining(['files/Bank/none.txt', 'files/Bank/2025/small.bin']) as unknown,
      extra: ['files/added.txt'],
    })
    const manifest = await manifestOf()
    const [first] = manifest.files
    await writeFile(
      join(to, 'manifest.json'),
      JSON.stringify({ ...manifest, files: [{ ...first, path: '../elsewhere' }] }),
    )
    const refused = await verifyExport(to, () => undefined, new AbortController().signal)
    expect(refused).toMatchObject({ ok: false, error: { code: 'integrity' } })
  })
})
