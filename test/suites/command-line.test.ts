import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Portal, startPortal } from '../portal/server.ts'

const program = resolve(import.meta.dirname, '../../src/main/cli.ts')

let portal: Portal
let folder: string

beforeEach(async () => {
  portal = await startPortal({ fixture: 'small' })
  folder = await mkdtemp(join(tmpdir(), 'foyer-command-line-'))
})

afterEach(async () => {
  await portal.close()
  await rm(folder, { recursive: true, force: true })
})

const cli = (
  ...words: readonly string[]
): Promise<{ status: number | null; out: string; problems: string }> =>
  new Promise((done, reject) => {
    const env = { ...process.env, FOYER_KEYCHAIN: 'memory', FOYER_API_KEY: portal.key }
    const child = spawn(process.execPath, [program, ...words], { env })
    let out = ''
    let problems = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', (status) => done({ status, out, problems }))
    child.stdin.end(portal.key)
  })

test.each(['--help', 'help', 'upload --help'])('%s shows every command', async (words) => {
  const { status, out } = await cli(...words.split(' '))
  expect([status, out.includes('foyer-desktop upload PATH…')]).toEqual([0, true])
})

test.each(['uplaod', 'constructor'])('%s is no command, and says so', async (word) => {
  const { status, out, problems } = await cli(word)
  expect([status, out]).toEqual([2, ''])
  expect(problems).toContain(`There is no command called ${word}.`)
})

test('T1.24: a file that is not there is named and counted once, and the others arrive', async () => {
  const profile = ['--user-data-dir', join(folder, 'profile')]
  await cli('portals', 'add', 'firm', '--url', portal.url, ...profile)
  await writeFile(join(folder, 'letter.txt'), 'Dear Ana')
  const [space] = portal.state.spaces.values()
  const sent = await cli(
    ...['upload', join(folder, 'gone.txt'), join(folder, 'letter.txt')],
    ...['--portal', 'firm', '--space', space?.id ?? '', '--json', ...profile],
  )
  const lines = sent.out.split('\n').filter((line) => line.startsWith('{'))
  const told = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  expect(sent.status).toBe(1)
  expect(told.filter(({ event }) => event === 'failed')).toMatchObject([
    { path: 'gone.txt', code: 'source-missing' },
  ])
  expect(told.at(-1)).toMatchObject({ event: 'summary', total: 2, done: 1, failed: 1 })
})
