import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createFoundryClient } from '../../../src/engine/foundry/client.ts'
import type { PaceMemory } from '../../../src/engine/foundry/limiter.ts'
import { createFoundryRequester } from '../../../src/engine/foundry/request.ts'
import { everybody, failed, type Opened, open, told, value } from './stand.ts'

const tokens = ({ foundry }: Opened): number =>
  foundry.seen.filter(({ url }) => url === '/oauth/token').length

describe('reading people', () => {
  it('F1.7: everybody comes once, with fields, an order that ends in id, and escaped values', async () => {
    const { client, foundry } = await open({ people: 250 })
    const { people, complete, total } = value(await client.people(everybody))
    expect([people.length, complete, total]).toEqual([250, true, 250])
    expect(people.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0]).toMatchObject({
      employeeId: expect.stringMatching(/^0\d{6}$/) as string,
    })
    const asked = foundry.seen.filter(({ url }) => url.startsWith('/v1/admin/users'))
    expect(asked).toHaveLength(3)
    for (const { url } of asked) {
      expect(url).toContain(encodeURIComponent('fields[users]'))
      expect(new URL(url, foundry.url).searchParams.get('sort')).toMatch(/(^|,)id$/)
      expect(url).not.toContain('[')
    }
  })

  it('F1.7: locations are an OR, active an AND; a filter that is too long is asked in halves', async () => {
    const { client, foundry } = await open({ people: 300 })
    const [one, two] = foundry.directory.locations
    const ids = [one?.id ?? '', two?.id ?? '']
    const wanted = foundry.directory.people.filter(
      ({ location_id: at, active }) => active && ids.includes(String(at)),
    )
    const read = value(await client.people({ locationIds: ids, active: true }))
    expect(read.people.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted())
    const long = [...ids, ...Array.from({ length: 38 }, (_, index) => `${'9'.repeat(150)}${index}`)]
    const split = value(await client.people({ locationIds: long, active: true }))
    expect(split.people.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted())
    expect(foundry.seen.some(({ status }) => status === 414)).toBe(true)
  })

  it.each([
    ['number-size', 'page-per_page'],
    ['page-per_page', 'number-size'],
  ] as const)('F1.9: set to %s where only %s is known, it changes over by itself', async (ours, theirs) => {
    const { client } = await open({ people: 230, behaviour: { pageNames: theirs } }, { pageNames: ours })
    const read = value(await client.people(everybody))
    expect([read.people.length, read.names, read.complete]).toEqual([230, theirs, true])
  })

  it('F1.9: page names that are ignored either way are told loudly, after a handful of requests', async () => {
    const { client, foundry } = await open({ people: 130, behaviour: { pageNames: 'ignored', links: false } })
    expect(told(failed(await client.people(everybody)))).toContain('whichever page')
    expect(foundry.seen.length).toBeLessThan(8)
  })

  it.each([{ links: false }, { total: false }, { links: false, total: false }])(
    'F1.8: ends without %o too',
    async (behaviour) => {
      const { client } = await open({ people: 250, behaviour })
      expect(value(await client.people(everybody)).people).toHaveLength(250)
    },
  )

  it('F1.10: people who come in between two pages double nobody', async () => {
    const { client, foundry } = await open({ people: 320, behaviour: { insertBetweenPages: 7 } })
    const { people } = value(await client.people(everybody))
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
    const known = new Set(people.map(({ id }) => id))
    const before = foundry.directory.people.slice(-320)
    expect(before.filter(({ id }) => !known.has(id))).toEqual([])
  })

  it('locations and category labels have their names', async () => {
    const { client, foundry } = await open()
    expect(value(await client.locations())).toEqual(
      foundry.directory.locations.map(({ id, name }) => ({ id, name })),
    )
    expect(value(await client.categories())).toEqual(foundry.directory.categories)
  })

  it('F1.11: progress comes page by page, and the next time only what changed; 204 is nothing new', async () => {
    const { client, foundry } = await open({ people: 250 })
    const first = value(await client.progress(null))
    expect(first.rows).toHaveLength(250)
    expect(value(await client.progress(first.since)).rows).toEqual([])
    const [one] = foundry.directory.assignments
    if (one !== undefined) Object.assign(one, { percent: 80, changedAt: Date.parse('2026-02-01') })
    const next = value(await client.progress(first.since))
    expect(next.rows).toMatchObject([{ userId: one?.userId, percent: 80 }])
  })
})

describe('token and pace', () => {
  it('F1.3: a token is renewed a minute early, and once for all who wait', async () => {
    const opened = await open({ people: 30, behaviour: { tokenSeconds: 600 } })
    await Promise.all([
      opened.client.locations(),
      opened.client.people(everybody),
      opened.client.categories(),
    ])
    expect(tokens(opened)).toBe(1)
    opened.clock.advance(545_000)
    await opened.client.locations()
    expect(tokens(opened)).toBe(2)
    expect(opened.foundry.seen.every(({ status }) => status === 200)).toBe(true)
  })

  it('F1.3: a token that is refused is replaced and the request made once more', async () => {
    const opened = await open()
    await opened.client.locations()
    opened.foundry.endTokens()
    expect(value(await opened.client.locations()).length).toBeGreaterThan(0)
    expect(tokens(opened)).toBe(2)
  })

  it('F1.4: 10,000 people, never more than the limit in any rolling minute, token included', async () => {
    const { client, foundry, clock } = await open({ people: 10_000, limit: 20 }, { requestsPerMinute: 20 })
    const began = clock.now()
    expect(value(await client.people(everybody)).people).toHaveLength(10_000)
    expect([foundry.rate.peak(), foundry.rate.refused()]).toEqual([20, 0])
    expect(foundry.rate.total()).toBe(101)
    expect(clock.now() - began).toBeGreaterThanOrEqual(5 * 60_000)
  })

  it('F1.4: a program that starts again remembers the minute', async () => {
    const { begin, foundry } = await open({ people: 30, limit: 10 }, { requestsPerMinute: 10 })
    const ends: number[] = []
    const memory: PaceMemory = {
      load: async () => ends,
      began: async () => undefined,
      ended: async (_id, at) => void ends.push(at),
    }
    for (let start = 0; start < 8; start += 1) {
      const client = createFoundryClient(begin(memory))
      value(await client.locations())
      value(await client.people(everybody))
    }
    expect([foundry.rate.peak(), foundry.rate.refused()]).toEqual([10, 0])
  })

  it.each([true, false])('F1.5: 429 with Retry-After %s is waited for by everybody', async (retryAfter) => {
    const opened = await open(
      { people: 400, limit: 3, behaviour: { retryAfter } },
      { requestsPerMinute: 200 },
    )
    expect(value(await opened.client.people(everybody)).people).toHaveLength(400)
    expect(opened.foundry.rate.refused()).toBeGreaterThan(0)
    expect(opened.foundry.rate.refused()).toBeLessThan(8)
  })

  it('F1.5: 429 for ever ends after eight tries and says what to do', async () => {
    const { client, foundry } = await open()
    foundry.faults.add({ route: '/v1/*', status: 429, body: { errors: [{ title: 'Too Many Requests' }] } })
    expect(told(failed(await client.locations()))).toContain('lower the requests a minute')
    expect(foundry.seen.filter(({ status }) => status === 429)).toHaveLength(8)
  })
})

describe('writes, which only the requester knows', () => {
  const write = async (opened: Opened) => {
    const [person] = opened.foundry.directory.people
    const { ask } = createFoundryRequester(opened.begin())
    const answer = await ask({
      ...{ method: 'PATCH', path: `admin/users/${person?.id ?? ''}`, schema: z.unknown() },
      body: { data: { type: 'users', id: person?.id, attributes: { first_name: 'Ada' } } },
    })
    return { answer, person, writes: opened.foundry.seen.filter(({ url }) => url.includes('/users/')) }
  }

  it('F1.13: where no PATCH passes, POST with the override does', async () => {
    const behaviour = { noPatch: true }
    const plain = await write(await open({ behaviour }))
    expect(failed(plain.answer)).toMatchObject({ code: 'foundry-refused', status: 405 })
    const { answer, person, writes } = await write(await open({ behaviour }, { methodOverride: true }))
    expect([answer.ok, person?.first_name, writes[0]?.override]).toEqual([true, 'Ada', 'PATCH'])
  })

  it('F1.6: a 504 on a write that did succeed is unsure and not sent again', async () => {
    const opened = await open()
    opened.foundry.faults.add({ route: 'PATCH /v1/admin/users/:id', status: 504, done: true })
    const { answer, person, writes } = await write(opened)
    expect(failed(answer)).toMatchObject({ code: 'foundry-down', unsure: true })
    expect(told(failed(answer))).toContain('an error of its own (status 504)')
    expect([person?.first_name, writes.length]).toEqual(['Ada', 1])
  })
})
