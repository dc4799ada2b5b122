import { createHash } from 'node:crypto'
import { mkdir, rename, rmdir, symlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Receipt } from '../../../src/core/transfers/receipt.ts'
import { tamper } from './tamper.ts'
import { begin, createWorld, plan, problemsOf, random, sha256, upload, valueOf, type World } from './world.ts'

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64')

const receiptsOf = async (world: World): Promise<readonly Receipt[]> => {
  const all: Receipt[] = []
  for await (const some of world.transfers().receipts.each(null)) all.push(...some)
  return all
}

describe('receipts', () => {
  let world: World
  const bytes = new Map<string, Uint8Array>()
  beforeAll(async () => {
    world = await createWorld({ transfers: { blockBytes: 65_536 } })
    for (const size of [0, 1, 5_000, 65_537, 200_000]) {
      const content = random(size)
      bytes.set(`drop/in/${size}.bin`, content)
      await world.put(`src/drop/in/${size}.bin`, content)
    }
    await upload(world, [join(world.folder, 'src/drop')])
  })
  afterAll(() => world.close())

  test('T1.100: every verified file has one, with what was sent and what the portal calls it', async () => {
    const receipts = await receiptsOf(world)
    expect(receipts).toHaveLength(bytes.size)
    for (const receipt of receipts) {
      const content = bytes.get(receipt.path)
      if (content === undefined) throw new Error(`Never sent: ${receipt.path}`)
      expect(receipt).toMatchObject({
        size: content.length,
        sha256: sha256(content),
        md5: md5(content),
        spaceId: world.spaceId,
        spaceName: 'Harper & Lowe',
        userId: 'u1',
      })
      const entry = [...world.portal.state.files(world.spaceId).all()].find(({ id }) => id === receipt.fileId)
      expect(entry?.name).toBe(receipt.name)
      expect(entry?.versions.map(({ blob }) => blob)).toEqual([receipt.blob])
      const [ofFile] = await world.transfers().receipts.ofFile(world.spaceId, receipt.fileId)
      expect(ofFile).toEqual(receipt)
    }
  })

  test('T1.100, T1.102: the chain goes on over restarts, new versions and dismissed jobs', async () => {
    const before = await receiptsOf(world)
    await world.reopen()
    const [first] = await world.transfers().list()
    if (first === undefined) throw new Error('No job')
    valueOf(await world.transfers().dismiss(first.id))
    await upload(world, [join(world.folder, 'src/drop')])
    const after = await receiptsOf(world)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after).toHaveLength(before.length + bytes.size)
    const report = await world.transfers().receipts.verify()
    expect(report).toEqual({
      checked: after.length,
      end: { number: after.length, hash: after.at(-1)?.hash },
      fault: null,
    })
    // A hash written down at any time has to be found again.
    expect((await world.transfers().receipts.verify(before.at(-1)?.hash)).fault).toBeNull()
  })

  test('T1.104: the written lists hold every receipt of the job', async () => {
    const job = (await world.transfers().list()).at(-1)
    if (job === undefined) throw new Error('No job')
    const text = async (format: 'csv' | 'json'): Promise<string> => {
      let all = ''
      for await (const piece of world.transfers().receipts.written(job.id, format)) all += piece
      return all
    }
    const read = JSON.parse(await text('json')) as { sha256: string }[]
    expect(read.map((one) => one.sha256).sort()).toEqual([...bytes.values()].map(sha256).sort())
    expect((await text('csv')).trimEnd().split('\r\n')).toHaveLength(bytes.size + 1)
  })

  test('T1.102, T1.103: what was changed, taken out of the middle or off the end is found', async () => {
    const receipts = await receiptsOf(world)
    const noted = receipts.at(-1)?.hash ?? ''
    await tamper(world, 'UPDATE receipts SET size = size + 1 WHERE number = 3')
    expect((await world.transfers().receipts.verify()).fault).toEqual({ number: 3, fault: 'changed' })
    await tamper(
      world,
      'UPDATE receipts SET size = size - 1 WHERE number = 3; DELETE FROM receipts WHERE number = 4',
    )
    expect((await world.transfers().receipts.verify()).fault).toEqual({ number: 5, fault: 'cut' })
    await tamper(world, 'DELETE FROM receipts WHERE number > 3')
    expect((await world.transfers().receipts.verify()).fault).toBeNull()
    expect((await world.transfers().receipts.verify(noted)).fault).toEqual({ number: 3, fault: 'forgotten' })
  })
})

describe('failures by reason', () => {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(() => world.close())

  test('T1.108, T1.109: are counted, listed, and tried again one reason at a time', async () => {
    const paths = await Promise.all(
      [0, 1, 2].map((index) => world.put(`src/d/in/locked ${index}.txt`, random(10))),
    )
    await world.put('src/d/in/bell\u0007.txt', random(10))
    const gone = await world.put('src/d/gone.txt', random(10))
    await world.put('src/d/good.txt', random(10))
    // Permissions stop nobody who is root; a folder in the file's place does.
    const { id } = await plan(world, [join(world.folder, 'src/d')])
    for (const path of paths) {
      await rename(path, `${path}.aside`)
      await mkdir(path)
    }
    await rename(gone, `${gone}.aside`)
    const { jobId } = valueOf(
      await world.transfers().startUpload(id, { policy: 'new-version', silent: true }),
    )
    const ended = await world.transfers().ended(jobId)
    expect(problemsOf(ended)).toEqual({ 'name-refused': 1, 'source-missing': 1, 'source-unreadable': 3 })

    const groups = await world.transfers().failures.groups(jobId)
    expect(groups.map(({ reason, count, retryable }) => [reason, count, retryable])).toEqual([
      ['source-unreadable', 3, true],
      ['source-missing', 1, true],
      ['name-refused', 1, false],
    ])
    expect(groups[1]?.example.about).toBe('d/gone.txt')
    const page = await world
      .transfers()
      .failures.files(jobId, { reason: 'source-unreadable', offset: 1, limit: 10 })
    expect(page.total).toBe(3)
    expect(page.rows).toHaveLength(2)

    for (const path of paths) {
      await rmdir(path)
      await rename(`${path}.aside`, path)
    }
    valueOf(await world.transfers().retryFailed(jobId, 'source-unreadable'))
    const again = await world.transfers().ended(jobId)
    expect(problemsOf(again)).toEqual({ 'name-refused': 1, 'source-missing': 1 })
    expect(again.files).toMatchObject({ done: 4, failed: 2 })

    // A retry of everything leaves alone what trying again can't help.
    await rename(`${gone}.aside`, gone)
    valueOf(await world.transfers().retryFailed(jobId))
    const last = await world.transfers().ended(jobId)
    expect(problemsOf(last)).toEqual({ 'name-refused': 1 })
    expect(last.files).toMatchObject({ total: 6, done: 5, failed: 1 })
  })

  test('T1.109: what could not be read when it was planned arrives in its own folder, once it can be', async () => {
    const place = join(world.folder, 'src/d/a/b')
    await world.put('src/d/a/b/other.txt', random(10))
    await symlink('/nowhere/at/all', join(place, 'late.txt'))
    const job = await begin(world, [join(world.folder, 'src/d')])
    expect((await world.transfers().ended(job)).files).toMatchObject({ done: 1, failed: 1 })
    await unlink(join(place, 'late.txt'))
    const content = random(50)
    await world.put('src/d/a/b/late.txt', content)
    valueOf(await world.transfers().retryFailed(job))
    expect(await world.transfers().ended(job)).toMatchObject({ state: 'done', files: { done: 2, failed: 0 } })
    const entries = [...world.portal.state.files(world.spaceId).all()]
    const late = entries.find(({ name }) => name === 'late.txt')
    expect(entries.find(({ id }) => id === late?.parent_id)?.name).toBe('b')
    const [receipt] = (await receiptsOf(world)).filter(({ name }) => name === 'late.txt')
    expect(receipt).toMatchObject({ path: 'd/a/b/late.txt', sha256: sha256(content) })
  })
})
