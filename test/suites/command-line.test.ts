import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Portal, startPortal } from '../portal/server.ts'
import { type Ran, runCommand } from './command.ts'

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

const cli = (...words: readonly string[]): Promise<Ran> =>
  runCommand({ folder, key: portal.key }, words, portal.key)

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
  await cli('portals', 'add', 'firm', '--url', portal.url)
  await writeFile(join(folder, 'letter.txt'), 'Dear Ana')
  const [space] = portal.state.spaces.values()
  const sent = await cli(
    ...['upload', join(folder, 'gone.txt'), join(folder, 'letter.txt')],
    ...['--portal', 'firm', '--space', space?.id ?? '', '--json'],
  )
  expect(sent.status).toBe(1)
  expect(sent.lines.filter(({ event }) => event === 'failed')).toMatchObject([
    { path: 'gone.txt', code: 'source-missing' },
  ])
  expect(sent.lines.at(-1)).toMatchObject({ event: 'summary', total: 2, done: 1, failed: 1 })
})

test('O1.33 O1.36: messages are deleted by their ids; another person’s and an unknown one are named, the rest goes', async () => {
  await cli('portals', 'add', 'firm', '--url', portal.url)
  const space = [...portal.state.spaces.values()].find(({ id }) => portal.state.messages(id).size() > 0)
  const spaceId = space?.id ?? ''
  const at = ['--portal', 'firm', '--space', spaceId, '--json']
  const sent = await runCommand({ folder, key: portal.key }, ['send', ...at], 'To be deleted')
  const mine = String(sent.lines.at(-1)?.['id'])
  const log = portal.state.messages(spaceId)
  const me = log.get(mine)?.user_id
  const theirs = [...log.all()].find((message) => message.user_id !== me)?.id ?? ''
  const ran = await cli('messages', 'delete', theirs, 'no-such', mine, ...at)
  expect(ran.status).toBe(1)
  expect(ran.lines).toMatchObject([
    { event: 'failed', id: theirs, code: 'staff-mode' },
    { event: 'failed', id: 'no-such', code: 'not-found' },
    { event: 'done', id: mine, space: spaceId },
  ])
  expect(ran.problems).toContain('Locked: another person’s message.')
  expect([log.get(mine), log.get(theirs)?.id]).toEqual([undefined, theirs])
})

test.each(['messages', 'messages erase x', 'messages delete --space s', 'messages delete x'])(
  '%s says what is missing',
  async (words) => {
    const { status, out, problems } = await cli(...words.split(' '), '--portal', 'firm')
    expect([status, out]).toEqual([2, ''])
    expect(problems).not.toBe('')
  },
)
