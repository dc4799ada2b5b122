import { rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { SpaceId } from '../../../src/core/space.ts'
import type { JobId, JobView } from '../../../src/core/transfers/views.ts'
import { createWorld, plan, random, remoteTree, valueOf, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const addSpaces = async (...names: readonly string[]): Promise<readonly SpaceId[]> => {
  const ids: SpaceId[] = []
  for (const name of names) ids.push(await world.addSpace(name))
  return ids
}

const by = (rule: string) => ({ kind: 'rule', rule }) as const

const dryRun = async (way: Parameters<typeof wayOf>[0], folder: readonly string[] = []) =>
  valueOf(await world.transfers().fanOut.plan({ roots: [join(world.folder, 'out')], by: wayOf(way), folder }))
const wayOf = (way: ReturnType<typeof by> | { kind: 'table'; path: string }) => way

const rowsOf = async (id: Awaited<ReturnType<typeof dryRun>>['id']) => {
  const rows = await world.transfers().fanOut.rows(id, { only: 'all', offset: 0, limit: 100 })
  return Object.fromEntries(rows.map(({ path, outcome, words }) => [path, `${outcome} ${words}`.trim()]))
}

const start = async (id: Awaited<ReturnType<typeof dryRun>>['id']) => {
  const jobs = valueOf(await world.transfers().fanOut.start(id, { policy: 'new-version', silent: true }))
  const ended: JobView[] = []
  for (const jobId of jobs) ended.push(await world.transfers().ended(jobId as JobId))
  return ended
}

describe('one folder to many spaces', () => {
  test('T1.120, T1.121, T1.125: by a rule: a dry run first, then a job for each space, held together', async () => {
    world = await createWorld()
    const [miller, acme] = await addSpaces('Miller Ltd', 'Acmé GmbH')
    await world.put('out/statements/2025_Miller Ltd.pdf', random(10))
    await world.put('out/statements/2026_miller_ltd.pdf', random(20))
    await world.put('out/statements/2025_ACME.pdf', random(30))
    await world.put('out/statements/2025_Nobody.pdf', random(40))
    await world.put('out/readme.txt', random(50))
    await world.put('out/.DS_Store', random(5))
    const sheet = await dryRun(by('statements/*_{client}.pdf'))
    expect(sheet).toMatchObject({
      ...{ title: 'out', spaces: 2, bytes: 60, conflicts: 0, newFolders: 2, ignored: 1 },
      counts: { all: 5, matched: 3, unmatched: 2, ambiguous: 0, refused: 0, warned: 0 },
    })
    expect(await rowsOf(sheet.id)).toEqual({
      'statements/2025_Miller Ltd.pdf': 'matched Miller Ltd',
      'statements/2026_miller_ltd.pdf': 'matched Miller Ltd',
      'statements/2025_ACME.pdf': 'matched Acmé GmbH',
      'statements/2025_Nobody.pdf': 'unmatched Nobody',
      'readme.txt': 'unmatched',
    })
    expect(await world.transfers().list()).toEqual([])
    const jobs = await start(sheet.id)
    expect(jobs.map(({ state, spaceName, group }) => [state, spaceName, group?.id])).toEqual(
      expect.arrayContaining([
        ['done', 'Miller Ltd', jobs[0]?.group?.id],
        ['done', 'Acmé GmbH', jobs[0]?.group?.id],
      ]),
    )
    expect(remoteTree(world, miller)).toEqual({
      ...{ statements: 0, 'statements/2025_Miller Ltd.pdf': 1, 'statements/2026_miller_ltd.pdf': 1 },
    })
    expect(remoteTree(world, acme)).toEqual({ statements: 0, 'statements/2025_ACME.pdf': 1 })
    expect(remoteTree(world)).toEqual({})
    await world.reopen()
    expect((await world.transfers().list()).map(({ group }) => group?.title)).toEqual(['out', 'out'])
  })

  test('T1.127: saved for later it survives a restart, is made anew, and is saved no more once it is started', async () => {
    world = await createWorld()
    const [miller] = await addSpaces('Miller Ltd')
    await world.put('out/2025_Miller Ltd.pdf', random(10))
    await world.put('out/2025_ACME.pdf', random(30))
    const sheet = await dryRun(by('*_{client}.pdf'), ['Post'])
    const how = { policy: 'skip', silent: true, message: '{count} files' } as const
    valueOf(await world.transfers().fanOut.save(sheet.id, how))
    expect(await rowsOf(sheet.id)).toEqual({})
    await world.reopen()
    const saved = await world.transfers().fanOut.saved()
    expect(saved).toMatchObject([{ id: sheet.id, title: 'out', files: 1, spaces: 1, bytes: 10 }])
    const [acme] = await addSpaces('Acmé GmbH')
    const again = valueOf(await world.transfers().fanOut.recheck(sheet.id, {}))
    expect(again).toMatchObject({
      ...{ policy: 'skip', silent: true, message: '{count} files', folder: ['Post'] },
      by: { kind: 'rule', words: '*_{client}.pdf' },
      before: { matched: 1, unmatched: 1 },
      plan: { counts: { matched: 2, unmatched: 0 }, spaces: 2 },
    })
    // Left again, it stays; the dry run is gone.
    await world.transfers().fanOut.discard(again.plan.id)
    expect(await rowsOf(again.plan.id)).toEqual({})
    expect(await world.transfers().fanOut.saved()).toEqual(saved)
    // Saved again, it takes the saved one's place.
    const second = valueOf(await world.transfers().fanOut.recheck(sheet.id, {})).plan
    valueOf(await world.transfers().fanOut.save(second.id, how))
    expect((await world.transfers().fanOut.saved()).map(({ id, files }) => [id, files])).toEqual([
      [second.id, 2],
    ])
    const last = valueOf(await world.transfers().fanOut.recheck(second.id, {})).plan
    const ended = await start(last.id)
    expect(ended.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(await world.transfers().fanOut.saved()).toEqual([])
    expect(remoteTree(world, miller)).toEqual({ Post: 0, 'Post/2025_Miller Ltd.pdf': 1 })
    expect(remoteTree(world, acme)).toEqual({ Post: 0, 'Post/2025_ACME.pdf': 1 })
    expect(await world.transfers().fanOut.save(last.id, how)).toMatchObject({ error: { code: 'unknown-id' } })
    expect(await world.transfers().fanOut.recheck(last.id, {})).toMatchObject({
      error: { code: 'unknown-id' },
    })
  })

  test('T1.127: a saved one is discarded, and one whose table is gone says so and stays', async () => {
    world = await createWorld()
    await addSpaces('Miller Ltd')
    await world.put('out/a.pdf', random(10))
    const path = await world.put('table.csv', Buffer.from('a.pdf,Miller Ltd\n'))
    const sheet = await dryRun({ kind: 'table', path })
    valueOf(
      await world.transfers().fanOut.save(sheet.id, { policy: 'new-version', silent: false, message: ' ' }),
    )
    expect(valueOf(await world.transfers().fanOut.recheck(sheet.id, {}))).toMatchObject({
      ...{ message: null, by: { kind: 'table', words: 'table.csv' } },
    })
    await rm(path)
    expect(await world.transfers().fanOut.recheck(sheet.id, {})).toMatchObject({
      error: { code: 'source-missing' },
    })
    expect(await world.transfers().fanOut.saved()).toHaveLength(1)
    await world.transfers().fanOut.discard(sheet.id)
    expect(await world.transfers().fanOut.saved()).toEqual([])
  })

  test('T1.128: a dry run nobody saved outlasts a crash, and is saved, looked at again and sent', async () => {
    world = await createWorld()
    const [miller] = await addSpaces('Miller Ltd')
    await world.put('out/2025_Miller Ltd.pdf', random(10))
    const sheet = await dryRun(by('*_{client}.pdf'), ['Post'])
    await world.crash()
    await world.reopen()
    expect(await world.transfers().fanOut.saved()).toMatchObject([
      { id: sheet.id, title: 'out', files: 1, spaces: 1, bytes: 10, asked: false },
    ])
    // What it came to was of then: it is sent only after it was looked at again.
    expect(await world.transfers().fanOut.start(sheet.id, { policy: 'skip', silent: true })).toMatchObject({
      error: { code: 'unknown-id' },
    })
    const again = valueOf(await world.transfers().fanOut.recheck(sheet.id, {}))
    expect(again).toMatchObject({
      ...{ asked: false, policy: 'new-version', silent: false, message: null, folder: ['Post'] },
      ...{ before: { matched: 1 }, plan: { counts: { matched: 1 } } },
    })
    // Left once more it stays as it was, after another crash too.
    await world.crash()
    await world.reopen()
    expect((await world.transfers().fanOut.saved()).map(({ id }) => id)).toEqual([sheet.id])
    const how = { policy: 'skip', silent: true, message: '{count} files' } as const
    valueOf(await world.transfers().fanOut.save(sheet.id, how))
    const last = valueOf(await world.transfers().fanOut.recheck(sheet.id, {}))
    expect(last).toMatchObject({ ...how, asked: true })
    expect((await start(last.plan.id)).map(({ state }) => state)).toEqual(['done'])
    expect(await world.transfers().fanOut.saved()).toEqual([])
    expect(remoteTree(world, miller)).toEqual({ Post: 0, 'Post/2025_Miller Ltd.pdf': 1 })
  })

  test('T1.128: the same question takes the place of the one left, another stands beside it; given up, they are gone', async () => {
    world = await createWorld()
    await addSpaces('Miller Ltd')
    await world.put('out/2025_Miller Ltd.pdf', random(10))
    await dryRun(by('*_{client}.pdf'))
    const same = await dryRun(by('*_{client}.pdf'))
    const other = await dryRun(by('2025_{client}.pdf'))
    await world.reopen()
    const left = async () => (await world.transfers().fanOut.saved()).map(({ id }) => id).sort()
    expect(await left()).toEqual([same.id, other.id].sort())
    const again = valueOf(await world.transfers().fanOut.recheck(same.id, {})).plan
    await world.transfers().fanOut.discard(again.id)
    expect(await left()).toEqual([same.id, other.id].sort())
    await world.transfers().fanOut.discard(same.id)
    expect(await left()).toEqual([other.id])
    // Asked for and left again, it is no second one, and it goes with the first.
    valueOf(await world.transfers().fanOut.recheck(other.id, {}))
    await world.transfers().fanOut.discard(other.id)
    expect(await left()).toEqual([])
  })

  test('T1.128: half a dry run is forgotten', async () => {
    world = await createWorld()
    await addSpaces('Miller Ltd')
    await world.put('out/2025_Miller Ltd.pdf', random(10))
    await world.context().archive.run('fanOut.create', { id: 'half', createdAt: Date.now() })
    await world.crash()
    await world.reopen()
    expect(await world.transfers().fanOut.saved()).toEqual([])
    const stop = AbortSignal.abort()
    const input = { roots: [join(world.folder, 'out')], by: by('*_{client}.pdf'), folder: [] }
    expect(await world.transfers().fanOut.plan(input, stop)).toMatchObject({ error: { code: 'cancelled' } })
    expect(await world.transfers().fanOut.saved()).toEqual([])
  })

  test('T1.105, T1.125: with a message, each space hears once of its own files', async () => {
    world = await createWorld()
    await addSpaces('Miller Ltd', 'Acmé GmbH')
    await world.put('out/2025_Miller Ltd.pdf', random(10))
    await world.put('out/2026_miller_ltd.pdf', random(20))
    await world.put('out/2025_ACME.pdf', random(30))
    const sheet = await dryRun(by('*_{client}.pdf'))
    const how = { policy: 'new-version', silent: true, message: '{count} here' } as const
    const jobIds = valueOf(await world.transfers().fanOut.start(sheet.id, how)) as readonly JobId[]
    const ended = await Promise.all(jobIds.map((jobId) => world.transfers().ended(jobId)))
    expect(ended.map(({ spaceName, summary }) => [spaceName, summary?.state, summary?.template])).toEqual(
      expect.arrayContaining([
        ['Miller Ltd', 'queued', '{count} here'],
        ['Acmé GmbH', 'queued', '{count} here'],
      ]),
    )
    const rows = await Promise.all(jobIds.map((jobId) => world.transfers().summary.outboxId(jobId)))
    expect(new Set(rows).size).toBe(2)
    expect(rows).not.toContain(undefined)
  })

  test('T1.123: a folder named like its client is left out; two such folders meet without a loss', async () => {
    world = await createWorld()
    const [miller] = await addSpaces('Miller Ltd')
    await world.put('out/Miller Ltd/2025/a.pdf', random(10))
    await world.put('out/miller_ltd/2025/a.pdf', random(11))
    await world.put('out/Somebody/b.pdf', random(12))
    const sheet = await dryRun(by('{client}/**'), ['Post', 'In'])
    expect(sheet.counts).toMatchObject({ matched: 2, unmatched: 1 })
    await start(sheet.id)
    expect(remoteTree(world, miller)).toEqual({
      ...{ Post: 0, 'Post/In': 0, 'Post/In/2025': 0 },
      ...{ 'Post/In/2025/a.pdf': 1, 'Post/In/2025/a (2).pdf': 1 },
    })
  })

  test.each([
    ['UTF-8 with a BOM, parted by ;', '\ufeffFile;Amount;Client\r\na.pdf;1;Müller AG\r\n', 'utf8'],
    ['Latin-1, parted by tabs', 'a.pdf\tMüller AG\n', 'latin1'],
    ['UTF-8, parted by commas and quoted', 'path,space\n"a.pdf","Müller AG"\n', 'utf8'],
    ['UTF-16 from a spreadsheet', '\ufeffpath\tspace\r\na.pdf\tMüller AG\r\n', 'utf16le'],
  ] as const)('T1.122: a table in %s', async (_, text, encoding) => {
    world = await createWorld()
    await addSpaces('Müller AG')
    await world.put('out/a.pdf', random(10))
    const path = await world.put('table.csv', Buffer.from(text, encoding))
    const sheet = await dryRun({ kind: 'table', path })
    expect(sheet).toMatchObject({ counts: { matched: 1 }, table: { count: 0 } })
  })

  test('T1.122: lines of no use and files in doubt are told; a file that is no table is refused', async () => {
    world = await createWorld()
    await addSpaces('Miller Ltd', 'Acme Ltd')
    await world.put('out/a.pdf', random(10))
    await world.put('out/b.pdf', random(10))
    const path = join(world.folder, 'table.csv')
    await writeFile(
      path,
      'path,space\na.pdf,Miller\n*.pdf,Acme\nb.pdf,Miller\nb.pdf,Acme\nc.pdf,Nobody\nd.pdf,\n',
    )
    const sheet = await dryRun({ kind: 'table', path })
    expect(await rowsOf(sheet.id)).toEqual({
      'a.pdf': 'matched Miller Ltd',
      'b.pdf': 'ambiguous Miller Ltd · Acme Ltd',
    })
    expect(sheet.table.first).toEqual([
      { line: 3, reason: 'no-file', words: '*.pdf' },
      { line: 6, reason: 'unknown-space', words: 'Nobody' },
      { line: 6, reason: 'no-file', words: 'c.pdf' },
      { line: 7, reason: 'no-space', words: '' },
    ])
    const noTable = await world.put('film.csv', random(5_000))
    expect(
      await world.transfers().fanOut.plan({
        ...{ roots: [join(world.folder, 'out')], by: { kind: 'table', path: noTable }, folder: [] },
      }),
    ).toMatchObject({ ok: false, error: { code: 'table-not-text' } })
  })

  test('T1.32, T1.124: finds what is there already, and names that speak of another client', async () => {
    world = await createWorld()
    const [miller] = await addSpaces('Miller Ltd', 'Zimmer Group')
    await world.put('out/Miller Ltd/Statement Zimmer.pdf', random(10))
    await world.put('out/Miller Ltd/Statement.pdf', random(10))
    await start((await dryRun(by('{client}/*'))).id)
    const sheet = await dryRun(by('{client}/*'))
    expect(sheet).toMatchObject({ conflicts: 2, counts: { matched: 2, warned: 1 } })
    const warned = await world.transfers().fanOut.rows(sheet.id, { only: 'warned', offset: 0, limit: 9 })
    expect(warned).toMatchObject([{ path: 'Miller Ltd/Statement Zimmer.pdf', warning: 'Zimmer Group' }])
    await world.transfers().fanOut.discard(sheet.id)
    expect(await world.transfers().fanOut.rows(sheet.id, { only: 'all', offset: 0, limit: 9 })).toEqual([])
    expect(await world.transfers().fanOut.start(sheet.id, { policy: 'skip', silent: true })).toMatchObject({
      ...{ ok: false, error: { code: 'unknown-id' } },
    })
    expect(remoteTree(world, miller)).toEqual({ 'Statement Zimmer.pdf': 1, 'Statement.pdf': 1 })
  })

  test('T1.124: a plain upload says so too', async () => {
    world = await createWorld()
    await addSpaces('Miller Ltd')
    const file = await world.put('Statement Miller.pdf', random(10))
    expect((await plan(world, [file])).wrongClient).toEqual({
      ...{ count: 1, first: [{ path: 'Statement Miller.pdf', spaceName: 'Miller Ltd' }] },
    })
  })
})

describe('a plan of very many files', () => {
  test('T1.36: of one folder of 12,000 is made in lots, tells how far it is, and can be stopped', async () => {
    world = await createWorld()
    const many = 12_000
    for (let at = 0; at < many; at += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          world.put(`many/${at + index}.txt`, Buffer.of(index % 256)),
        ),
      )
    }
    const input = { spaceId: world.spaceId, folderId: null, roots: [join(world.folder, 'many')] }
    const told: number[] = []
    const sheet = valueOf(
      await world.transfers().plan({ ...input, onProgress: ({ files }) => told.push(files) }),
    )
    expect(sheet).toMatchObject({ files: many, bytes: many, newFolders: 1 })
    expect(told.length).toBeGreaterThan(1)
    expect(told.at(-1)).toBe(many)
    expect(told).toEqual([...told].sort((a, b) => a - b))
    const stop = new AbortController()
    const stopped = await world.transfers().plan({ ...input, onProgress: () => stop.abort() }, stop.signal)
    expect(stopped).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  }, 120_000)

  test('T1.35: 200 folders deep, and links back up', async () => {
    world = await createWorld()
    await world.put(`deep/${'d/'.repeat(200)}bottom.txt`, random(3))
    await symlink('../..', join(world.folder, 'deep/d/d/back'))
    const sheet = await plan(world, [join(world.folder, 'deep')])
    expect(sheet).toMatchObject({ files: 1, newFolders: 201, refused: { count: 1 } })
  })

  test('T1.126: the person’s own patterns are left out, folders with all below them', async () => {
    world = await createWorld()
    for (const path of ['a.pdf', 'b.tmp', 'cache/c.pdf', 'drafts/d.docx', 'drafts/e.pdf'])
      await world.put(`src/${path}`, random(4))
    const sheet = valueOf(
      await world.transfers().plan({
        ...{ spaceId: world.spaceId, folderId: null, roots: [join(world.folder, 'src')] },
        ignore: ['*.tmp', 'cache/', 'drafts/*.docx'],
      }),
    )
    expect(sheet).toMatchObject({ files: 2, ignored: { count: 3 } })
    expect([...sheet.ignored.first].sort()).toEqual(['src/b.tmp', 'src/cache', 'src/drafts/d.docx'])
  })
})
