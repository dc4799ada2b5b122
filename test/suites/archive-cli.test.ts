import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Portal, startPortal } from '../portal/server.ts'
import { type Ran, runCommand } from './command.ts'

// What the command line reads from the archive: threads, searches in either order, files kept offline.

const spaceName = 'Harper & Lowe LLP'
const at = ['--portal', 'office'] as const
let portal: Portal
let folder: string

const cli = (words: readonly string[], input = ''): Promise<Ran> =>
  runCommand({ folder, key: portal.key }, words, input)

beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  folder = await mkdtemp(join(tmpdir(), 'foyer-archive-cli-'))
  expect((await cli(['portals', 'add', 'office', '--url', portal.url], portal.key)).status).toBe(0)
  expect((await cli(['sync', ...at])).status).toBe(0)
}, 60_000)

afterEach(async () => {
  await portal.close()
  await rm(folder, { recursive: true, force: true })
})

const messagesOf = (name: string): number => {
  const space = [...portal.state.spaces.values()].find((each) => each.name === name)
  return space === undefined ? 0 : portal.state.messages(space.id).size()
}

test(
  'E2.1: a thread is written whole as JSON and as a page, and never over a file',
  { timeout: 60_000 },
  async () => {
    const words = ['thread', ...at, '--space', spaceName]
    const printed = await cli([...words, '--format', 'json'])
    expect(printed.status).toBe(0)
    const thread = JSON.parse(printed.out) as {
      complete: boolean
      space: { name: string }
      messages: object[]
    }
    expect(thread).toMatchObject({ format: 'foyer-thread', complete: true, space: { name: spaceName } })
    expect(thread.messages).toHaveLength(messagesOf(spaceName))

    const to = join(folder, 'thread.html')
    expect((await cli([...words, '--to', to])).status).toBe(0)
    const page = await readFile(to, 'utf8')
    expect(page).toMatch(/^<!doctype html>/i)
    expect(page).not.toMatch(/<script/i)
    const again = await cli([...words, '--to', to])
    expect(again.status).toBe(1)
    expect(again.problems).toContain(to)
    expect(await readFile(to, 'utf8')).toBe(page)
    expect((await cli([...words, '--format', 'pdf'])).status).toBe(2)
  },
)

test('Q1.6: --sort newest lists by date, best by how well they fit', { timeout: 60_000 }, async () => {
  const hits = async (order: string): Promise<{ id: string; at: number }[]> => {
    const words = ['search', 'type:message', 'thank', ...at, '--sort', order, '--limit', '40', '--json']
    const found = await cli(words)
    expect(found.status).toBe(0)
    return found.lines.map((hit) => ({ id: String(hit['messageId']), at: Number(hit['at']) }))
  }
  const newest = await hits('newest')
  const best = await hits('best')
  expect(newest.length).toBeGreaterThan(5)
  expect(newest.map((hit) => hit.at)).toEqual(newest.map((hit) => hit.at).toSorted((a, b) => b - a))
  expect(best.map((hit) => hit.at)).not.toEqual(best.map((hit) => hit.at).toSorted((a, b) => b - a))
  expect((await cli(['search', 'thank', ...at, '--sort', 'loudest'])).status).toBe(2)
})

test(
  'P1.1, P1.9: a file is kept, found, given back without the portal, and let go',
  { timeout: 60_000 },
  async () => {
    const source = join(folder, 'wombats.txt')
    await writeFile(source, 'The wombats of Octember dig at night.')
    expect((await cli(['upload', source, ...at, '--space', spaceName])).status).toBe(0)
    expect((await cli(['sync', ...at])).status).toBe(0)
    const found = await cli(['search', 'wombats', 'type:file', ...at, '--json'])
    const id = String(found.lines[0]?.['fileId'])
    expect((await cli(['pins', 'add', id, ...at, '--space', spaceName])).status).toBe(0)
    await portal.close()

    const listed = await cli(['pins', 'list', ...at, '--json'])
    expect(listed.lines).toMatchObject([{ fileId: id, name: 'wombats.txt', state: 'kept', failure: null }])
    const inside = await cli(['search', 'octember', ...at, '--json'])
    expect(inside.lines).toMatchObject([{ kind: 'file', fileId: id }])
    const to = join(folder, 'back.txt')
    expect((await cli(['pins', 'get', id, '--to', to, ...at])).status).toBe(0)
    expect(await readFile(to)).toEqual(await readFile(source))
    expect((await cli(['pins', 'get', id, '--to', to, ...at])).status).toBe(1)
    expect((await cli(['pins', 'remove', id, ...at])).status).toBe(0)
    expect((await cli(['pins', 'get', id, '--to', join(folder, 'none.txt'), ...at])).status).toBe(1)
    expect((await cli(['pins', 'hug', id, ...at])).status).toBe(2)
  },
)
