import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageId } from '../../core/message.ts'
import type { SpaceId } from '../../core/space.ts'
import { systemClock } from '../node/clock.ts'
import { createHttp } from '../node/http.ts'
import { systemRandom } from '../node/random.ts'
import type { Http } from '../ports.ts'
import type { FoyerClient } from './client.ts'
import { createFoyerClient } from './create.ts'

const space = 's1' as SpaceId
const user = { id: 'u1', email: 'a@b.example', role: 'staff', created_at: '2026-01-01T00:00:00.000Z' }
const message = { id: 'm1', space_id: 's1', user_id: 'u1', content: 'hi', created_at: '2026-01-01T00:00:00Z' }

let server: Server
let http: Http
/** What the portal answers. */
let answer: unknown

beforeAll(async () => {
  server = createServer((request, response) => {
    const answered = JSON.stringify({ result: answer })
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answered))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  http = createHttp()
})
afterAll(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})

const quiet = () => undefined
const client = (): FoyerClient =>
  createFoyerClient({
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: () => 'fk_0123456789',
    ...{ http, clock: systemClock, random: systemRandom },
    log: { info: quiet, warn: quiet, error: quiet },
  })

describe('what the portal may write in several ways', () => {
  it.each<[string, unknown, string]>([
    ['text', 'plain', 'plain'],
    ['an object of the web chat', { blocks: [{ text: 'hi' }] }, '{"blocks":[{"text":"hi"}]}'],
    ['a list', ['a', 1], '["a",1]'],
    ['nothing', null, ''],
  ])('a message’s content as %s', async (_form, content, wanted) => {
    answer = { ...message, content, extra: 1 }
    expect(await client().messages.get(space, 'm1' as MessageId)).toEqual({
      ok: true,
      value: {
        id: 'm1',
        spaceId: 's1',
        userId: 'u1',
        content: wanted,
        createdAt: Date.parse('2026-01-01T00:00:00Z'),
      },
    })
  })

  it.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['2026-01-02T03:04:05.678+02:00', '2026-01-02T01:04:05.678Z'],
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05Z'],
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05Z'],
    ['2026-01-02 03:04:05+00', '2026-01-02T03:04:05Z'],
    ['2026-01-02', '2026-01-02T00:00:00Z'],
  ])('a time as %s', async (written, wanted) => {
    answer = { ...user, created_at: written }
    expect(await client().me()).toMatchObject({ ok: true, value: { createdAt: Date.parse(wanted) } })
  })

  it('an unknown role, absent names and an unknown field', async () => {
    answer = { ...user, role: 'auditor', avatar: '', secret_field: 1 }
    expect(await client().me()).toEqual({
      ok: true,
      value: {
        id: 'u1',
        email: 'a@b.example',
        role: 'auditor',
        firstName: null,
        lastName: null,
        phoneNumber: null,
        avatar: null,
        createdAt: Date.parse(user.created_at),
        updatedAt: Date.parse(user.created_at),
      },
    })
  })

  it('a file’s size as text, and a folder without one', async () => {
    const file = { id: 'f', space_id: 's1', name: 'a', created_at: user.created_at }
    answer = {
      count: 2,
      results: [
        { ...file, is_folder: true },
        { ...file, size: '5368709120', is_folder: false, parent_id: null, blob: 'b' },
      ],
    }
    const page = await client().files.search(space, { parentId: null, pageSize: 2, pageNumber: 1 })
    expect(
      page.ok &&
        page.value.results.map(({ isFolder, size, parentId, blob }) => [isFolder, size, parentId, blob]),
    ).toEqual([
      [true, 0, null, null],
      [false, 5_368_709_120, null, 'b'],
    ])
  })
})
