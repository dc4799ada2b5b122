import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createNetServer,
  type Server as NetServer,
} from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FailureError } from '../../core/failure.ts'
import type { Http, HttpRequest } from '../ports.ts'
import { createHttp, type HttpOptions } from './http.ts'
import { proxyFromEnvironment } from './proxy-env.ts'
import { systemRandom } from './random.ts'

const tlsFile = (name: string): string =>
  readFileSync(new URL(`../../../test/fixtures/tls/${name}`, import.meta.url), 'utf8')
const cert = tlsFile('self-signed.crt')
const key = tlsFile('self-signed.key')

let closers: (() => Promise<unknown>)[]
beforeEach(() => (closers = []))
afterEach(() => Promise.all(closers.map((close) => close())))

const client = (options: HttpOptions = {}): Http => {
  const http = createHttp(options)
  closers.push(() => http.close())
  return http
}
const listen = async (server: Server | NetServer): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  )
  return (server.address() as AddressInfo).port
}
const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(listener))}/`
const serveTls = (listener: RequestListener): Promise<number> =>
  listen(createTlsServer({ cert, key }, listener))

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 5_000,
  ...more,
})
const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest =>
  get(url, { method: 'POST', body: '{}', ...more })

describe('an answer', () => {
  it('comes with status, lower-case headers and body', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(201, { 'X-Thing': 'one', 'Set-Cookie': ['a=1', 'b=2'] }).end('made')
    })
    const answer = await client().send(post(url))
    if (!answer.ok) throw new Error('no answer')
    expect(answer.value.status).toBe(201)
    expect(answer.value.headers).toMatchObject({ 'x-thing': 'one', 'set-cookie': 'a=1, b=2' })
    const bytes = await answer.value.bytes()
    expect(bytes.ok && new TextDecoder().decode(bytes.value)).toBe('made')
  })

  it('is not followed when it is a redirect (hardening 19)', async () => {
    const seen: (string | undefined)[] = []
    const url = await serve((request, response) => {
      seen.push(request.url)
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const answer = await client().send(get(url, { headers: { authorization: 'Basic x' } }))
    expect(answer.ok && answer.value.status).toBe(302)
    expect(seen).toEqual(['/'])
  })

  it('beyond the limit is refused, not swallowed', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(100_000)))
    const http = client()
    const answer = await http.send(get(url))
    if (!answer.ok) throw new Error('no answer')
    expect(await answer.value.bytes(99_999)).toMatchObject({
      ok: false,
      error: { code: 'unexpected-answer' },
    })
    const again = await http.send(get(url))
    if (!again.ok) throw new Error('no answer')
    expect((await again.value.bytes(100_000)).ok).toBe(true)
  })

  it('streams, and a reader that breaks off closes the connection', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const url = await serve((_request, response) => {
      closed = once(response, 'close')
      response.write(Buffer.alloc(70_000))
    })
    const answer = await client().send(get(url))
    if (!answer.ok) throw new Error('no answer')
    for await (const chunk of answer.value.chunks()) {
      expect(chunk.byteLength).toBeGreaterThan(0)
      break
    }
    await closed
  })

  it('arrives for an upload of eight mebibytes, every byte of it', async () => {
    const url = await serve((request, response) => {
      const hash = createHash('sha256')
      request
        .on('data', (chunk: Buffer) => hash.update(chunk))
        .on('end', () => response.end(hash.digest('hex')))
    })
    const block = systemRandom.bytes(9 * 1024 * 1024).subarray(1_000, 1_000 + 8 * 1024 * 1024)
    const answer = await client().send(get(url, { method: 'PUT', body: block }))
    if (!answer.ok) throw new Error('no answer')
    const bytes = await answer.value.bytes()
    expect(bytes.ok && new TextDecoder().decode(bytes.value)).toBe(
      createHash('sha256').update(block).digest('hex'),
    )
  })
})

/** A server that reads the whole request and then does something to the socket. */
const rude = (
  act: (socket: { write(text: string): unknown; end(): unknown; resetAndDestroy(): unknown }) => void,
) =>
  listen(
    createNetServer((socket) => {
      closers.push(async () => socket.destroy())
      socket.on('error', () => socket.destroy())
      socket.once('data', () => act(socket))
    }),
  ).then((port) => `http://127.0.0.1:${port}/`)

const unusedPort = async (): Promise<number> => {
  const server = createNetServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('what goes wrong on the way', () => {
  it('a refused connection certainly did not arrive', async () => {
    const port = await unusedPort()
    expect(await client().send(post(`http://127.0.0.1:${port}/secret?sig=x`))).toEqual({
      ok: false,
      error: { code: 'unreachable', about: `127.0.0.1:${port}` },
    })
  })

  it('a name nobody knows certainly did not arrive', async () => {
    expect(await client().send(post('https://no-such-host.invalid/'))).toEqual({
      ok: false,
      error: { code: 'unreachable', about: 'no-such-host.invalid' },
    })
  })

  it('a reset after the request leaves a POST in doubt, and a GET not', async () => {
    const url = await rude((socket) => socket.resetAndDestroy())
    expect(await client().send(post(url))).toMatchObject({ error: { code: 'unreachable', unsure: true } })
    const read = await client().send(get(url))
    expect(read).toMatchObject({ error: { code: 'unreachable' } })
    expect(read.ok || read.error.unsure).toBeUndefined()
  })

  it.each([
    ['the time limit for it', { connectMs: 50 }, 5_000],
    ['the request’s own', {}, 50],
  ])(
    'T1.60: a connection that does not open within %s certainly carried nothing',
    async (_whose, options, timeoutMs) => {
      const port = await listen(
        // Takes the connection and never answers the TLS greeting.
        createNetServer((socket) => {
          closers.push(async () => socket.destroy())
          socket.on('error', () => socket.destroy())
        }),
      )
      expect(await client(options).send(post(`https://127.0.0.1:${port}/`, { timeoutMs }))).toEqual({
        ok: false,
        error: { code: 'unreachable', about: `127.0.0.1:${port}` },
      })
    },
  )

  it('a black hole ends at the time limit, in doubt', async () => {
    const url = await rude(() => undefined)
    expect(await client().send(post(url, { timeoutMs: 100 }))).toMatchObject({
      error: { code: 'timed-out', unsure: true },
    })
  })

  it('a body that stalls ends at the time limit', async () => {
    const url = await rude((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'))
    const answer = await client().send(get(url, { timeoutMs: 200 }))
    if (!answer.ok) throw new Error('no answer')
    expect(await answer.value.bytes()).toMatchObject({ error: { code: 'timed-out' } })
  })

  it.each([
    ['is cut short', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'unreachable'],
    [
      'loses its last chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
      'unreachable',
    ],
  ])('a body that %s is a failure, in doubt for a POST', async (_how, text, code) => {
    const url = await rude((socket) => {
      socket.write(text)
      socket.end()
    })
    const answer = await client().send(post(url))
    if (!answer.ok) throw new Error('no answer')
    expect(await answer.value.bytes()).toMatchObject({ error: { code, unsure: true } })
  })

  it('what streams throws the failure', async () => {
    const url = await rude((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')
      socket.end()
    })
    const answer = await client().send(get(url))
    if (!answer.ok) throw new Error('no answer')
    const read = async (): Promise<number> => {
      let length = 0
      for await (const chunk of answer.value.chunks()) length += chunk.byteLength
      return length
    }
    await expect(read()).rejects.toThrow(FailureError)
  })

  it('words that are not HTTP are an unexpected answer', async () => {
    const url = await rude((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(await client().send(get(url))).toMatchObject({ error: { code: 'unexpected-answer' } })
  })

  it('a cancel ends it at once, before the head and within the body', async () => {
    const url = await rude(() => undefined)
    const first = new AbortController()
    const sent = client().send(post(url, { signal: first.signal }))
    first.abort()
    expect(await sent).toMatchObject({ error: { code: 'cancelled' } })

    const slow = await serve((_request, response) => response.write('a'))
    const second = new AbortController()
    const answer = await client().send(get(slow, { signal: second.signal }))
    if (!answer.ok) throw new Error('no answer')
    const bytes = answer.value.bytes()
    second.abort()
    expect(await bytes).toMatchObject({ error: { code: 'cancelled' } })
    expect(await client().send(get(slow, { signal: second.signal }))).toMatchObject({
      error: { code: 'cancelled' },
    })
  })
})

describe('TLS', () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  afterEach(() => {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
  })

  it('a certificate nobody signed is refused, and nothing was sent', async () => {
    const port = await serveTls((_request, response) => response.end('ok'))
    expect(await client().send(post(`https://127.0.0.1:${port}/`))).toEqual({
      ok: false,
      error: { code: 'tls', about: `127.0.0.1:${port}` },
    })
  })

  it('hardening 17: NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    const port = await serveTls((_request, response) => response.end('ok'))
    expect(await client().send(get(`https://127.0.0.1:${port}/`))).toMatchObject({ error: { code: 'tls' } })
  })

  it('a company’s own authority can be trusted besides the usual ones', async () => {
    const port = await serveTls((_request, response) => response.end('ok'))
    const answer = await client({ ca: cert }).send(get(`https://127.0.0.1:${port}/`))
    expect(answer.ok && answer.value.status).toBe(200)
  })

  it('a trusted certificate for another name is refused', async () => {
    const port = await serveTls((_request, response) => response.end('ok'))
    expect(await client({ ca: cert }).send(get(`https://[::ffff:127.0.0.1]:${port}/`))).toMatchObject({
      error: { code: 'tls' },
    })
  })

  it('a server that speaks plain HTTP on the TLS port is a TLS failure', async () => {
    const port = await listen(createServer((_request, response) => response.end('ok')))
    expect(await client().send(get(`https://127.0.0.1:${port}/`))).toMatchObject({ error: { code: 'tls' } })
  })
})

describe('a proxy', () => {
  const proxy = async (status: number, target?: number): Promise<string> => {
    const server = createServer((_request, response) => response.writeHead(500).end())
    server.on('connect', (_request, socket) => {
      closers.push(async () => socket.destroy())
      socket.on('error', () => socket.destroy())
      socket.write(`HTTP/1.1 ${status} x\r\n\r\n`)
      if (target === undefined) return
      const onward = connect(target, '127.0.0.1')
      onward.on('error', () => socket.destroy())
      closers.push(async () => onward.destroy())
      socket.pipe(onward).pipe(socket)
    })
    return `http://user:proxy-password@127.0.0.1:${await listen(server)}`
  }

  it('is used where the system names one, with the certificate still checked against the portal', async () => {
    const port = await serveTls((request, response) => response.end(request.headers.host))
    const uri = await proxy(200, port)
    const http = client({ ca: cert, proxyFor: async () => uri })
    const answer = await http.send(get('https://portal.test/'))
    if (!answer.ok) throw new Error(`no answer: ${answer.error.code}`)
    const bytes = await answer.value.bytes()
    expect(bytes.ok && new TextDecoder().decode(bytes.value)).toBe('portal.test')
    expect(await http.send(get('https://other.test/'))).toMatchObject({ error: { code: 'tls' } })
  })

  it.each([407, 403, 502])('that answers %i is a proxy failure, nothing was sent', async (status) => {
    const uri = await proxy(status)
    const answer = await client({ proxyFor: async () => uri }).send(post('https://portal.test/'))
    expect(answer).toEqual({ ok: false, error: { code: 'proxy', about: 'portal.test' } })
  })

  it('that is not there, or is no proxy’s address, is a proxy failure', async () => {
    const port = await unusedPort()
    const gone = client({ proxyFor: async () => `http://127.0.0.1:${port}` })
    expect(await gone.send(post('https://portal.test/'))).toMatchObject({ error: { code: 'proxy' } })
    const wrong = client({ proxyFor: async () => 'not an address' })
    expect(await wrong.send(post('https://portal.test/'))).toMatchObject({ error: { code: 'proxy' } })
  })

  it('is never used for loopback', async () => {
    const url = await serve((_request, response) => response.end('direct'))
    const answer = await client({ proxyFor: async () => 'http://127.0.0.1:1' }).send(get(url))
    expect(answer.ok && answer.value.status).toBe(200)
  })

  it.each([
    [{ HTTPS_PROXY: 'http://p:1' }, 'https://a.test/', 'http://p:1'],
    [{ https_proxy: 'p:1' }, 'https://a.test/', 'http://p:1'],
    [{ HTTP_PROXY: 'http://p:1' }, 'https://a.test/', undefined],
    [{ ALL_PROXY: 'socks5://p:1' }, 'https://a.test/', 'socks5://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.test' }, 'https://a.test/', undefined],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '.test' }, 'https://b.a.test/', undefined],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.test:8443' }, 'https://a.test/', 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'x, a.test:443' }, 'https://a.test/', undefined],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ba.test' }, 'https://a.test/', 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 'https://a.test/', undefined],
    [{ HTTPS_PROXY: 'http://p:1' }, 'https://127.0.0.1:5/', undefined],
    [{}, 'https://a.test/', undefined],
  ])('of the environment %o for %s is %s', (environment, url, wanted) => {
    expect(proxyFromEnvironment(environment)(url)).toBe(wanted)
  })
})
