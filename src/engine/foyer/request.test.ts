import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../core/failure.ts'
import type { UserId } from '../../core/person.ts'
import type { SpaceId } from '../../core/space.ts'
import { systemClock } from '../node/clock.ts'
import { createHttp } from '../node/http.ts'
import { systemRandom } from '../node/random.ts'
import type { Clock, Http, Log } from '../ports.ts'
import type { FoyerClient } from './client.ts'
import { createFoyerClient } from './create.ts'

const key = 'fk_canary_0123456789'
const encodedKey = Buffer.from(`${key}:`).toString('base64')
const space = 's1' as SpaceId
const user = { id: 'u1', email: 'a@b.example', role: 'staff', created_at: '2026-01-01T00:00:00.000Z' }
const message = { id: 'm1', space_id: 's1', user_id: 'u1', content: 'hi', created_at: '2026-01-01T00:00:00Z' }

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let url: string
let http: Http
let handle: Handler
let seen: string[]
let reached: (Failure | undefined)[]
let logged: string[]
/** Waits asked for, in milliseconds; none is really waited. */
let slept: number[]
let now: number

const listening = (log: string[]): Log => {
  const keep = (event: string, fields?: object): void => void log.push(JSON.stringify([event, fields]))
  return { info: keep, warn: keep, error: keep }
}
/** Time passes only by sleeping, so that a test sees every wait and takes none. */
const jumping: Clock = {
  now: () => now,
  sleep: async (ms, signal) => {
    if (signal?.aborted === true) throw new Error('aborted')
    slept.push(ms)
    now += ms
  },
}

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`)
    request.resume().on('end', () => handle(request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  http = createHttp()
})
afterAll(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  seen = []
  reached = []
  logged = []
  slept = []
  now = Date.parse('2026-03-01T12:00:00Z')
})
afterEach(() => {
  // Hardening 18: whatever happened, the key is in no log line.
  expect(logged.join('\n')).not.toContain(key)
  expect(logged.join('\n')).not.toContain(encodedKey)
})

const client = (more: { clock?: Clock; apiUrl?: string; timeoutMs?: number } = {}): FoyerClient =>
  createFoyerClient({
    apiUrl: url,
    key: () => key,
    http,
    clock: jumping,
    random: { ...systemRandom, number: () => 0.5 },
    log: listening(logged),
    reached: (failure) => reached.push(failure),
    timeoutMs: 2_000,
    ...more,
  })

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const text =
  (status: number, body: string, headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body)
/** Answers with each handler in turn, the last one for ever. */
const inTurn = (...handlers: Handler[]): Handler => {
  let at = 0
  return (request, response) => handlers[Math.min(at++, handlers.length - 1)]?.(request, response)
}

describe('a request', () => {
  it('carries the key in the Authorization header only, and a JSON body with every verb but GET', async () => {
    const requests: { headers: IncomingMessage['headers']; raw: string }[] = []
    handle = (request, response) => {
      requests.push({ headers: request.headers, raw: `${request.url ?? ''} ${request.rawHeaders.join(' ')}` })
      json(200, { result: user })(request, response)
    }
    await client().me()
    await client().users.remove('u1' as UserId)
    expect(
      requests.map(({ headers }) => [
        headers.authorization,
        headers['content-type'],
        headers['content-length'],
      ]),
    ).toEqual([
      [`Basic ${encodedKey}`, undefined, undefined],
      [`Basic ${encodedKey}`, 'application/json', '2'],
    ])
    for (const { raw } of requests) expect(raw).not.toContain(key)
  })

  it('escapes what comes from outside in its path', async () => {
    handle = json(200, { result: user })
    await client().users.get('a/../b?c=d#e %' as UserId)
    expect(seen).toEqual(['GET /v1/users/a%2F..%2Fb%3Fc%3Dd%23e%20%25'])
  })

  it.each(['.', '..', ''])('with the id "%s", which would name another endpoint, is not sent', async (id) => {
    expect(await client().users.get(id as UserId)).toMatchObject({ error: { code: 'unknown-id' } })
    expect(seen).toEqual([])
  })

  it('hardening 1: never goes over http to another host, nor to what is no URL', async () => {
    expect(await client({ apiUrl: 'http://portal.example' }).me()).toMatchObject({
      error: { code: 'insecure-url' },
    })
    expect(await client({ apiUrl: 'https://' }).me()).toMatchObject({ error: { code: 'bad-url' } })
  })
})

describe('an answer', () => {
  it.each<[string, Handler, Partial<Failure>]>([
    ['401', json(401, { result: { message: 'Unauthorized' } }), { code: 'key-refused', status: 401 }],
    ['403', json(403, { result: { message: 'No' } }), { code: 'forbidden', status: 403, detail: 'No' }],
    ['404', json(404, { message: 'Gone' }), { code: 'not-found', detail: 'Gone' }],
    [
      '400',
      json(400, { result: { message: 'name: too long' } }),
      { code: 'invalid', detail: 'name: too long' },
    ],
    ['409', json(409, { result: { message: 'exists' } }), { code: 'invalid', status: 409 }],
    ['422 with a page', text(422, '<html>no</html>'), { code: 'invalid', status: 422 }],
    ['500 with no body', text(500, ''), { code: 'server-error', status: 500 }],
    ['302', text(302, '', { location: 'http://127.0.0.1:1/' }), { code: 'redirected', status: 302 }],
    ['304', text(304, ''), { code: 'redirected', status: 304 }],
    ['407', text(407, ''), { code: 'proxy', status: 407 }],
    [
      'fault 20: 200 with a page',
      text(200, '<html>Sign in to Wi-Fi</html>'),
      { code: 'not-json', status: 200 },
    ],
    ['200 with nothing', text(200, ''), { code: 'not-json' }],
    ['200 without an envelope', json(200, user), { code: 'unexpected-answer', detail: 'result' }],
    [
      '200 in another shape',
      json(200, { result: { ...user, created_at: 'whenever' } }),
      { code: 'unexpected-answer', detail: 'result.created_at' },
    ],
    [
      '200 without an id',
      json(200, { result: { email: 'secret@b.example' } }),
      { code: 'unexpected-answer', detail: 'result.id' },
    ],
  ])('%s is a failure of its own kind', async (_what, handler, wanted) => {
    handle = handler
    const result = await client().me()
    if (result.ok) throw new Error('It should have failed')
    expect(result.error).toMatchObject({ about: url.slice('http://'.length), ...wanted })
    expect(result.error.unsure).toBeUndefined()
    expect(JSON.stringify(result.error)).not.toMatch(/secret@|Wi-Fi|whenever|<html/)
  })

  it('that quotes the key back does not bring it into the failure', async () => {
    handle = (request, response) =>
      json(400, { result: { message: `bad header ${request.headers.authorization ?? ''} (${key})` } })(
        request,
        response,
      )
    expect(await client().me()).toMatchObject({ error: { detail: 'bad header Basic [key] ([key])' } })
  })

  it('tells the connection status whether the portal answered', async () => {
    handle = inTurn(
      json(200, { result: user }),
      json(404, {}),
      json(401, {}),
      text(200, '<html>'),
      (request) => request.socket.destroy(),
    )
    const foyer = client()
    for (let count = 0; count < 5; count += 1) await foyer.me()
    expect(reached.slice(0, 5).map((failure) => failure?.code)).toEqual([
      undefined,
      undefined,
      'key-refused',
      'not-json',
      'unreachable',
    ])
    handle = json(500, {})
    reached.length = 0
    await foyer.me()
    expect(reached.map((failure) => failure?.code)).toEqual(Array(5).fill('server-error'))
  })
})

describe('trouble that may pass', () => {
  it('a search is tried five times, with growing waits', async () => {
    handle = json(503, {})
    const result = await client().messages.search(space, { pageSize: 1, pageNumber: 1 })
    expect(result).toMatchObject({ error: { code: 'server-error', status: 503 } })
    expect(seen).toHaveLength(5)
    expect(slept).toEqual([250, 500, 1_000, 2_000])
  })

  it('a search succeeds once the trouble is over', async () => {
    handle = inTurn(
      (request) => request.socket.destroy(),
      text(502, 'bad gateway'),
      json(200, { result: user }),
    )
    expect((await client().me()).ok).toBe(true)
    expect(seen).toHaveLength(3)
  })

  it.each([
    ['seconds', { 'retry-after': '7' }],
    [
      'a date, by the portal’s own clock, which is hours off',
      { 'retry-after': 'Sun, 01 Mar 2026 20:00:07 GMT', date: 'Sun, 01 Mar 2026 20:00:00 GMT' },
    ],
  ])('fault 14: Retry-After in %s holds back every request of the client', async (_form, headers) => {
    handle = inTurn(json(429, {}, headers), json(200, { result: user }))
    const foyer = client()
    const [first, second] = await Promise.all([foyer.me(), foyer.me()])
    expect([first.ok, second.ok]).toEqual([true, true])
    expect(Math.max(...slept)).toBeGreaterThanOrEqual(7_000)
    expect(Math.max(...slept)).toBeLessThan(8_000)
    const third = now
    await foyer.me()
    expect(now).toBe(third)
  })

  it('the one gate is passed by nobody while it is closed', async () => {
    handle = json(429, {}, { 'retry-after': '60' })
    const real = createFoyerClient({
      apiUrl: url,
      key: () => key,
      http,
      clock: systemClock,
      random: systemRandom,
      log: listening(logged),
    })
    const stop = new AbortController()
    const first = real.me({ signal: stop.signal })
    await expect.poll(() => logged.length).toBe(1)
    const others = [real.me({ signal: stop.signal }), real.me({ signal: stop.signal })]
    stop.abort()
    for (const result of await Promise.all([first, ...others])) {
      expect(result).toMatchObject({ error: { code: 'cancelled' } })
    }
    expect(seen).toHaveLength(1)
  })

  it('a deletion whose first answer was lost is done when nothing is found the second time', async () => {
    handle = inTurn((request) => request.socket.destroy(), json(404, {}))
    expect(await client().users.remove('u1' as UserId)).toEqual({ ok: true, value: undefined })
    handle = json(404, {})
    expect(await client().users.remove('u1' as UserId)).toMatchObject({ error: { code: 'not-found' } })
  })
})

describe('rule 1: what creates something', () => {
  const send = () => client({ timeoutMs: 200 }).messages.send(space, { content: 'secret words' })

  it.each<[string, Handler]>([
    ['the connection breaks', (request) => request.socket.destroy()],
    ['no answer comes', () => undefined],
    ['the server fails', json(500, {})],
    ['a gateway fails', text(503, '<html>')],
    ['the answer is a page', text(200, '<html>')],
    ['the answer has another shape', json(200, { result: { id: 'm1' } })],
    [
      'the answer is cut short',
      (_request, response) =>
        response.writeHead(200, { 'content-length': '99' }).write('{"re', () => response.destroy()),
    ],
  ])('is sent once and left in doubt when %s', async (_what, handler) => {
    handle = handler
    const result = await send()
    expect(result).toMatchObject({ ok: false, error: { unsure: true } })
    expect(seen).toHaveLength(1)
    expect(JSON.stringify(result) + logged.join()).not.toContain('secret words')
  })

  it.each<[string, Handler, string]>([
    ['it was refused', json(400, {}), 'invalid'],
    ['the key was refused', json(401, {}), 'key-refused'],
    ['it was sent elsewhere', text(307, '', { location: '/' }), 'redirected'],
  ])('leaves no doubt when %s', async (_what, handler, code) => {
    handle = handler
    const result = await send()
    expect(result).toMatchObject({ error: { code } })
    expect(result.ok || result.error.unsure).toBeUndefined()
  })

  it('is sent again when it certainly took no effect', async () => {
    handle = inTurn(json(429, {}), json(429, {}), json(200, { result: message }))
    expect(await send()).toMatchObject({ ok: true, value: { id: 'm1' } })
    expect(seen).toHaveLength(3)
  })
})
