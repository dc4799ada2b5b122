import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from './clock.ts'
import { type Foundry, type FoundryOptions, startFoundry } from './server.ts'

const fields = 'fields[users]=email,first_name,location_id,employee_id,active'
type Person = { readonly id: string; readonly attributes: Record<string, unknown> }
type Listed = {
  readonly data: readonly Person[]
  readonly links: { readonly next?: string | null }
  readonly meta: { readonly total_count?: number }
}

describe('the stand-in directory', () => {
  let foundry: Foundry | undefined
  afterEach(() => foundry?.close())

  const open = async (options: FoundryOptions = {}) => {
    const clock = createVirtualClock()
    const running = await startFoundry({ clock, ...options })
    foundry = running
    const login = (secret = running.clientSecret) =>
      fetch(`${running.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          ...{ grant_type: 'client_credentials', client_id: running.clientId, client_secret: secret },
        }),
      })
    const given = (await (await login()).json()) as { access_token: string; expires_in: number }
    const get = (path: string, init: RequestInit = {}) =>
      fetch(`${running.url}${path}`, {
        redirect: 'manual',
        ...init,
        headers: [...new Headers(init.headers), ['authorization', `Bearer ${given.access_token}`]],
      })
    const list = async (query: string) =>
      (await (await get(`/v1/admin/users?${fields}&${query}`)).json()) as Listed
    return { running, clock, login, get, list, given }
  }

  it('gives tokens for the right secret, and ends them after their time', async () => {
    const { login, get, given, clock } = await open({ behaviour: { tokenSeconds: 600 } })
    expect((await login('wrong')).status).toBe(401)
    expect(given.expires_in).toBe(600)
    expect((await get('/v1/admin/locations')).status).toBe(200)
    clock.advance(600_000)
    const late = await get('/v1/admin/locations')
    expect([late.status, await late.json()]).toMatchObject([401, { error: 'invalid_token' }])
  })

  it('wants the fields directive, filters exactly, ORs within a field and ANDs between fields', async () => {
    const { get, list, running } = await open()
    expect((await get('/v1/admin/users')).status).toBe(400)
    const [one, two] = running.directory.locations
    const both = await list(
      `filter[location_id][]=${one?.id ?? ''}&filter[location_id][]=${two?.id ?? ''}&filter[active]=true&page[size]=100`,
    )
    const wanted = running.directory.people.filter(
      ({ location_id: at, active }) => active && (at === Number(one?.id) || at === Number(two?.id)),
    )
    expect(both.meta.total_count).toBe(wanted.length)
    expect((await get(`/v1/admin/users?${fields}&filter[mood]=good`)).status).toBe(400)
    const [person] = running.directory.people
    if (person !== undefined) person.email = 'a+b@people.example'
    expect((await list('filter[email]=a+b@people.example')).data).toHaveLength(0)
    expect((await list('filter[email]=a%2Bb%40people.example')).data).toHaveLength(1)
  })

  it.each([
    ['page[number]', 'page[size]', 'number-size'],
    ['page[page]', 'page[per_page]', 'page-per_page'],
  ] as const)('pages by %s and %s, at most 100 a page', async (number, size, pageNames) => {
    const { list } = await open({ people: 130, behaviour: { pageNames } })
    const first = await list(`${size}=500&sort=last_name,id`)
    expect([first.data.length, first.meta.total_count]).toEqual([100, 130])
    const second = await list(`${number}=2&${size}=100&sort=last_name,id`)
    expect(second.data).toHaveLength(30)
    expect(second.links.next).toBeNull()
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(130)
    const other = pageNames === 'number-size' ? 'page[page]=2' : 'page[number]=2'
    expect((await list(`${other}&sort=last_name,id`)).data[0]).toEqual(first.data[0])
  })

  it('can ignore every page name, and put people in between two pages', async () => {
    const { list, running } = await open({ people: 45, behaviour: { pageNames: 'ignored' } })
    const query = 'page[number]=2&page[page]=2&sort=last_name,id'
    expect((await list(query)).data[0]).toEqual((await list('sort=last_name,id')).data[0])
    running.behaviour.pageNames = 'both'
    running.behaviour.insertBetweenPages = 3
    await list('page[number]=1&page[size]=20&sort=last_name,id')
    expect(running.directory.people).toHaveLength(48)
  })

  it('refuses the request too many of a rolling minute, with and without Retry-After', async () => {
    const { get, clock, running } = await open({ limit: 5 })
    for (let count = 0; count < 4; count += 1) {
      expect((await get('/v1/admin/locations')).status).toBe(200)
      clock.advance(10_000)
    }
    const refused = await get('/v1/admin/locations')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20'])
    running.behaviour.retryAfter = false
    expect((await get('/v1/admin/locations')).headers.get('retry-after')).toBeNull()
    clock.advance(20_000)
    expect((await get('/v1/admin/locations')).status).toBe(200)
    expect([running.rate.peak(), running.rate.refused()]).toEqual([6, 2])
  })

  it('disables credentials that ran into the limit too often: the catch-all 403', async () => {
    const { get, running } = await open({ limit: 1, behaviour: { disableAfter: 2 } })
    await get('/v1/admin/locations')
    await get('/v1/admin/locations')
    running.clock.advance(60_000)
    const answer = await get('/v1/admin/locations')
    expect(await answer.text()).toContain('Public API access is not allowed')
  })

  it('answers what it is told to: 500 for ever, 503 twice, HTML, an empty body', async () => {
    const { get, running } = await open()
    running.faults.add({ route: '/v1/admin/locations', status: 503, count: 2 })
    const statuses = [1, 2, 3].map(async () => (await get('/v1/admin/locations')).status)
    expect((await Promise.all(statuses)).toSorted()).toEqual([200, 503, 503])
    running.faults.add({ status: 400, body: '<html>Bad</html>', contentType: 'text/html' })
    expect((await get('/v1/admin/locations')).headers.get('content-type')).toContain('text/html')
  })

  it('sends elsewhere, and refuses a query that is too long', async () => {
    const { get, running } = await open()
    expect((await get(`/v1/admin/users?${fields}&filter[email]=${'x'.repeat(5000)}`)).status).toBe(414)
    running.behaviour.redirectTo = 'https://elsewhere.example'
    const answer = await get('/v1/admin/locations')
    expect([answer.status, answer.headers.get('location')]).toEqual([
      ...[307, 'https://elsewhere.example/v1/admin/locations'],
    ])
  })

  it('scrolls what changed since, and answers 204 when nothing did', async () => {
    const { get } = await open({ people: 25 })
    const seen: string[] = []
    let query = 'scroll_size=10'
    let since = ''
    for (;;) {
      const answer = await get(`/v1/progress/user_assignments?${query}`)
      const page = (await answer.json()) as {
        readonly next: { readonly since: string; readonly scroll_id: string | null }
        readonly data: readonly { readonly assignment: { readonly id: string } }[]
      }
      seen.push(...page.data.map(({ assignment }) => assignment.id))
      since = page.next.since
      if (page.next.scroll_id === null) break
      query = `scroll_size=10&scroll_id=${page.next.scroll_id}`
    }
    expect(new Set(seen).size).toBe(25)
    expect((await get(`/v1/progress/user_assignments?since=${since}`)).status).toBe(204)
  })

  it('tells a wrong schema, a missing value and a duplicate apart, and can lose the answer to a change it made', async () => {
    const { get, running } = await open()
    const [person, other] = running.directory.people
    const write = (attributes: object, headers: Record<string, string> = {}, method = 'PATCH') =>
      get(`/v1/admin/users/${person?.id ?? ''}`, {
        ...{ method, headers: { 'content-type': 'application/json', ...headers } },
        body: JSON.stringify({ data: { type: 'users', id: person?.id, attributes } }),
      })
    expect((await write({ location_id: 9 })).status).toBe(404)
    expect(await (await write({ email: other?.email })).json()).toMatchObject([{ errors: [{}, {}] }])
    expect((await get(`/v1/admin/users/${person?.id ?? ''}`, { method: 'PATCH' })).status).toBe(409)
    running.behaviour.noPatch = true
    expect((await write({ first_name: 'Ada' })).status).toBe(405)
    const overridden = await write({ first_name: 'Ada' }, { 'x-http-method-override': 'PATCH' }, 'POST')
    expect([overridden.status, person?.first_name]).toEqual([200, 'Ada'])
    running.behaviour.noPatch = false
    running.faults.add({ route: 'PATCH /v1/admin/users/:id', status: 504, count: 1, done: true })
    expect((await write({ first_name: 'Eve' })).status).toBe(504)
    expect(person?.first_name).toBe('Eve')
  })

  it('prints its address and credentials on one line, and ends on SIGTERM', async () => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('cli.ts', import.meta.url)), '--people', '30'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const told = JSON.parse(line) as { url: string; clientId: string; clientSecret: string; control: string }
    expect(Object.keys(told)).toEqual(['url', 'clientId', 'clientSecret', 'control'])
    const state = (await (await fetch(`${told.control}/state`)).json()) as { readonly people: number }
    expect(state.people).toBe(30)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
