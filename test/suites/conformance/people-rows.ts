import { expect } from 'vitest'
import type { FoyerClient } from '../../../src/engine/foyer/client.ts'
import type { Portal } from '../../portal/server.ts'
import { address, given, gone, newSpace, newUser, page, type Rows, value } from './stand.ts'

/** People, groups and spaces. */
export const peopleRows = {
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
} as const satisfies Rows

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
