import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Message, Space, User } from './records.ts'
import { startPortal } from './server.ts'
import type { Portal } from './server.ts'

type Page<T = unknown> = { readonly results: readonly T[]; readonly count?: number }

describe('searches', () => {
  let portal: Portal
  let call: Caller
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'office', blobs: 'discard' })
    call = createCaller(portal)
  })
  afterAll(() => portal.close())

  const search = async (path: string, body: unknown) =>
    (await call('POST', `${path}/search`, body)).result as Page
  const users = (body: unknown) => search('/users', body) as Promise<Page<User>>
  const spaces = (body: unknown) => search('/spaces', body) as Promise<Page<Space>>
  const messages = (space: Space | undefined, body: unknown) =>
    search(`/spaces/${space?.id ?? ''}/messages`, body) as Promise<Page<Message>>

  it('give every item exactly once over the pages, and the count of all', async () => {
    const seen = new Set<string>()
    let pages = 0
    for (let page = 1; ; page += 1) {
      const { results, count } = await users({ page_size: 40, page_number: page })
      expect(count).toBe(146)
      for (const { id } of results) seen.add(id)
      pages += 1
      if (results.length < 40) break
    }
    expect([pages, seen.size]).toEqual([4, 146])
  })

  it.each([
    { page_size: 0 },
    { page_size: 101 },
    { page_size: 2.5 },
    { page_number: 0 },
    { page_size: '10' },
  ])('refuse %j', async (body) => {
    expect((await call('POST', '/spaces/search', body)).status).toBe(400)
  })

  it('order by the documented ids and refuse any other', async () => {
    const order = (id: string, dir: string) =>
      call('POST', '/spaces/search', { order_by: [{ id, dir }], page_size: 100 })
    const names = ((await order('name', 'desc')).result as { results: Space[] }).results.map(({ name }) =>
      name.toLowerCase(),
    )
    expect(names).toEqual(names.toSorted().toReversed())
    expect((await order('updated_at', 'desc')).status).toBe(400)
    expect((await call('POST', '/users/search', { order_by: [{ id: 'name', dir: 'asc' }] })).status).toBe(400)
  })

  it('find users by full name, address and phone number, without regard to case', async () => {
    const { results } = await users({ query: 'zofia kowal' })
    expect(results.map(({ email }) => email)).toEqual(['zofia.kowalska@kowalski.example'])
    const byAddress = await users({ query: 'MANWAH.example' })
    expect(byAddress.count).toBe(4)
  })

  it('give messages newest first, without a count', async () => {
    const [space] = (await spaces({ query: 'Northbeam' })).results
    const page = await messages(space, { page_size: 100 })
    expect(page).not.toHaveProperty('count')
    const times = page.results.map(({ created_at }) => created_at)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(new Set(times).size).toBe(100)
  })

  it('give messages that were sent in one moment strictly increasing times', async () => {
    const [space] = (await spaces({ query: 'Clara Boyd' })).results
    const path = `/spaces/${space?.id ?? ''}/messages`
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => call('POST', path, { content: `note ${n}` })),
    )
    const times = sent.map(({ result }) => (result as Message).created_at)
    expect(new Set(times).size).toBe(20)
    const { results } = await messages(space, { page_size: 20 })
    expect(results.map(({ created_at }) => created_at)).toEqual(times.toSorted().toReversed())
    const oldestFirst = await messages(space, {
      query: 'NOTE 1',
      order_by: [{ id: 'created_at', dir: 'asc' }],
    })
    expect(oldestFirst.results).toHaveLength(11)
  })

  it.each(['', '   ', 'x'.repeat(20_001), 5, null])('refuse the message %j', async (content) => {
    const [space] = (await spaces({ query: 'Ana Ruiz' })).results
    expect((await call('POST', `/spaces/${space?.id ?? ''}/messages`, { content })).status).toBe(400)
  })

  it('keep only the spaces somebody is a member of, named or by group', async () => {
    const [user] = (await users({ query: 'leila.haddad' })).results
    const filtered = await spaces({ member_filters: [{ user_id: user?.id }] })
    expect(filtered.results.map(({ name }) => name)).toEqual(['Obsidian Dental Group'])
    await call('POST', '/spaces', { name: 'For all clients', members: { groups: ['all_clients'] } })
    const byGroup = await spaces({
      member_filters: [{ user_id: user?.id }, { group_id: 'all_clients' }],
    })
    expect(byGroup.results.map(({ name }) => name)).toEqual(['For all clients'])
  })
})
