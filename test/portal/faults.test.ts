import { createHash } from 'node:crypto'

import { ContainerClient } from '@azure/storage-blob'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { basic, control, createCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import { routeMatcher } from './faults.ts'
import type { LogEntry } from './request-log.ts'
import { startPortal } from './server.ts'
import type { Portal } from './server.ts'

describe('faults on demand', () => {
  let portal: Portal
  let call: Caller
  let space: string
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small' })
    call = createCaller(portal)
    space = [...portal.state.spaces.keys()][0] ?? ''
  })
  afterAll(() => portal.close())
  afterEach(async () => {
    await control(portal, 'DELETE', '/faults')
  })

  const send = (content: string) => call('POST', `/spaces/${space}/messages`, { content })
  const stored = (content: string) =>
    [...portal.state.messages(space).all()].filter((message) => message.content === content).length
  const blobs = async () => {
    const { url } = (await call('GET', `/spaces/${space}/sas`)).result as { url: string }
    return new ContainerClient(url, undefined, { retryOptions: { maxTries: 1 } })
  }

  it('answer a status with headers, for as many requests as asked', async () => {
    await control(portal, 'POST', '/faults', {
      route: 'GET /v1/me',
      count: 2,
      status: 429,
      headers: { 'retry-after': '3' },
    })
    const first = await call('GET', '/me')
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3'])
    expect((await call('GET', '/me')).status).toBe(429)
    expect((await call('GET', '/me')).status).toBe(200)
  })

  it('answer a captive portal’s page with 200', async () => {
    portal.faults.add({
      route: '/v1/*',
      count: 1,
      status: 200,
      contentType: 'text/html',
      body: '<html>Log in</html>',
    })
    const response = await fetch(`${portal.url}/v1/me`, { headers: { authorization: basic(portal.key) } })
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/html',
      '<html>Log in</html>',
    ])
  })

  it('lose the reply of a message that was stored', async () => {
    portal.faults.add({ route: 'POST /v1/spaces/:id/messages', count: 1, lostReply: true })
    await expect(send('lost reply')).rejects.toThrow()
    expect(stored('lost reply')).toBe(1)
  })

  it('cut the connection before anything is stored', async () => {
    portal.faults.add({ route: 'POST /v1/spaces/:id/messages', count: 1, cut: 'before' })
    await expect(send('cut before')).rejects.toThrow()
    expect(stored('cut before')).toBe(0)
  })

  it('cut the connection half-way through the reply', async () => {
    portal.faults.add({ route: 'GET /v1/me', count: 1, cut: 'middle' })
    await expect(call('GET', '/me')).rejects.toThrow()
  })

  it('answer an error and store the message later all the same', async () => {
    portal.faults.add({ route: 'POST /v1/spaces/:id/messages', count: 1, status: 504, commitLateMs: 200 })
    expect((await send('late')).status).toBe(504)
    expect(stored('late')).toBe(0)
    await expect.poll(() => stored('late')).toBe(1)
    expect(portal.log.entries().some(({ late }) => late)).toBe(true)
  })

  it('store a file later that was looked at when it was asked for', async () => {
    const container = await blobs()
    await container.getBlockBlobClient('late').uploadData(Buffer.from('late'))
    const names = () => [...portal.state.files(space).all()].map(({ name }) => name)
    const register = (blob: string) =>
      call('POST', `/spaces/${space}/files`, { name: `${blob}.txt`, size: 4, blob })
    portal.log.clear()
    portal.faults.add({ route: 'POST /v1/spaces/:id/files', count: 2, status: 504, commitLateMs: 3_000 })
    expect((await register('late')).status).toBe(504)
    expect((await register('later')).status).toBe(504)
    // What becomes of the blobs meanwhile changes nothing.
    await container.deleteBlob('late')
    await container.getBlockBlobClient('later').uploadData(Buffer.from('late'))
    expect(names()).not.toContain('late.txt')
    await expect.poll(names, { timeout: 60_000 }).toContain('late.txt')
    expect(names()).not.toContain('later.txt')
    expect(portal.log.entries().filter((entry) => entry.late)).toHaveLength(1)
  })

  it('never answer a black hole’s request', async () => {
    portal.faults.add({ route: 'GET /v1/me', count: 1, hang: true })
    const asked = fetch(`${portal.url}/v1/me`, {
      headers: { authorization: basic(portal.key) },
      signal: AbortSignal.timeout(100),
    })
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('handle a delayed request even when its client has hung up', async () => {
    portal.faults.add({ route: 'POST /v1/spaces/:id/messages', count: 1, delayMs: 300 })
    const asked = fetch(`${portal.url}/v1/spaces/${space}/messages`, {
      method: 'POST',
      headers: { authorization: basic(portal.key) },
      body: JSON.stringify({ content: 'hung up' }),
      signal: AbortSignal.timeout(100),
    })
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(stored('hung up')).toBe(0)
    await expect.poll(() => stored('hung up')).toBe(1)
  })

  it('strike the blob service: a status, a cut, a lost reply of a blob that was stored', async () => {
    const container = await blobs()
    const put = (name: string) => container.getBlockBlobClient(name).upload('text', 4)
    portal.faults.add({ blob: true, route: 'PUT /*', count: 1, status: 503 })
    await expect(put('busy')).rejects.toMatchObject({ statusCode: 503, code: 'ServerBusy' })
    portal.faults.add({ blob: true, route: 'PUT /*', count: 1, cut: 'before' })
    await expect(put('cut')).rejects.toThrow()
    portal.faults.add({ blob: true, route: 'PUT /*', count: 1, lostReply: true })
    await expect(put('lost')).rejects.toThrow()
    expect(await container.getBlobClient('cut').exists()).toBe(false)
    expect(await container.getBlobClient('lost').exists()).toBe(true)
    portal.faults.add({ blob: true, route: 'GET /*', count: 1, cut: 'middle' })
    await expect(
      container.getBlobClient('lost').downloadToBuffer(0, undefined, { maxRetryRequestsPerBlock: 0 }),
    ).rejects.toThrow()
  })

  it('spoil bytes on the way: the service refuses what does not match its MD5, a download differs', async () => {
    const container = await blobs()
    const text = 'x'.repeat(1000)
    const md5 = createHash('md5').update(text).digest()
    const stage = () =>
      container
        .getBlockBlobClient('spoilt')
        .stageBlock(btoa('0000'), text, 1000, { transactionalContentMD5: md5 })
    portal.faults.add({ blob: true, route: 'PUT /*', count: 1, flip: 'request' })
    // Azure's code is Md5Mismatch; Azurite says InvalidOperation.
    await expect(stage()).rejects.toMatchObject({ statusCode: 400 })
    await stage()
    portal.faults.add({ blob: true, route: 'PUT /*', count: 1, cut: 'body' })
    await expect(stage()).rejects.toThrow()
    await container.getBlockBlobClient('good').upload(text, 1000)
    portal.faults.add({ blob: true, route: 'GET /*', count: 1, flip: 'reply' })
    const differs = await container.getBlobClient('good').downloadToBuffer()
    expect(differs.length).toBe(1000)
    expect(differs.toString()).not.toBe(text)
    portal.faults.add({ blob: true, route: 'HEAD /*', count: 1, withoutHeaders: ['content-md5'] })
    expect((await container.getBlobClient('good').getProperties()).contentMD5).toBeUndefined()
    expect((await container.getBlobClient('good').getProperties()).contentMD5).toBeDefined()
  })

  it('can leave letters out of the next tokens', async () => {
    await control(portal, 'POST', '/sas', { permissions: 'cw' })
    const container = await blobs()
    await container.getBlockBlobClient('write-only').upload('text', 4)
    await expect(container.getBlobClient('write-only').downloadToBuffer()).rejects.toMatchObject({
      statusCode: 403,
    })
    await control(portal, 'POST', '/sas', { permissions: 'racwd' })
  })

  it('are matched by pattern, by prefix and by regular expression', () => {
    expect(routeMatcher('POST /v1/spaces/:id/messages')('POST', '/v1/spaces/1/messages')).toBe(true)
    expect(routeMatcher('POST /v1/spaces/:id/messages')('POST', '/v1/spaces/1/messages/search')).toBe(false)
    expect(routeMatcher('POST /v1/spaces/:id/messages')('GET', '/v1/spaces/1/messages')).toBe(false)
    expect(routeMatcher('/v1/spaces/*')('GET', '/v1/spaces/1/sas')).toBe(true)
    expect(routeMatcher('^(GET|POST) /v1/(me|apps)$')('GET', '/v1/apps')).toBe(true)
  })

  it('are refused when misspelt', async () => {
    expect(await control(portal, 'POST', '/faults', { rout: 'GET /v1/me' })).toMatchObject({
      result: { message: /rout/ },
    })
  })
})

describe('the control routes', () => {
  let portal: Portal
  let call: Caller
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small', blobs: 'discard' })
    call = createCaller(portal)
  })
  afterAll(() => portal.close())

  it('log every request with its route and status, and never the key or a signature', async () => {
    const space = [...portal.state.spaces.keys()][0] ?? ''
    await control(portal, 'DELETE', '/log')
    await call('GET', `/spaces/${space}`)
    await fetch(`${portal.url}/v1/me`)
    const { url } = (await call('GET', `/spaces/${space}/sas`)).result as { url: string }
    await new ContainerClient(url).getBlockBlobClient('logged').upload('text', 4)
    const { requests } = (await control(portal, 'GET', '/log')) as { requests: LogEntry[] }
    expect(
      requests.map(({ service, method, route, status, authorised }) => [
        service,
        method,
        route,
        status,
        authorised,
      ]),
    ).toEqual([
      ['api', 'GET', '/v1/spaces/:id', 200, true],
      ['api', 'GET', '/v1/me', 401, false],
      ['api', 'GET', '/v1/spaces/:id/sas', 200, true],
      ['blob', 'PUT', `/devstoreaccount1/${space}/logged`, 201, true],
    ])
    expect(requests[3]?.bodyBytes).toBe(4)
    const text = JSON.stringify(requests)
    expect(text).not.toContain(portal.key)
    expect(text).not.toContain(encodeURIComponent(new URL(url).searchParams.get('sig') ?? ''))
  })

  it('count, and show everything when asked', async () => {
    expect(await control(portal, 'GET', '/state')).toMatchObject({
      spaces: 3,
      users: 6,
      messages: 30,
      files: 20,
      folders: 2,
    })
    const full = (await control(portal, 'GET', '/state?full=1')) as {
      messages: unknown[]
      files: { path: string }[]
    }
    expect(full.messages).toHaveLength(30)
    expect(full.files.map(({ path }) => path)).toContain('Accounts/Trial balance.xlsx')
  })

  it('let others write: messages come in from a client, and any call is made as anybody', async () => {
    const harper = [...portal.state.spaces.values()].find(({ name }) => name.startsWith('Harper'))
    const grace = [...portal.state.users.values()].find(({ first_name }) => first_name === 'Grace')
    const answer = await control(portal, 'POST', '/messages', {
      space_id: harper?.id,
      content: 'Ping',
      count: 3,
    })
    expect(answer).toMatchObject({
      messages: [{ user_id: grace?.id, content: 'Ping 1' }, {}, { content: 'Ping 3' }],
    })
    const acted = await control(portal, 'POST', '/act', {
      user_id: grace?.id,
      method: 'POST',
      path: `/v1/spaces/${harper?.id ?? ''}/messages`,
      body: { content: 'As Grace' },
    })
    expect(acted).toMatchObject({ result: { user_id: grace?.id, content: 'As Grace' } })
    const { results } = (await call('POST', `/spaces/${harper?.id ?? ''}/messages/search`, { page_size: 4 }))
      .result as {
      results: { content: string }[]
    }
    expect(results.map(({ content }) => content)).toEqual(['As Grace', 'Ping 3', 'Ping 2', 'Ping 1'])
  })

  it('set the clock of dates and timestamps, which never run backwards', async () => {
    const space = [...portal.state.spaces.keys()][0] ?? ''
    await control(portal, 'POST', '/clock', { skewMs: -3_600_000 })
    const sent = await call('POST', `/spaces/${space}/messages`, { content: 'an hour ago' })
    const date = Date.parse(sent.headers.get('date') ?? '')
    expect(Math.abs(date - Date.now() + 3_600_000)).toBeLessThan(60_000)
    const newest = portal.state.messages(space).page({ skip: 0, take: 2, direction: 'desc' })
    expect(newest[0]?.content).toBe('an hour ago')
    expect((newest[0]?.created_at ?? '') > (newest[1]?.created_at ?? '')).toBe(true)
    await control(portal, 'POST', '/clock', { skewMs: 0 })
  })
})
