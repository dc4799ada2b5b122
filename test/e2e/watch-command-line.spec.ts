import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { createDesk, type Desk, repository } from './desktop.ts'

// Comparing and watching without a window, with the real keyring.

const place = ['--portal', 'office', '--space', 'Harper & Lowe LLP', '--folder', 'Scans']

let portal: Portal
let desk: Desk

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  desk = await createDesk()
})

test.afterEach(async () => {
  await portal.close()
  await desk.remove()
})

type Running = {
  /** Everything written to standard output so far. */
  readonly out: () => string
  readonly ended: Promise<number | null>
  interrupt(): void
}

const start = (words: readonly string[], input = ''): Running => {
  const child = spawn(
    process.execPath,
    [join(repository, 'src/main/cli.ts'), ...words, '--user-data-dir', desk.profile],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
  child.stdin.end(input)
  const ended = once(child, 'close').then(([status]) => status as number | null)
  return { out: () => out, ended, interrupt: () => void child.kill('SIGINT') }
}

const cli = async (...words: readonly string[]): Promise<{ status: number | null; out: string }> => {
  const running = start(words)
  return { status: await running.ended, out: running.out() }
}

const lines = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('T1.45, T1.48: compare names the difference, --send sends it, and then there is none', async () => {
  expect(await start(['portals', 'add', 'office', '--url', portal.url], portal.key).ended).toBe(0)
  const folder = join(desk.folder, 'scans')
  await mkdir(join(folder, 'March'), { recursive: true })
  await writeFile(join(folder, 'a.pdf'), randomBytes(1000))
  await writeFile(join(folder, 'March', 'b.pdf'), randomBytes(2000))
  expect((await cli('upload', join(folder, 'a.pdf'), ...place)).status).toBe(0)

  const first = await cli('compare', folder, ...place, '--json')
  expect(first.status).toBe(1)
  expect(
    lines(first.out).filter(({ event, isFolder }) => event === 'entry' && isFolder === false),
  ).toMatchObject([{ path: 'March/b.pdf', state: 'only-here', here: 2000 }])
  const sent = await cli('compare', folder, ...place, '--send', '--json')
  expect(sent.status).toBe(0)
  expect(lines(sent.out).at(-1)).toMatchObject({ event: 'summary', total: 1, done: 1 })
  const last = await cli('compare', folder, ...place, '--content')
  expect(last.status).toBe(0)
  expect(last.out).toContain('2 the same')
})

test('W1.1, W1.13: watch add, run until interrupted, list, remove', async () => {
  expect(await start(['portals', 'add', 'office', '--url', portal.url], portal.key).ended).toBe(0)
  const folder = join(desk.folder, 'scanner')
  await mkdir(folder)
  await writeFile(join(folder, 'there.pdf'), randomBytes(500))
  const added = await cli('watch', 'add', folder, ...place, '--existing')
  expect(added.status).toBe(0)

  const running = start(['watch', 'run', '--portal', 'office', '--json'])
  const outcomes = (): readonly unknown[] =>
    lines(running.out())
      .filter(({ event }) => event === 'sent')
      .map(({ path }) => path)
  await expect.poll(outcomes, { timeout: 30_000 }).toEqual(['there.pdf'])
  await writeFile(join(folder, 'new.pdf'), randomBytes(700))
  await expect.poll(outcomes, { timeout: 30_000 }).toEqual(['there.pdf', 'new.pdf'])
  running.interrupt()
  expect(await running.ended).toBe(0)

  const listed = await cli('watch', 'list', '--portal', 'office', '--json')
  expect(lines(listed.out)).toMatchObject([{ id: added.out.trim(), state: 'on', sent: 2, failed: 0 }])
  expect((await cli('watch', 'remove', added.out.trim(), '--portal', 'office')).status).toBe(0)
  expect((await cli('watch', 'list', '--portal', 'office')).out).toBe('')
})
