import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultFoundrySettings } from '../../../src/core/foundry/settings.ts'
import type { UserId } from '../../../src/core/person.ts'
import { createTraining, type Training } from '../../../src/engine/customizations/training.ts'
import { createFoundryDesk } from '../../../src/engine/foundry/desk.ts'
import { type Foundry, startFoundry } from '../../foundry/server.ts'
import { valueOf } from '../people/world.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
let foundry: Foundry
let training: Training
let linked: { readonly userId: UserId; readonly sourceId: string }

beforeEach(async () => {
  foundry = await startFoundry({ people: 150 })
  desk = await openDesk()
  const context = desk.world.context()
  const door = createFoundryDesk(context, context.ports.secrets)
  const { clientId, clientSecret, url } = foundry
  valueOf(await door.connect({ ...defaultFoundrySettings, baseUrl: url }, { clientId, clientSecret }))
  training = createTraining(context, door, desk.customizations())
  // One person of the portal has the address of one in Foundry.
  const [user] = desk.people
  const [source] = foundry.directory.people
  if (user === undefined || source === undefined) throw new Error('Nobody is there')
  const record = desk.world.portal.state.users.get(user.id)
  Object.assign(record ?? {}, { email: source.email })
  linked = { userId: user.id, sourceId: source.id }
})
afterEach(async () => {
  await desk.close()
  await foundry.close()
})

const asked = (): readonly URLSearchParams[] =>
  foundry.seen
    .filter(({ url }) => url.startsWith('/v1/progress'))
    .map(({ url }) => new URL(url, 'http://x').searchParams)
const publish = async () => {
  const planned = valueOf(await training.plan({ appId: desk.appId, key: 'training' }))
  valueOf(await desk.customizations().start(planned.id))
  return valueOf(await desk.customizations().ended(planned.id))
}

it('C1.18, F1.11: progress is scrolled through once, and then only what changed is asked for', async () => {
  const first = valueOf(await training.read())
  expect(first.changed).toBe(foundry.directory.assignments.length)
  const scrolled = asked()
  expect([scrolled[0]?.get('since'), scrolled[0]?.get('scroll_id')]).toEqual([null, null])
  expect(scrolled.slice(1).every((query) => query.get('scroll_id') !== null)).toBe(true)
  expect(valueOf(await training.read()).changed).toBe(0)
  const [assignment] = foundry.directory.assignments
  if (assignment === undefined) throw new Error('Nothing is assigned')
  Object.assign(assignment, { percent: 100, status: 'completed', changedAt: Date.now() })
  expect(valueOf(await training.read()).changed).toBe(1)
  expect(asked().at(-1)?.get('since')).not.toBeNull()
})

it('C1.18: a scroll that Foundry forgot in the middle is begun again, and nobody is missing', async () => {
  foundry.faults.add({
    ...{ route: 'GET /v1/progress/*', skip: 1, count: 1, status: 404 },
    body: { errors: [{ title: 'No such scroll' }] },
  })
  expect(valueOf(await training.read()).changed).toBe(foundry.directory.assignments.length)
  expect(asked().filter((query) => query.get('scroll_id') === null)).toHaveLength(2)
})

it('C1.19 to C1.21: a person’s status is published beside what is there, changed people only, and rolled back', async () => {
  await desk.setBehind(linked.userId, { url: '/mine' })
  expect(valueOf(await training.read()).view).toMatchObject({ connected: true, people: 0 })
  const dry = valueOf(await training.plan({ appId: desk.appId, key: 'training' }))
  expect([dry.sums, desk.configOf(linked.userId)]).toEqual([
    { set: 1, same: 0, skipped: 0 },
    { url: '/mine' },
  ])
  expect(await training.view()).toMatchObject({ appId: desk.appId, people: 1 })
  const own = foundry.directory.assignments.filter(({ userId }) => userId === linked.sourceId)
  expect(await training.of(linked.userId)).toMatchObject({ assigned: own.length })

  const done = await publish()
  expect(done).toMatchObject({ kind: 'training', written: 1 })
  expect(desk.configOf(linked.userId)).toMatchObject({ url: '/mine', training: { assigned: own.length } })
  const before = desk.world.portal.log.entries().length
  expect(await publish()).toMatchObject({ sums: { set: 0, same: 1 } })
  // Not even looked at: only the list of apps and the people were asked for.
  const since = desk.world.portal.log.entries().slice(before)
  expect(since.filter(({ url }) => url.includes(`/users/${linked.userId}`))).toEqual([])

  const planned = valueOf(await desk.customizations().rollback(done.id, null))
  valueOf(await desk.customizations().start(planned.id))
  expect(valueOf(await desk.customizations().ended(planned.id))).toMatchObject({ written: 1, left: 0 })
  expect(desk.configOf(linked.userId)).toEqual({ url: '/mine' })
  expect(await publish()).toMatchObject({ written: 1 })
})

it('C1.18: without a connection it says so', async () => {
  const context = desk.world.context()
  const door = createFoundryDesk(context, context.ports.secrets)
  valueOf(await door.disconnect())
  expect(await training.read()).toMatchObject({ ok: false, error: { code: 'foundry-missing' } })
})
