import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { basic, control, createCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import { startPortal } from './server.ts'
import type { Portal } from './server.ts'

describe('the envelope and the key', () => {
  let portal: Portal
  let call: Caller
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'empty', blobs: 'discard' })
    call = createCaller(portal)
  })
  afterAll(() => portal.close())

  it('answers who the key acts as, inside "result"', async () => {
    const me = await call('GET', '/me')
    expect(me.status).toBe(200)
    expect(me.headers.get('content-type')).toContain('application/json')
    expect(me.result).toMatchObject({ email: 'hannah.cole@hartwellcole.example', role: 'admin' })
  })

  it.each([
    ['no header', undefined],
    ['another key', basic('fk_wrong')],
    ['a password after the key', () => `Basic ${Buffer.from(`${portal.key}:secret`).toString('base64')}`],
    ['a bearer token', () => `Bearer ${portal.key}`],
  ])('refuses %s with 401 and a message', async (_what, header) => {
    const authorization = typeof header === 'function' ? header() : header
    const response = await fetch(`${portal.url}/v1/me`, {
      headers: authorization === undefined ? {} : { authorization },
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ result: { message: 'The API key is not valid' } })
  })

  it('answers an unknown path with 404 and a message', async () => {
    expect(await call('GET', '/nothing')).toMatchObject({ status: 404, result: { message: 'Not found' } })
  })

  it('answers a body that is not JSON with 400', async () => {
    const response = await fetch(`${portal.url}/v1/spaces`, {
      method: 'POST',
      headers: { authorization: basic(portal.key), 'content-type': 'application/json' },
      body: '<html>',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ result: { message: 'The request body is not JSON' } })
  })

  it('names the field that is wrong', async () => {
    const refused = await call('POST', '/users', { email: 'not an address', role: 'client' })
    expect(refused).toMatchObject({ status: 400, result: { message: 'email: not an e-mail address' } })
  })

  it('refuses a second user with one e-mail address, whatever its case', async () => {
    await call('POST', '/users', { email: 'twice@example.com', role: 'client' })
    expect(await call('POST', '/users', { email: 'TWICE@example.com', role: 'client' })).toMatchObject({
      status: 409,
    })
  })

  it('sends invitations only when asked to, and makes a default space when asked to', async () => {
    const before = portal.state.invitations.length
    await call('POST', '/users', {
      email: 'quiet@example.com',
      role: 'client',
      send_registration_email: false,
    })
    expect(portal.state.invitations).toHaveLength(before)
    const loud = await call('POST', '/users', {
      email: 'loud@example.com',
      role: 'client',
      first_name: 'Lou',
      last_name: 'Dunn',
      send_registration_email: true,
      make_default_space: true,
    })
    const { id } = loud.result as { id: string }
    expect(portal.state.invitations.at(-1)).toBe(id)
    expect([...portal.state.spaces.values()].at(-1)).toMatchObject({
      name: 'Lou Dunn',
      members: { users: [id] },
    })
  })

  it('refuses a revoked key until another is set', async () => {
    await control(portal, 'POST', '/revoke-key', {})
    expect((await call('GET', '/me')).status).toBe(401)
    await control(portal, 'POST', '/key', { key: portal.key })
    expect((await call('GET', '/me')).status).toBe(200)
  })
})
