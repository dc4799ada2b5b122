import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Portal, startPortal } from '../portal/server.ts'
import { type Ran, runCommand } from './command.ts'

let portal: Portal
let folder: string

beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  folder = await mkdtemp(join(tmpdir(), 'foyer-fan-out-'))
  await cli('portals', 'add', 'office', '--url', portal.url)
})

afterEach(async () => {
  await portal.close()
  await rm(folder, { recursive: true, force: true })
})

const cli = (...words: readonly string[]): Promise<Ran> =>
  runCommand({ folder, key: portal.key }, words, portal.key)

const put = async (path: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), randomBytes(100))
}

const spaceId = (spaceName: string): string => {
  const space = [...portal.state.spaces.values()].find(({ name }) => name === spaceName)
  if (space === undefined) throw new Error(`No space ${spaceName}`)
  return space.id
}

const filesOf = (spaceName: string): readonly string[] =>
  [...portal.state.files(spaceId(spaceName)).all()].map(({ name }) => name)

/** The texts of a space's messages that announce files. */
const announced = (spaceName: string): readonly string[] =>
  [...portal.state.messages(spaceId(spaceName)).all()]
    .map(({ content }) => content)
    .filter((content) => content.startsWith('Here are '))

test('T1.120–T1.125: the command line shows a dry run and sends by a rule or a table', async () => {
  await put('mail/statements/2026_Northbeam Energy.pdf')
  await put('mail/statements/2026_vertex_training.pdf')
  await put('mail/other.pdf')
  const base = ['fan-out', join(folder, 'mail'), '--portal', 'office', '--json']
  const byRule = [...base, '--rule', 'statements/*_{client}.pdf', '--folder', 'Post']
  const dry = await cli(...byRule, '--dry-run')
  expect(dry.status).toBe(1)
  expect(dry.lines).toEqual([
    { event: 'unmatched', path: 'other.pdf', bytes: 100 },
    {
      ...{ event: 'matched', path: 'statements/2026_Northbeam Energy.pdf' },
      ...{ bytes: 100, space: 'Northbeam Energy' },
    },
    {
      ...{ event: 'matched', path: 'statements/2026_vertex_training.pdf' },
      ...{ bytes: 100, space: 'Vertex Training' },
    },
    {
      ...{ event: 'plan', spaces: 2, bytes: 200, conflicts: 0 },
      ...{ all: 3, matched: 2, unmatched: 1, ambiguous: 0, refused: 0, warned: 0 },
    },
  ])
  expect(filesOf('Vertex Training')).not.toContain('2026_vertex_training.pdf')

  const sent = await cli(...byRule, '--silent')
  expect(sent.status).toBe(1)
  expect(sent.lines.filter(({ event }) => event === 'summary')).toMatchObject([
    { state: 'done', done: 1 },
    { state: 'done', done: 1 },
  ])
  expect(filesOf('Vertex Training')).toEqual(
    expect.arrayContaining(['Post', 'statements', '2026_vertex_training.pdf']),
  )

  await writeFile(
    join(folder, 'table.csv'),
    'file;client\nother.pdf;Northbeam Energy\n*/*.pdf;Vertex Training\n',
  )
  const byTable = await cli(...base, '--table', join(folder, 'table.csv'))
  expect(byTable.status).toBe(0)
  expect(byTable.lines.find(({ event }) => event === 'plan')).toMatchObject({ matched: 3, warned: 1 })
  expect(filesOf('Northbeam Energy')).toContain('other.pdf')

  expect((await cli(...base)).status).toBe(2)
  expect((await cli(...base, '--rule', '*.pdf')).status).toBe(2)
}, 240_000)

test('T1.105, T1.125: the command line sends each space one message about its own files', async () => {
  await put('mail/2025_Northbeam Energy.pdf')
  await put('mail/2026_Northbeam Energy.pdf')
  await put('mail/2026_Vertex Training.pdf')
  const base = ['fan-out', join(folder, 'mail'), '--portal', 'office', '--json', '--rule', '*_{client}.pdf']
  expect((await cli(...base, '--message', ' ')).status).toBe(2)
  expect(filesOf('Vertex Training')).not.toContain('2026_Vertex Training.pdf')

  const sent = await cli(...base, '--message', 'Here are {count} statements.')
  expect(sent.status).toBe(0)
  const told = sent.lines.filter(({ event }) => event === 'message')
  expect(told.map(({ state }) => state)).toEqual(['sent', 'sent'])
  expect(new Set(told.map(({ job }) => job)).size).toBe(2)
  expect(announced('Northbeam Energy')).toEqual(['Here are 2 statements.'])
  expect(announced('Vertex Training')).toEqual(['Here are 1 statements.'])
}, 120_000)

test('T1.127: the command line saves a dry run, lists, shows, starts and removes it', async () => {
  await put('mail/2025_Northbeam Energy.pdf')
  await put('mail/2025_Vertex Training.pdf')
  const at = ['--portal', 'office', '--json']
  const made = ['fan-out', join(folder, 'mail'), ...at, '--rule', '*_{client}.pdf', '--folder', 'Post']
  expect((await cli(...made, '--save', '--dry-run')).status).toBe(2)
  const how = ['--conflict', 'skip', '--silent', '--message', 'Here are {count} statements.']
  const saved = await cli(...made, '--save', ...how)
  expect(saved.status).toBe(0)
  expect(saved.lines.at(-2)).toMatchObject({ event: 'plan', matched: 2 })
  expect(saved.lines.at(-1)).toEqual({ event: 'saved', id: expect.any(String) as string })
  const id = String(saved.lines.at(-1)?.['id'])
  expect(filesOf('Vertex Training')).not.toContain('2025_Vertex Training.pdf')
  const listed = await cli('fan-out', 'list', ...at)
  expect(listed.lines).toMatchObject([{ id, title: 'mail', files: 2, spaces: 2, bytes: 200, asked: true }])
  expect((await cli('fan-out', 'list', '--portal', 'office')).out).toContain('2 files to 2 spaces\tmail')

  // Shown as things are now, it stays; nothing goes.
  await put('mail/2026_Vertex Training.pdf')
  const shown = await cli('fan-out', 'show', id, ...at)
  expect(shown.status).toBe(0)
  expect(shown.lines[0]).toMatchObject({
    ...{ event: 'saved', id, policy: 'skip', silent: true, message: 'Here are {count} statements.' },
    ...{ by: { kind: 'rule', words: '*_{client}.pdf' }, folder: ['Post'], before: { matched: 2 } },
  })
  expect(shown.lines.filter(({ event }) => event === 'matched')).toHaveLength(3)
  const read = await cli('fan-out', 'show', id, '--portal', 'office')
  expect(read.out).toContain('*_{client}.pdf to “Post” in each space, saved ')
  expect(read.out).toContain('--conflict skip --silent --message:\nHere are {count} statements.')
  expect((await cli('fan-out', 'start', id, ...at, '--dry-run')).status).toBe(0)
  expect((await cli('fan-out', 'list', ...at)).lines).toEqual(listed.lines)
  expect(filesOf('Vertex Training')).not.toContain('2026_Vertex Training.pdf')

  // Started it is as it was saved, but for what is said anew.
  const sent = await cli('fan-out', 'start', id, ...at, '--message', 'Here are yours: {count}.')
  expect(sent.status).toBe(0)
  expect(sent.lines.filter(({ event }) => event === 'summary')).toHaveLength(2)
  expect(filesOf('Vertex Training')).toEqual(
    expect.arrayContaining(['Post', '2025_Vertex Training.pdf', '2026_Vertex Training.pdf']),
  )
  expect(announced('Vertex Training')).toEqual(['Here are yours: 2.'])
  expect((await cli('fan-out', 'list', ...at)).lines).toEqual([])
  expect((await cli('fan-out', 'start', id, ...at)).status).toBe(1)

  const other = await cli(...made, '--save')
  const otherId = String(other.lines.at(-1)?.['id'])
  expect((await cli('fan-out', 'remove', otherId, '--portal', 'office')).status).toBe(0)
  expect((await cli('fan-out', 'list', ...at)).lines).toEqual([])
}, 240_000)

test('T1.127: what is asked of saved dry runs wrongly is said, and changes nothing', async () => {
  await put('list/2025_Vertex Training.pdf')
  const at = ['--portal', 'office']
  const unknown = await cli('fan-out', 'remove', 'nothing', ...at)
  expect([unknown.status, unknown.problems]).toEqual([1, expect.stringContaining('nothing')])
  const nameless = await cli('fan-out', 'show', ...at)
  expect(nameless.status).toBe(2)
  expect(nameless.problems).toContain('“fan-out list” names them')
  expect((await cli('fan-out', 'start', 'nothing', ...at, '--folder', 'A')).status).toBe(2)
  expect((await cli('fan-out', 'start', 'nothing', ...at, '--conflict', 'ask')).status).toBe(2)
  expect((await cli('fan-out', join(folder, 'list'), ...at)).problems).toContain('fan-out list, show ID')
  // Saved while nothing of it finds a space, it is worth another look later.
  const by = ['--rule', '{client}.txt', '--save', '--json']
  const empty = await cli('fan-out', join(folder, 'list'), ...at, ...by)
  expect(empty.status).toBe(1)
  const id = String(empty.lines.at(-1)?.['id'])
  const started = await cli('fan-out', 'start', id, ...at, '--json')
  expect(started.status).toBe(1)
  expect((await cli('fan-out', 'list', ...at, '--json')).lines).toMatchObject([{ id, files: 0 }])
}, 120_000)

test('T1.126, T1.124: an upload heeds the window’s patterns and warns of another client’s name', async () => {
  await put('src/Statement Northbeam.pdf')
  await put('src/scratch.tmp')
  await writeFile(join(folder, 'profile/settings.json'), JSON.stringify({ ignorePatterns: ['*.tmp'] }))
  const to = ['--portal', 'office', '--space', 'Vertex Training', '--json']
  const sent = await cli('upload', join(folder, 'src'), ...to)
  expect(sent.status).toBe(0)
  expect(sent.lines).toContainEqual({
    ...{ event: 'warning', path: 'src/Statement Northbeam.pdf' },
    ...{ code: 'other-client', space: 'Northbeam Energy' },
  })
  expect(filesOf('Vertex Training')).not.toContain('scratch.tmp')
  expect((await cli('upload', join(folder, 'src'), ...to, '--conflict', 'ask')).status).toBe(2)
  const again = await cli('upload', join(folder, 'src'), ...to, '--conflict', 'skip-same')
  expect(again.lines.at(-1)).toMatchObject({ event: 'summary', done: 0, skipped: 1 })
}, 120_000)
