import { execFile, spawn } from 'node:child_process'
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { filesHolding } from './canary.ts'
import { type Desk, repository } from './desktop.ts'
import { useOffice } from './office.ts'
import { messagesSaying } from './portal-view.ts'
import { fingerprints, writeLargeFile, writeNestedFiles } from './trees.ts'

// The main job by command line, with the real keyring: the same engine, no window.

const spaceName = 'Harper & Lowe LLP'
const run = promisify(execFile)

let portal: Portal
let desk: Desk

useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

type Ended = { readonly status: number | null; readonly out: string; readonly problems: string }

const cli = (
  words: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(repository, 'src/main/cli.ts'), ...words, '--user-data-dir', desk.profile],
      { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] },
    )
    let out = ''
    let problems = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, out, problems }))
    child.stdin.end(input)
  })

const lines = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const add = async (): Promise<void> => {
  const added = await cli(['portals', 'add', 'office', '--url', portal.url], portal.key)
  expect(added.problems).toBe('')
  expect(added.status).toBe(0)
}

test('uploads a folder and downloads it to another place: diff -r is silent', async () => {
  const root = join(desk.folder, 'Year end')
  await mkdir(root)
  await writeNestedFiles(root, 300)
  await writeLargeFile(join(root, 'scans.zip'), 40)
  await add()

  const uploaded = await cli([
    'upload',
    root,
    '--portal',
    'office',
    '--space',
    spaceName,
    '--folder',
    'Inbox/2026',
    '--json',
  ])
  expect(uploaded.problems).toBe('')
  expect(uploaded.status).toBe(0)
  const events = lines(uploaded.out)
  expect(events.at(-1)).toMatchObject({ event: 'summary', total: 301, done: 301, failed: 0 })
  expect(events.filter((event) => event['event'] === 'done')).toHaveLength(301)

  const to = join(desk.folder, 'back')
  const downloaded = await cli([
    'download',
    '--portal',
    'office',
    '--space',
    spaceName,
    '--folder',
    'Inbox/2026',
    '--to',
    to,
  ])
  expect(downloaded.problems).toBe('')
  expect(downloaded.status).toBe(0)
  const { stdout } = await run('diff', ['-r', root, join(to, 'Year end')])
  expect(stdout).toBe('')
  expect(await fingerprints(join(to, 'Year end'))).toEqual(await fingerprints(root))

  // The same again with --conflict skip sends nothing.
  const again = await cli([
    'upload',
    root,
    '--portal',
    'office',
    '--space',
    spaceName,
    '--folder',
    'Inbox/2026',
    '--conflict',
    'skip',
    '--json',
  ])
  expect(again.status).toBe(0)
  expect(lines(again.out).at(-1)).toMatchObject({ event: 'summary', done: 0, skipped: 301, failed: 0 })

  expect(await filesHolding(desk.profile, portal.key)).toEqual([])
})

test('exports a space, proves it, and finds a byte that was altered', async () => {
  await add()
  const to = join(desk.folder, 'export')
  const words = ['export', '--portal', 'office', '--space', spaceName, '--to', to]
  const exported = await cli([...words, '--json'])
  expect(exported.problems).toBe('')
  expect(exported.status).toBe(0)
  expect(lines(exported.out).at(-1)).toMatchObject({ event: 'summary', failed: 0, state: 'done' })
  const proved = await cli(['export', '--verify', to, '--json'])
  expect(proved.status).toBe(0)
  expect(lines(proved.out).at(-1)).toMatchObject({
    ...{ event: 'summary', missing: 0, changed: 0, extra: 0, complete: true },
    space: { name: spaceName },
  })

  await appendFile(join(to, 'messages.html'), ' ')
  const altered = await cli(['export', '--verify', to])
  expect(altered.status).toBe(1)
  expect(altered.problems).toContain('messages.html: is not what was exported')

  // What is there already is neither touched nor mixed with.
  const again = await cli(words)
  expect(again.status).toBe(1)
  expect(again.problems).toContain('has something in it already')
  expect((await cli(['export', '--to', to, '--portal', 'office'])).status).toBe(2)
  expect(await filesHolding(to, portal.key)).toEqual([])
  expect(await filesHolding(to, 'sig=')).toEqual([])
})

test('syncs, lists spaces, finds a message and sends one', async () => {
  await add()
  const spaces = await cli(['spaces', '--portal', 'office', '--json'])
  expect(lines(spaces.out)).toHaveLength(40)
  const synced = await cli(['sync', '--portal', 'office', '--json'])
  expect(synced.status).toBe(0)
  expect(lines(synced.out).at(-1)).toMatchObject({ event: 'summary', done: 40 })

  const words = 'A sentence with Kräuterlikör in it, from the command line.'
  const sent = await cli(['send', '--portal', 'office', '--space', spaceName, '--json'], `${words}\n`)
  expect(sent.problems).toBe('')
  expect(sent.status).toBe(0)
  expect(messagesSaying(portal, words)).toBe(1)

  const found = await cli(['search', 'krauterlikor', '--portal', 'office', '--json'])
  expect(lines(found.out)[0]).toMatchObject({ kind: 'message', spaceName })
})

test('says what is wrong and what to do: usage is 2, a failure 1, and each is named', async () => {
  await add()
  expect((await cli(['frobnicate'])).status).toBe(2)
  expect((await cli(['upload', '--portal', 'office'])).status).toBe(2)
  expect((await cli(['spaces', '--no-such-flag'])).status).toBe(2)

  const unknown = await cli(['send', '--portal', 'office', '--space', 'Nobody at all'], 'Hello')
  expect(unknown.status).toBe(1)
  expect(unknown.problems).toContain('Nobody at all')

  const wrongKey = await cli(['portals', 'add', 'other', '--url', portal.url], 'not-the-key')
  expect(wrongKey.status).toBe(1)
  expect(wrongKey.problems).toContain('does not accept this API key')
  expect(wrongKey.problems).not.toContain('not-the-key')

  const insecure = await cli(['portals', 'add', 'other', '--url', 'http://portal.example'], 'some-key')
  expect(insecure.status).toBe(1)
  expect(insecure.problems).toContain('https')

  const missing = await cli([
    'upload',
    join(desk.folder, 'nowhere'),
    '--portal',
    'office',
    '--space',
    spaceName,
  ])
  expect(missing.status).toBe(1)
  expect(missing.problems).toContain('nowhere')
})

test('serves a machine without a keyring from memory, and says so', async () => {
  const env = { FOYER_KEYCHAIN: 'memory', FOYER_API_KEY: portal.key }
  const added = await cli(['portals', 'add', 'memory', '--url', portal.url], portal.key, env)
  expect(added.status).toBe(0)
  expect(added.problems).toContain('memory only')
  const sent = await cli(['send', '--portal', 'memory', '--space', spaceName], 'From a build machine.', env)
  expect(sent.status).toBe(0)
  expect(messagesSaying(portal, 'From a build machine.')).toBe(1)
  expect(await filesHolding(desk.profile, portal.key)).toEqual([])
})
