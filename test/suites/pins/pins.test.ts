import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FileId } from '../../../src/core/file.ts'
import { parseSearch } from '../../../src/core/search/parse.ts'
import { createPins } from '../../../src/engine/pins/create.ts'
import type { Pins } from '../../../src/engine/pins/pins.ts'
import { startTextWorker } from '../../../src/engine/pins/start-text-worker.ts'
import { syncTree } from '../../../src/engine/sync/files.ts'
import { createWorld, random, upload, type World, type WorldOptions } from '../transfers/world.ts'
import { pdfOf } from './pdf.ts'

const workerUrl = new URL('../../../src/engine/storage/worker.ts', import.meta.url)
const startWorker = (): Worker => startTextWorker(workerUrl)
const utc = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day)

let world: World
let pins: Pins

const start = async (options: WorldOptions = {}, quota?: () => number): Promise<void> => {
  world = await createWorld(options)
  open(quota)
}
const open = (quota?: () => number): void => {
  pins = createPins(world.context(), world.transfers(), {
    startTextWorker: startWorker,
    ...(quota === undefined ? {} : { quota }),
  })
}

/** Puts files into the space and reads its tree into the archive; answers their ids by name. */
const share = async (files: Readonly<Record<string, Uint8Array>>): Promise<Map<string, FileId>> => {
  const folder = `in-${Object.keys(files).join('-')}-${world.changes.length}`
  for (const [name, bytes] of Object.entries(files)) await world.put(`${folder}/${name}`, bytes)
  const job = await upload(
    world,
    Object.keys(files).map((name) => join(world.folder, folder, name)),
  )
  expect(job.state).toBe('done')
  return read()
}
const read = async (): Promise<Map<string, FileId>> => {
  const context = world.context()
  const announce = { changed: () => undefined, close: () => Promise.resolve() }
  const listed = await syncTree(context, announce, world.spaceId, 'every', new AbortController().signal)
  expect(listed.ok).toBe(true)
  const all = await context.archive.run('files.all', { spaceId: world.spaceId })
  return new Map(all.map(({ name, id }) => [name, id]))
}
const keep = async (id: FileId | undefined): Promise<void> => {
  if (id === undefined) throw new Error('No such file')
  await pins.add(world.spaceId, [id])
  await pins.look()
}
const find = async (query: string) => {
  const found = await world.context().archive.run('search.find', {
    ...{ query: parseSearch(query, utc), limit: 50, order: 'best', now: Date.now() },
    me: world.context().me.id,
  })
  return found.flatMap(({ hit }) => (hit.kind === 'file' ? [hit] : []))
}
const states = async () => (await pins.list()).pins.map(({ name, state, failure }) => [name, state, failure])
const text = (words: string): Uint8Array => Buffer.from(words)

afterEach(async () => {
  await pins.close()
  await world.close()
})

describe('pinned files', { timeout: 60_000 }, () => {
  beforeEach(() => start())

  test('P1.1, P1.3: a kept file is read again without the portal, and lies nowhere in the open', async () => {
    const bytes = Buffer.concat([random(2_500_000), text('Wombat-Canary')])
    const ids = await share({ 'plan.bin': bytes })
    const id = ids.get('plan.bin')
    await keep(id)
    expect(await states()).toEqual([['plan.bin', 'kept', null]])
    await world.portal.close()
    const kept = await pins.read(id ?? ('' as FileId))
    expect(kept.ok && Buffer.from(kept.value).equals(bytes)).toBe(true)
    for (const name of await readdir(world.folder)) {
      if (!/\.db/.test(name)) continue
      expect((await readFile(join(world.folder, name))).includes('Wombat-Canary')).toBe(false)
    }
  })

  test('P1.5, P1.6: what a PDF and a text say is found, with its page, and filters hold', async () => {
    const ids = await share({
      'letter.pdf': pdfOf(['Dear Ms Harper', 'The dividend is due in Octember']),
      'notes.txt': text('Besprechung über die Straße nach Zürich; dividend unclear'),
      'broken.pdf': text('%PDF-1.4 and nothing that follows'),
      'zeros.txt': new Uint8Array(64),
    })
    for (const id of ids.values()) await keep(id)
    expect((await find('octember')).map(({ fileId, inside }) => [fileId, inside?.page])).toEqual([
      [ids.get('letter.pdf'), 2],
    ])
    const [marked] = await find('strasse zurich')
    expect(marked?.fileId).toBe(ids.get('notes.txt'))
    expect(marked?.inside?.snippet.filter(({ hit }) => hit).map((piece) => piece.text)).toEqual([
      'Straße',
      'Zürich',
    ])
    expect((await find('dividend')).length).toBe(2)
    expect((await find('dividend type:pdf')).map(({ fileId }) => fileId)).toEqual([ids.get('letter.pdf')])
    expect(await find('dividend in:elsewhere')).toEqual([])
    expect(await find('dividend before:2020')).toEqual([])
    expect((await states()).every(([, state]) => state === 'kept')).toBe(true)
    expect((await find('broken')).map(({ inside }) => inside)).toEqual([null])
  })

  test('P1.1: what is pinned no longer is neither here nor found', async () => {
    const ids = await share({ 'notes.txt': text('quokka') })
    const id = ids.get('notes.txt') ?? ('' as FileId)
    await keep(id)
    expect(await find('quokka')).toHaveLength(1)
    await pins.remove([id])
    expect(await find('quokka')).toEqual([])
    expect((await pins.read(id)).ok).toBe(false)
    expect(await pins.list()).toMatchObject({ pins: [], used: 0 })
  })

  test('P1.4: a new version takes the place of the old one, and a file that left is forgotten', async () => {
    const ids = await share({ 'notes.txt': text('first draft') })
    const id = ids.get('notes.txt') ?? ('' as FileId)
    await keep(id)
    await share({ 'notes.txt': text('second wording') })
    expect(await states()).toEqual([['notes.txt', 'waiting', null]])
    await pins.look()
    expect(await find('draft')).toEqual([])
    expect(await find('wording')).toHaveLength(1)
    world.portal.state.files(world.spaceId).remove(id)
    await read()
    await pins.look()
    expect(await find('wording')).toEqual([])
    expect((await pins.list()).used).toBe(0)
  })

  test('P1.1: an archive whose cache is read anew keeps the pins and fetches again', async () => {
    const ids = await share({ 'notes.txt': text('numbat') })
    await keep(ids.get('notes.txt'))
    await world.context().archive.run('spaces.upsert', { spaces: [], complete: Date.now() })
    await world.context().archive.run('spaces.upsert', { spaces: [], complete: Date.now() + 10 })
    await pins.look()
    expect(await find('numbat')).toEqual([])
    const spaces = [...world.portal.state.spaces.values()]
    await world.context().archive.run('spaces.upsert', {
      spaces: spaces.map(({ id, name }) => ({
        ...{ id: id as typeof world.spaceId, name, members: { users: [], groups: [] } },
        ...{ createdAt: 1, updatedAt: 1 },
      })),
    })
    await read()
    await pins.look()
    expect(await find('numbat')).toHaveLength(1)
  })
})

describe('limits', { timeout: 60_000 }, () => {
  test('P1.2: what does not fit beside the others says so, and the others stay', async () => {
    await start({}, () => 3_000)
    const ids = await share({ 'a.txt': random(2_000), 'b.txt': random(2_000) })
    await keep(ids.get('a.txt'))
    await keep(ids.get('b.txt'))
    expect(await states()).toEqual([
      ['a.txt', 'kept', null],
      ['b.txt', 'failed', 'no-room'],
    ])
    await pins.remove([ids.get('a.txt') ?? ('' as FileId)])
    await keep(ids.get('b.txt'))
    expect((await states()).at(-1)).toEqual(['b.txt', 'kept', null])
  })

  test('P1.7: with more room, what did not fit comes; with less, nothing goes', async () => {
    let room = 3_000
    await start({}, () => room)
    const ids = await share({ 'a.txt': random(2_000), 'b.txt': random(2_000), 'c.txt': random(2_000) })
    await keep(ids.get('a.txt'))
    await keep(ids.get('b.txt'))
    expect(await states()).toContainEqual(['b.txt', 'failed', 'no-room'])
    room = 5_000
    await pins.roomGrew()
    room = 1_000
    await keep(ids.get('c.txt'))
    expect(await states()).toEqual([
      ['a.txt', 'kept', null],
      ['b.txt', 'kept', null],
      ['c.txt', 'failed', 'no-room'],
    ])
  })

  test('P1.4: without the portal it waits, and comes when the portal is back', async () => {
    await start()
    const ids = await share({ 'notes.txt': text('bilby') })
    world.portal.faults.add({ route: 'GET /v1/*', status: 503 })
    await keep(ids.get('notes.txt'))
    expect(await states()).toEqual([['notes.txt', 'waiting', null]])
    world.portal.faults.clear()
    await pins.look()
    expect(await states()).toEqual([['notes.txt', 'kept', null]])
    expect(await find('bilby')).toHaveLength(1)
  })
})
