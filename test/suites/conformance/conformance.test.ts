import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRows } from './app-rows.ts'
import { contentRows } from './content-rows.ts'
import { peopleRows } from './people-rows.ts'
import { type Form, openWorld } from './stand.ts'

// The contract's table of endpoints, row by row, against the test portal over HTTP. Each row says which request it is;
// a route of the portal that is in no row fails, as does a row that the portal has not.

const rows = { ...peopleRows, ...contentRows, ...appRows }

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
describe.each(['documented', 'library'] as const)('a portal as in the %s form', (form) => {
  let world: Awaited<ReturnType<typeof openWorld>>
  beforeAll(async () => {
    world = await openWorld(form)
  })
  afterAll(() => world.close())

  const asked = Object.entries(rows).filter(
    ([endpoint]) => (only[endpoint as keyof typeof rows] ?? form) === form,
  )
  it.each(asked)('%s', async (endpoint, run) => {
    world.forget()
    await run(world)
    const answered = world.portal.log
      .entries()
      .filter(({ status }) => status === 200)
      .map(({ method, route, url }) => `${method} ${/all_[a-z]+$/.test(url) ? url : route}`)
    expect(answered).toContain(endpoint)
  })

  it('serves nothing that no row names', () => {
    const { portal } = world
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
