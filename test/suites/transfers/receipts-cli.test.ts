import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { messagesSaying } from '../../e2e/portal-view.ts'
import { type Portal, startPortal } from '../../portal/server.ts'
import { type Ran, runCommand } from '../command.ts'
import { random, sha256 } from './world.ts'

// The command line as a process of its own, on a real portal; the key is kept in memory, as on a build machine.

const spaceName = 'Harper & Lowe LLP'
let portal: Portal
let folder: string

beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  folder = await mkdtemp(join(tmpdir(), 'foyer-receipts-'))
  expect((await cli(['portals', 'add', 'office', '--url', portal.url], portal.key)).status).toBe(0)
})

afterEach(async () => {
  await portal.close()
  await rm(folder, { recursive: true, force: true })
})

const cli = (words: readonly string[], input = ''): Promise<Ran> =>
  runCommand({ folder, key: portal.key }, words, input)

const at = ['--portal', 'office'] as const

test('T1.105, T1.106: a silent upload tells nobody of each file, and the space once', async () => {
  const root = join(folder, 'Year end')
  await mkdir(root)
  for (const name of ['a.txt', 'b.txt']) await writeFile(join(root, name), random(500))
  const told = portal.state.fileNotices.length
  const sent = await cli(
    ['upload', root, ...at, '--space', spaceName, '--silent', '--message-file', '-', '--json'],
    'Dear all,\n{count} papers are in “{folder}”.\n',
  )
  expect(sent.problems).toContain('memory only')
  expect(sent.status).toBe(0)
  expect(sent.lines.at(-1)).toMatchObject({ event: 'message', state: 'sent' })
  expect(messagesSaying(portal, 'Dear all,\n2 papers are in “Year end”.')).toBe(1)
  expect(portal.state.fileNotices.length).toBe(told)

  expect((await cli(['upload', root, ...at, '--space', spaceName, '--message', ' '])).status).toBe(2)
})

test('T1.107, T1.109: with a failure it waits, and goes with the true number when it is told to', async () => {
  const root = join(folder, 'Year end')
  await mkdir(root)
  await writeFile(join(root, 'a.txt'), random(500))
  await writeFile(join(root, 'bell\u0007.txt'), random(10))
  const words = 'Your papers are here: {count}.'
  const sent = await cli([
    'upload',
    root,
    ...at,
    '--space',
    spaceName,
    '--silent',
    '--message',
    words,
    '--json',
  ])
  expect(sent.status).toBe(1)
  expect(sent.lines.at(-1)).toMatchObject({ event: 'message', state: 'asks' })
  expect(messagesSaying(portal, 'Your papers are here: 1.')).toBe(0)
  const job = String(sent.lines.at(-1)?.['job'])

  const failures = (await cli(['transfers', 'failures', job, ...at, '--json'])).lines
  expect(failures).toMatchObject([{ reason: 'name-refused', count: 1, retryable: false }])
  const said = await cli(['transfers', 'message', job, 'send', ...at])
  expect(said.status).toBe(0)
  expect(messagesSaying(portal, 'Your papers are here: 1.')).toBe(1)
  // Once said it is said.
  expect((await cli(['transfers', 'message', job, 'send', ...at])).status).toBe(0)
  expect(messagesSaying(portal, 'Your papers are here: 1.')).toBe(1)
})

test('T1.100, T1.102, T1.104: receipts are listed, written as CSV, and checked', async () => {
  const root = join(folder, 'Year end')
  await mkdir(root)
  const content = random(70_000)
  await writeFile(join(root, 'scan.pdf'), content)
  const sent = await cli(['upload', root, ...at, '--space', spaceName, '--json'])
  expect(sent.status).toBe(0)
  const job = String(sent.lines.at(-1)?.['job'])
  const [receipt] = (await cli(['transfers', 'receipts', job, ...at, '--json'])).lines
  expect(receipt).toMatchObject({ path: 'Year end/scan.pdf', size: 70_000, sha256: sha256(content) })
  const csv = (await cli(['transfers', 'receipts', ...at, '--csv'])).out
  expect(csv.trim().split(/\r?\n/)).toHaveLength(2)
  expect(csv).toContain(sha256(content))
  const checked = await cli([
    'transfers',
    'receipts',
    '--verify',
    '--noted',
    String(receipt?.['hash']),
    ...at,
  ])
  expect(checked.status).toBe(0)
  expect(checked.out).toContain('1 receipts, unchanged')
  const forgotten = await cli(['transfers', 'receipts', '--verify', '--noted', '0'.repeat(64), ...at])
  expect(forgotten.status).toBe(1)
  expect((await cli(['transfers', 'receipts', 'no-such-job', ...at])).status).toBe(1)
})
