import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppId } from '../../src/core/app.ts'
import type { GroupId, UserId } from '../../src/core/person.ts'
import type { Result } from '../../src/core/result.ts'
import type { SpaceId } from '../../src/core/space.ts'
import type { FoyerClient } from '../../src/engine/foyer/client.ts'
import { createFoyerClient } from '../../src/engine/foyer/create.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import type { Http, Log } from '../../src/engine/ports.ts'
import { createCaller } from '../portal/caller.ts'
import { type Portal, startPortal } from '../portal/server.ts'

// The contract's table of endpoints, row by row, against the test portal over HTTP. Each row says which request it is;
// a row without its test does not compile, and a route of the portal that is in no row fails.

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const page = { pageSize: 100, pageNumber: 1 } as const

type Sent = {
  readonly method: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

type World = {
  readonly portal: Portal
  readonly foyer: FoyerClient
  /** What the client sent since the test began. */
  readonly sent: readonly Sent[]
  readonly app: AppId
  readonly person: UserId
  readonly group: GroupId
  readonly space: SpaceId
}

type Form = 'documented' | 'library'

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail ?? ''}`)
  return result.value
}
const given = <T>(item: T | undefined): T => {
  if (item === undefined) throw new Error('There is none')
  return item
}
const gone = (result: Result<unknown>): void => expect(result).toMatchObject({ error: { code: 'not-found' } })
const address = (): string => `${systemRandom.uuid()}@conformance.example`
const newUser = async ({ foyer }: World) =>
  value(await foyer.users.create({ email: address(), role: 'client', sendRegistrationEmail: false }))
const newSpace = async ({ foyer }: World) =>
  value(await foyer.spaces.create({ name: 'New space', members: { users: [], groups: [] } }))
const newFolder = async ({ foyer, space }: World) =>
  value(await foyer.files.createFolder(space, { name: systemRandom.uuid(), parentId: null, silent: true }))
const newApp = async ({ foyer }: World) =>
  value(await foyer.apps.create({ label: 'New app', app_type: 'link', config_type: 'user', route: '/new' }))

/** The contract's rows. `only`: the one form of the API that has it. */
const rows = {
  'GET /v1/me': async ({ foyer, portal }) => {
    expect(value(await foyer.me()).id).toBe(portal.state.keyUser)
  },
  'POST /v1/users': async ({ foyer, sent }) => {
    const email = address()
    const made = value(
      await foyer.users.create({
        ...{ email, role: 'client', firstName: 'Ina', lastName: 'Berg', phoneNumber: '+45 1' },
        ...{ avatar: 'https://x.test/a.png', sendRegistrationEmail: false, makeDefaultSpace: true },
      }),
    )
    expect(made).toMatchObject({ email, role: 'client', firstName: 'Ina', phoneNumber: '+45 1' })
    expect(given(sent[0]).body).toEqual({
      ...{ email, role: 'client', first_name: 'Ina', last_name: 'Berg', phone_number: '+45 1' },
      ...{ avatar: 'https://x.test/a.png', send_registration_email: false, make_default_space: true },
    })
  },
  'POST /v1/users/search': async ({ foyer, sent }) => {
    const order = [{ id: 'email', dir: 'asc' }] as const
    const found = value(await foyer.users.search({ ...page, query: '@', orderBy: order }))
    expect(found.results.map(({ email }) => email)).toEqual(
      found.results.map(({ email }) => email).toSorted(),
    )
    expect(given(sent[0]).body).toEqual({ query: '@', order_by: order, page_size: 100, page_number: 1 })
  },
  'GET /v1/users/:id': async ({ foyer, person }) => {
    expect(value(await foyer.users.get(person)).id).toBe(person)
  },
  'PATCH /v1/users/:id': async (world) => {
    const { id, email } = await newUser(world)
    const changed = value(await world.foyer.users.update(id, { lastName: 'Holm' }))
    expect(changed).toMatchObject({ email, lastName: 'Holm' })
    expect(given(world.sent.at(-1)).body).toEqual({ last_name: 'Holm' })
  },
  'DELETE /v1/users/:id': async (world) => {
    const { id } = await newUser(world)
    value(await world.foyer.users.remove(id))
    gone(await world.foyer.users.get(id))
  },
  'POST /v1/groups': async ({ foyer, person }) => {
    const made = value(await foyer.groups.create({ name: 'Conformers', users: [person] }))
    expect(made).toMatchObject({ name: 'Conformers', users: [person] })
  },
  'POST /v1/groups/search': async ({ foyer, group }) => {
    expect(value(await foyer.groups.search(page)).results.map(({ id }) => id)).toContain(group)
  },
  'GET /v1/groups/:id': async ({ foyer, group }) => {
    expect(value(await foyer.groups.get(group)).id).toBe(group)
  },
  'PATCH /v1/groups/:id': async ({ foyer, person }) => {
    const { id } = value(await foyer.groups.create({ name: 'Before', users: [] }))
    const changed = value(await foyer.groups.update(id, { name: 'After', users: [person] }))
    expect(changed).toMatchObject({ name: 'After', users: [person] })
  },
  'DELETE /v1/groups/:id': async ({ foyer }) => {
    const { id } = value(await foyer.groups.create({ name: 'Short-lived', users: [] }))
    value(await foyer.groups.remove(id))
    gone(await foyer.groups.get(id))
  },
  'GET /v1/groups/all_clients': async ({ foyer, portal }) => builtIn(foyer, portal, 'all_clients', 'client'),
  'GET /v1/groups/all_staff': async ({ foyer, portal }) => builtIn(foyer, portal, 'all_staff', 'staff'),
  'GET /v1/groups/all_admins': async ({ foyer, portal }) => builtIn(foyer, portal, 'all_admins', 'admin'),
  'GET /v1/groups/all_users': async ({ foyer, portal }) => builtIn(foyer, portal, 'all_users', null),
  'POST /v1/spaces': async ({ foyer, person, group }) => {
    const members = { users: [person], groups: [group] }
    const made = value(await foyer.spaces.create({ name: 'Audit', members }))
    expect(made.members.users).toContain(person)
    expect(made.members.groups).toEqual([group])
  },
  'POST /v1/spaces/search': async ({ foyer, portal, person, group, sent }) => {
    const mine = value(await foyer.spaces.search({ ...page, memberFilters: [{ userId: person }] }))
    const expected = [...portal.state.spaces.values()].filter(({ members }) => members.users.includes(person))
    expect(mine.results.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
    value(await foyer.spaces.search({ ...page, memberFilters: [{ groupId: group }] }))
    expect(sent.map(({ body }) => body['member_filters'])).toEqual([
      [{ user_id: person }],
      [{ group_id: group }],
    ])
  },
  'GET /v1/spaces/:id': async ({ foyer, space }) => {
    expect(value(await foyer.spaces.get(space)).id).toBe(space)
  },
  'PATCH /v1/spaces/:id': async (world) => {
    const { id } = await newSpace(world)
    const members = { users: [world.person], groups: [] }
    const changed = value(await world.foyer.spaces.update(id, { name: 'Renamed', members }))
    expect(changed).toMatchObject({ name: 'Renamed', members })
  },
  'DELETE /v1/spaces/:id': async (world) => {
    const { id } = await newSpace(world)
    value(await world.foyer.spaces.remove(id))
    gone(await world.foyer.spaces.get(id))
  },
  'GET /v1/spaces/:id/sas': async ({ foyer, space }) => {
    const sas = value(await foyer.spaces.sas(space))
    expect(sas.url.endsWith(`?${sas.token}`)).toBe(true)
    const fields = new URLSearchParams(sas.token)
    expect(['sv', 'se', 'sp', 'sig'].filter((name) => fields.get(name) === null)).toEqual([])
    expect(fields.get('sp')).not.toContain('l')
  },
  'POST /v1/spaces/:sid/files': async (world) => {
    const { foyer, space, sent } = world
    const folder = await newFolder(world)
    // A folder has no blob and no size.
    expect(given(sent[0]).body).toEqual({ name: folder.name, is_folder: true, silent: true })
    const { url, token } = value(await foyer.spaces.sas(space))
    const blob = systemRandom.uuid()
    const http = createHttp()
    const put = await http.send({
      ...{ method: 'PUT', url: `${url.slice(0, -token.length - 1)}/${blob}?${token}`, timeoutMs: 5_000 },
      headers: { 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2024-11-04' },
      body: systemRandom.bytes(5),
    })
    expect(value(put).status).toBe(201)
    await value(put).bytes()
    await http.close()
    const file = value(
      await foyer.files.register(space, { name: 'a.pdf', size: 5, blob, parentId: folder.id, silent: true }),
    )
    expect(file).toMatchObject({ name: 'a.pdf', size: 5, parentId: folder.id, blob, isFolder: false })
    // The bare name of the blob, whatever the documentation's prose says.
    expect(given(sent.at(-1)).body).toEqual({
      ...{ name: 'a.pdf', size: 5, blob, parent_id: folder.id, is_folder: false, silent: true },
    })
  },
  'POST /v1/spaces/:sid/files/search': async (world) => {
    const { foyer, space, sent } = world
    const folder = await newFolder(world)
    const top = value(await foyer.files.search(space, { ...page, parentId: null }))
    expect(top.results.map(({ id }) => id)).toContain(folder.id)
    const kinds = top.results.map(({ isFolder }) => isFolder)
    expect(kinds).toEqual(kinds.toSorted((a, b) => Number(b) - Number(a)))
    expect(given(sent.at(-1)).body).not.toHaveProperty('parent_id')
    expect(value(await foyer.files.search(space, { ...page, parentId: folder.id })).results).toEqual([])
    expect(given(sent.at(-1)).body).toHaveProperty('parent_id', folder.id)
  },
  'GET /v1/spaces/:sid/files/:id': async (world) => {
    const folder = await newFolder(world)
    expect(value(await world.foyer.files.get(world.space, folder.id))).toEqual(folder)
    // The documentation prints the id twice; the client asks as the library does, the portal knows both.
    const call = createCaller(world.portal)
    const twice = await call('GET', `/spaces/${world.space}/files/${folder.id}/${folder.id}`)
    expect(twice.result).toMatchObject({ id: folder.id })
  },
  'DELETE /v1/spaces/:sid/files/:id': async (world) => {
    const folder = await newFolder(world)
    value(await world.foyer.files.remove(world.space, folder.id))
    gone(await world.foyer.files.get(world.space, folder.id))
  },
  'POST /v1/spaces/:sid/messages': async ({ foyer, space, person, sent }) => {
    const own = value(await foyer.messages.send(space, { content: 'Grüße' }))
    expect(own).toMatchObject({ spaceId: space, content: 'Grüße' })
    const asOther = value(await foyer.messages.send(space, { content: 'For them', userId: person }))
    expect(asOther.userId).toBe(person)
    // Nobody is named but on purpose.
    expect(sent.map(({ body }) => body)).toEqual([
      { content: 'Grüße' },
      { content: 'For them', user_id: person },
    ])
  },
  'POST /v1/spaces/:sid/messages/search': async ({ foyer, space }) => {
    const { id } = value(await foyer.messages.send(space, { content: 'The newest' }))
    const found = value(await foyer.messages.search(space, page))
    expect([found.count, found.results[0]?.id]).toEqual([null, id])
  },
  'GET /v1/spaces/:sid/messages/:id': async ({ foyer, space }) => {
    const made = value(await foyer.messages.send(space, { content: 'One' }))
    expect(value(await foyer.messages.get(space, made.id))).toEqual(made)
  },
  'GET /v1/messages/:id': async ({ foyer, space, sent }) => {
    const made = value(await foyer.messages.send(space, { content: 'One' }))
    expect(value(await foyer.messages.get(space, made.id))).toEqual(made)
    expect(sent.slice(1).map(({ path }) => path)).toEqual([
      `/v1/spaces/${space}/messages/${made.id}`,
      `/v1/messages/${made.id}`,
    ])
  },
  'DELETE /v1/spaces/:sid/messages/:id': async ({ foyer, space }) => {
    const { id } = value(await foyer.messages.send(space, { content: 'Oops' }))
    value(await foyer.messages.remove(space, id))
    gone(await foyer.messages.get(space, id))
  },
  'GET /v1/apps': async ({ foyer, app }) => {
    expect(value(await foyer.apps.list()).map(({ id }) => id)).toContain(app)
  },
  'POST /v1/apps': async (world) => {
    expect(await newApp(world)).toMatchObject({
      label: 'New app',
      configType: 'user',
      effectiveRoute: '/new',
    })
  },
  'GET /v1/apps/:id': async ({ foyer, app }) => {
    expect(value(await foyer.apps.get(app)).id).toBe(app)
  },
  'PATCH /v1/apps/:id': async (world) => {
    const { id } = await newApp(world)
    expect(value(await world.foyer.apps.update(id, { label: 'Other' })).label).toBe('Other')
  },
  'DELETE /v1/apps/:id': async (world) => {
    const { id } = await newApp(world)
    value(await world.foyer.apps.remove(id))
    gone(await world.foyer.apps.get(id))
  },
  'GET /v1/apps/:aid/users/:uid': async ({ foyer, app, person }) => {
    value(await foyer.apps.setCustomization(app, person, { url: '/one' }))
    const read = value(await foyer.apps.customization(app, person))
    expect(read).toMatchObject({ appId: app, userId: person, config: { url: '/one' } })
  },
  'PUT /v1/apps/:aid/users/:uid': async ({ foyer, app, person, sent }) => {
    const set = value(await foyer.apps.setCustomization(app, person, { url: '/two', n: [1, { a: null }] }))
    expect(set.config).toEqual({ url: '/two', n: [1, { a: null }] })
    expect(sent.map(({ method, body }) => [method, body])).toEqual([
      ['PUT', { config: { url: '/two', n: [1, { a: null }] } }],
    ])
  },
  'POST /v1/apps/:aid/users': async ({ foyer, app, person, sent }) => {
    const set = value(await foyer.apps.setCustomization(app, person, { url: '/three' }))
    expect(set.config).toEqual({ url: '/three' })
    expect(sent.map(({ method }) => method)).toEqual(['PUT', 'POST'])
    expect(given(sent[1]).body).toEqual({ user_id: person, app_id: app, config: { url: '/three' } })
  },
  'DELETE /v1/apps/:aid/users/:uid': async ({ foyer, app, person }) => {
    value(await foyer.apps.setCustomization(app, person, { url: '/four' }))
    value(await foyer.apps.removeCustomization(app, person))
    gone(await foyer.apps.customization(app, person))
  },
} as const satisfies Readonly<Record<string, (world: World) => Promise<void>>>

/** Rows that one of the two sources alone has; every other one is asked of both. */
const only: Readonly<Partial<Record<keyof typeof rows, Form>>> = {
  'GET /v1/groups/all_clients': 'library',
  'GET /v1/groups/all_staff': 'library',
  'GET /v1/groups/all_admins': 'library',
  'GET /v1/groups/all_users': 'library',
  'GET /v1/messages/:id': 'documented',
  'GET /v1/spaces/:sid/messages/:id': 'library',
  'DELETE /v1/spaces/:sid/messages/:id': 'library',
  'PUT /v1/apps/:aid/users/:uid': 'library',
  'POST /v1/apps/:aid/users': 'documented',
}

const builtIn = async (
  foyer: FoyerClient,
  portal: Portal,
  name: 'all_clients' | 'all_staff' | 'all_admins' | 'all_users',
  role: string | null,
): Promise<void> => {
  const everybody = [...portal.state.users.values()].filter((user) => role === null || user.role === role)
  const { users } = value(await foyer.groups.builtIn(name))
  expect(users.toSorted()).toEqual(everybody.map(({ id }) => id).toSorted())
}

/** Everything that goes out, kept for the tests to look at. */
const recording = (http: Http, sent: Sent[]): Http => ({
  ...http,
  send: (request) => {
    const body = typeof request.body === 'string' ? (JSON.parse(request.body) as Sent['body']) : {}
    sent.push({ method: request.method, path: new URL(request.url).pathname, body })
    return http.send(request)
  },
})

describe.each(['documented', 'library'] as const)('a portal as in the %s form', (form) => {
  const sent: Sent[] = []
  let portal: Portal
  let http: Http
  let world: World

  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small', blobs: 'discard', forms: form })
    http = createHttp()
    const foyer = createFoyerClient({
      ...{ apiUrl: portal.url, key: () => portal.key, http: recording(http, sent) },
      ...{ clock: systemClock, random: systemRandom, log: quiet },
    })
    world = {
      ...{ portal, foyer, sent },
      app: given([...portal.state.apps.keys()][0]) as AppId,
      person: given([...portal.state.users.values()].find(({ role }) => role === 'client')).id as UserId,
      group: given([...portal.state.groups.keys()][0]) as GroupId,
      space: given([...portal.state.spaces.keys()][0]) as SpaceId,
    }
  })
  afterAll(async () => {
    await http.close()
    await portal.close()
  })

  const asked = Object.entries(rows).filter(
    ([endpoint]) => (only[endpoint as keyof typeof rows] ?? form) === form,
  )
  it.each(asked)('%s', async (endpoint, run) => {
    sent.length = 0
    portal.log.clear()
    await run(world)
    const answered = portal.log
      .entries()
      .filter(({ status }) => status === 200)
      .map(({ method, route, url }) => `${method} ${/all_[a-z]+$/.test(url) ? url : route}`)
    expect(answered).toContain(endpoint)
  })

  it('a group’s image is written as logo, read as either, and as avatar where the answer does not carry it', async () => {
    const { foyer } = world
    sent.length = 0
    const { id } = value(
      await foyer.groups.create({ name: 'With image', users: [], logo: 'https://x.test/1' }),
    )
    expect(value(await foyer.groups.get(id)).logo).toBe('https://x.test/1')
    const images = sent
      .filter(({ method }) => method !== 'GET')
      .map(({ body }) => [body['logo'], body['avatar']])
    const asLogo = ['https://x.test/1', undefined]
    expect(images).toEqual(form === 'documented' ? [asLogo] : [asLogo, [undefined, 'https://x.test/1']])
  })

  it('four roles, and one that nobody knows is shown as it came', async () => {
    const { foyer, person } = world
    for (const role of ['guest', 'client', 'staff', 'admin']) {
      expect(value(await foyer.users.create({ email: address(), role })).role).toBe(role)
    }
    const user = given(portal.state.users.get(person))
    const { role } = user
    Object.assign(user, { role: 'auditor' })
    expect(value(await foyer.users.get(person)).role).toBe('auditor')
    Object.assign(user, { role })
  })

  it('serves nothing that no row names', () => {
    const named: ReadonlySet<string> = new Set(Object.keys(rows))
    const slips = ['GET /v1/spaces/:sid/files/:id/:again']
    expect(portal.routes.filter((route) => !named.has(route) && !slips.includes(route))).toEqual([])
    // The built-in groups are four names of one route.
    const missing = [...named].filter(
      (row) =>
        !portal.routes.includes(row) &&
        !row.includes('/groups/all_') &&
        (only[row as keyof typeof rows] ?? form) === form,
    )
    expect(missing).toEqual([])
  })
})
