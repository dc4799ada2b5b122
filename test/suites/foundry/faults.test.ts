import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import i18n from 'i18next'
import { describe, expect, it } from 'vitest'
import { createFoundryClient } from '../../../src/engine/foundry/client.ts'
import type { Foundry } from '../../foundry/server.ts'
import { everybody, failed, type Opened, open, read, readOfWait, value } from './stand.ts'

// F1.12: every fault the stand-in directory knows, and what a person reads of it in the window and by command. Where the
// program puts it right by itself, the test says that the person sees nothing but the right people.

const nothing: readonly unknown[] = []

/** Everybody is there, once, and the reading says that it is whole. */
const everybodyOf = async ({ client, foundry }: Opened): Promise<void> => {
  const { people, complete } = value(await client.people(everybody))
  expect(complete).toBe(true)
  expect(people.map(({ id }) => id).toSorted()).toEqual(
    foundry.directory.people.map(({ id }) => id).toSorted(),
  )
}

const requests = (foundry: Foundry) => foundry.seen.filter(({ url }) => url !== '/oauth/token')

/** What is read of a fault that every request meets, and how often it was asked all the same. */
const met = async (fault: Parameters<Foundry['faults']['add']>[0]) => {
  const opened = await open()
  opened.foundry.faults.add({ route: '/v1/*', ...fault })
  const words = read(failed(await opened.client.locations()))
  return { ...opened, words, tries: requests(opened.foundry).length }
}

describe('the token', () => {
  it('that expires in the middle of a reading: the right people, and nothing else', async () => {
    const opened = await open({ people: 250, behaviour: { tokenSeconds: 1 } })
    opened.foundry.faults.add({ route: '/v1/admin/users', status: 503, skip: 1, count: 1 })
    await everybodyOf(opened)
    expect(opened.foundry.seen.filter(({ url }) => url === '/oauth/token').length).toBeGreaterThan(1)
  })

  it('that the directory ends early: the right people, and nothing else', async () => {
    const opened = await open({ people: 250 })
    value(await opened.client.locations())
    opened.foundry.endTokens()
    await everybodyOf(opened)
    expect(opened.waited).toEqual(nothing)
  })

  it('that is refused again when it is new: to check client id and secret', async () => {
    const { words, tries } = await met({ status: 401, body: { error: 'invalid_token' } })
    expect(words.window).toEqual([
      'EVERFI Foundry does not accept the credentials (127.0.0.1)',
      'Check client id and secret, and enter them again.',
      'Foundry says: “invalid_token”',
    ])
    expect(words.command).toBe(
      'EVERFI Foundry does not accept the credentials. Check client id and secret (invalid_token).',
    )
    expect(tries).toBe(2)
  })

  it('that a wrong secret never gets: the same, and neither words nor log hold the secret', async () => {
    const opened = await open({}, {}, { clientSecret: 'cs_canary' })
    opened.foundry.faults.add({
      ...{ route: '/oauth/token', status: 401 },
      body: { error: 'invalid_client', error_description: 'cs_canary is not the secret' },
    })
    const words = read(failed(await opened.client.login()))
    expect(words.window).toEqual([
      'EVERFI Foundry does not accept the credentials (127.0.0.1)',
      'Check client id and secret, and enter them again.',
      'Foundry says: “[secret] is not the secret”',
    ])
    expect(words.command).toContain('([secret] is not the secret)')
    expect(opened.logged.join()).not.toContain('cs_canary')
  })
})

describe('429, the rolling window', () => {
  it.each([
    ['with a Retry-After', true],
    ['without one', false],
  ] as const)('%s: when it goes on, and then the right people', async (_which, retryAfter) => {
    const opened = await open(
      { people: 400, limit: 3, behaviour: { retryAfter } },
      { requestsPerMinute: 200 },
    )
    await everybodyOf(opened)
    const busy = opened.waited.filter(({ why }) => why === 'busy')
    expect(busy.length).toBeGreaterThan(0)
    for (const wait of busy) {
      expect(readOfWait(wait, wait.until - 60_000)).toEqual({
        window: 'Foundry asks for fewer requests. It goes on at ….',
        command: `EVERFI Foundry asks for fewer requests. Going on at ${clockTime(wait.until)}.`,
      })
    }
    expect(opened.foundry.rate.refused()).toBeLessThan(8)
  })

  it('kept by our own limit before it comes to that: when it goes on, and then the right people', async () => {
    const opened = await open({ people: 400, limit: 3 }, { requestsPerMinute: 3 })
    await everybodyOf(opened)
    expect(opened.foundry.rate.refused()).toBe(0)
    const [wait] = opened.waited
    expect(wait === undefined ? null : readOfWait(wait, wait.until - 60_000)).toEqual({
      window: 'Foundry takes so many requests a minute. It goes on at ….',
      command: `EVERFI Foundry takes so many requests a minute. Going on at ${clockTime(wait?.until ?? 0)}.`,
    })
  })

  it('for ever: after eight tries, to try again in some minutes or to ask for less', async () => {
    const { words, tries, waited } = await met({
      ...{ status: 429, body: { errors: [{ title: 'Too Many Requests' }] } },
    })
    expect(words.window).toEqual([
      'EVERFI Foundry asks for fewer requests (127.0.0.1)',
      'Try again in some minutes, or lower the requests a minute in the connection’s settings.',
      'Foundry says: “Too Many Requests”',
    ])
    expect(words.command).toBe(
      'EVERFI Foundry asks for fewer requests. Try again in some minutes, or lower the requests a minute.',
    )
    expect([tries, waited.length]).toEqual([8, 7])
  })

  it('F1.5: with a Retry-After of a day: the same at once, for nobody waits that long', async () => {
    const { words, tries, waited } = await met({ status: 429, headers: { 'retry-after': '86400' } })
    expect(words.window[1]).toContain('Try again in some minutes')
    expect([tries, waited]).toEqual([1, nothing])
  })

  it('so often that the credentials are switched off: the catch-all, and what to ask of EVERFI', async () => {
    const opened = await open({ behaviour: { disableAfter: 0 } })
    opened.foundry.faults.add({ route: '/oauth/token', ...tokenAnswer })
    const words = read(failed(await opened.client.locations()))
    expect(words.window[0]).toBe('EVERFI Foundry says no without saying why (127.0.0.1)')
  })
})

describe('errors of the directory’s own', () => {
  it('500 for ever: three tries with word of the pause, then that it is an error of Foundry’s own', async () => {
    const { words, tries, waited } = await met({ status: 500 })
    expect(words.window).toEqual([
      'EVERFI Foundry has an error of its own (127.0.0.1)',
      'Nothing was changed. Try again later.',
    ])
    expect(words.command).toBe('EVERFI Foundry has an error of its own (status 500). Try again later.')
    expect([tries, waited.map(({ why }) => why)]).toEqual([3, ['down', 'down']])
  })

  it('503 twice, then 200: when it is asked again, and then the right people', async () => {
    const opened = await open({ people: 250 })
    opened.foundry.faults.add({
      route: '/v1/admin/users',
      status: 503,
      count: 2,
      headers: { 'retry-after': '30' },
    })
    await everybodyOf(opened)
    expect(opened.waited.map((wait) => readOfWait(wait, wait.until - 30_000))).toEqual(
      opened.waited.map(({ until }) => ({
        window: 'Foundry does not answer right now. It is asked again at ….',
        command: `EVERFI Foundry does not answer right now. Trying again at ${clockTime(until)}.`,
      })),
    )
    expect(opened.waited).toHaveLength(2)
  })

  it.each([502, 503, 504])(
    '%i for ever: six tries, then that it is an error of Foundry’s own',
    async (status) => {
      const { words, tries } = await met({ status })
      expect(words.command).toBe(
        `EVERFI Foundry has an error of its own (status ${status}). Try again later.`,
      )
      expect(tries).toBe(6)
    },
  )
})

describe('refusals', () => {
  it('400 as HTML: Foundry’s words as they came, without the tags, for it keeps no log of them', async () => {
    const html =
      '<html><head><title>400</title></head><body><h1>Bad Request</h1>Header too large</body></html>'
    const { words, tries } = await met({ status: 400, body: html, contentType: 'text/html' })
    expect(words.window).toEqual([
      'EVERFI Foundry refused this (127.0.0.1)',
      'Its own words say which value it did not like.',
      'Foundry says: “Bad Request Header too large”',
    ])
    expect(words.command).toBe(
      'EVERFI Foundry refused 127.0.0.1 (status 400): “Bad Request Header too large”. Change it and try again.',
    )
    expect(tries).toBe(1)
  })

  it('403, the catch-all: that it is one, and whom to ask', async () => {
    const { words, tries } = await met({
      ...{ status: 403, body: { errors: [{ title: 'Public API access is not allowed' }] } },
    })
    expect(words.window).toEqual([
      'EVERFI Foundry says no without saying why (127.0.0.1)',
      'It gives this answer for many reasons. Ask EVERFI whether the API is switched on for your organisation.',
      'Foundry says: “Public API access is not allowed”',
    ])
    expect(words.command).toBe(
      'EVERFI Foundry says no without saying why (“Public API access is not allowed”): it gives this answer for many reasons. Ask EVERFI whether the API is switched on for your organisation.',
    )
    expect(tries).toBe(1)
  })

  it('404: which value', async () => {
    const title = "Couldn't find all CategoryLabels with 'id': (3035, 3042)"
    const { words } = await met({ status: 404, body: { errors: [{ title }] } })
    expect(words.window.at(-1)).toBe(`Foundry says: “${title}”`)
    expect(words.command).toBe(
      `EVERFI Foundry refused 127.0.0.1 (status 404): “${title}”. Change it and try again.`,
    )
  })

  it('409: that it is this program’s fault', async () => {
    const { words } = await met({ status: 409, body: { errors: [{ title: 'schema' }] } })
    expect(words.window.slice(0, 2)).toEqual([
      'EVERFI Foundry does not know the form of what was sent (127.0.0.1)',
      'That is this program’s fault, not yours: please report it.',
    ])
    expect(words.command).toContain('That is this program’s fault')
  })

  it('414 with nothing left to split: to choose fewer locations', async () => {
    const { words } = await met({ status: 414 })
    expect(words.window).toEqual([
      'The filter is too long for EVERFI Foundry (127.0.0.1)',
      'Choose fewer locations at a time.',
    ])
    expect(words.command).toBe('The filter is too long for EVERFI Foundry. Choose fewer locations at a time.')
  })

  it('422 with several errors in one: the message of each field', async () => {
    const errors = [
      { field_name: 'email', message: 'a@b.c has already been taken' },
      { field_name: 'sso_id', message: 'must be unique' },
    ]
    const { words } = await met({ status: 422, body: [{ id: 'user_rule_set', uid: null, errors }] })
    const said = 'email: a@b.c has already been taken; sso_id: must be unique'
    expect(words.window.at(-1)).toBe(`Foundry says: “${said}”`)
    expect(words.command).toContain(said)
  })
})

describe('pages', () => {
  it.each([
    ['number-size', 'page-per_page'],
    ['page-per_page', 'number-size'],
  ] as const)(
    'set to %s where only %s is known: the right people, and nothing else',
    async (ours, theirs) => {
      const opened = await open({ people: 230, behaviour: { pageNames: theirs } }, { pageNames: ours })
      await everybodyOf(opened)
      expect(opened.waited).toEqual(nothing)
    },
  )

  it('whose names are ignored either way: that nothing was planned, after a handful of requests', async () => {
    const { client, foundry } = await open({ people: 130, behaviour: { pageNames: 'ignored', links: false } })
    const words = read(failed(await client.people(everybody)))
    expect(words.window).toEqual([
      'EVERFI Foundry answers the first page, whichever page is asked for',
      'The list can’t be read as a whole, so nothing was planned. Please report it.',
    ])
    expect(words.command).toBe(
      'EVERFI Foundry answered the first page each time, whichever page was asked for. Nothing was imported; please report it.',
    )
    expect(foundry.seen.length).toBeLessThan(8)
  })

  it('between which people come in: everybody who was there, once, and nothing else', async () => {
    const opened = await open({ people: 320, behaviour: { insertBetweenPages: 7 } })
    const { people } = value(await opened.client.people(everybody))
    const ids = new Set(people.map(({ id }) => id))
    expect(ids.size).toBe(people.length)
    expect(opened.foundry.directory.people.slice(-320).filter(({ id }) => !ids.has(id))).toEqual(nothing)
    expect(opened.waited).toEqual(nothing)
  })
})

describe('elsewhere', () => {
  it('F1.1: a redirect to another host: that it is not followed, and that host hears nothing', async () => {
    const heard: string[] = []
    const other = createServer((request, response) => {
      heard.push(request.headers.authorization ?? request.url ?? '')
      response.end('{}')
    })
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve)
    })
    const { port } = other.address() as AddressInfo
    try {
      const { client } = await open({ behaviour: { redirectTo: `http://localhost:${port}` } })
      const words = read(failed(await client.locations()))
      expect(words.window).toEqual([
        'EVERFI Foundry sent the request elsewhere (127.0.0.1)',
        'It is not followed with credentials. Check the base URL.',
      ])
      expect(words.command).toBe(
        '127.0.0.1 sent the request elsewhere, which is not followed with credentials. Check the URL.',
      )
      expect(heard).toEqual(nothing)
    } finally {
      other.closeAllConnections()
      other.close()
    }
  })

  it('F1.1: a next link of another origin: the same', async () => {
    const link = { data: [{ id: '1', attributes: {} }], links: { next: 'https://elsewhere.example/v1/x' } }
    const { words } = await met({ status: 200, body: link })
    expect(words.window[1]).toBe('It is not followed with credentials. Check the base URL.')
  })

  it('F1.1: plain http to another host: that the address is not encrypted', async () => {
    const { begin } = await open({}, { baseUrl: 'http://foundry.example' })
    const words = read(failed(await createFoundryClient(begin()).login()))
    expect(words.window[0]).toContain('This address is not encrypted')
  })

  it('a body of another shape, and none: to check base URL and version', async () => {
    const { words } = await met({ status: 200, body: { data: 'x' } })
    expect(words.window).toEqual([
      'EVERFI Foundry answered in a form this version does not know (127.0.0.1)',
      'Check the base URL and the version in the connection’s settings.',
    ])
    expect((await met({ status: 200 })).words.command).toContain('does not know (json)')
  })
})

describe('progress', () => {
  it('answered 204: that there is nothing new', async () => {
    const { client, foundry } = await open({ people: 130 })
    const { since } = value(await client.progress(null))
    const { rows } = value(await client.progress(since))
    expect(foundry.seen.at(-1)?.status).toBe(204)
    expect(i18n.t('trainingStatus.readDone', { count: rows.length })).toBe('Nothing new in Foundry')
  })

  it('whose scroll is forgotten in the middle: everything, and nothing else', async () => {
    const { client, foundry, waited } = await open({ people: 250 })
    foundry.faults.add({
      ...{ route: '/v1/progress/*', skip: 1, count: 1, status: 404 },
      body: { errors: [{ title: 'No such scroll' }] },
    })
    expect(value(await client.progress(null)).rows).toHaveLength(250)
    expect(waited).toEqual(nothing)
  })
})

const tokenAnswer = {
  status: 200,
  body: { access_token: 't', token_type: 'Bearer', expires_in: 7200 },
} as const

const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8)
