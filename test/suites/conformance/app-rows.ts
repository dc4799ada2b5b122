import { expect } from 'vitest'
import { given, gone, newApp, type Rows, value } from './stand.ts'

/** Apps, and what they are for single people. */
export const appRows = {
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
} as const satisfies Rows
