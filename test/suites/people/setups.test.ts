import { afterEach, beforeEach, expect, test } from 'vitest'
import { spacePattern, spaceTemplateId, type SetupId } from '../../../src/core/people/space-template.ts'
import type { UserId } from '../../../src/core/person.ts'
import { createDirectory } from '../../../src/engine/people/people.ts'
import { createSetups, type SetupPlan, type Setups } from '../../../src/engine/people/setups.ts'
import { createWorld, settleMs, valueOf, type World } from './world.ts'

// Spaces set up from templates, against the test portal over HTTP and a journal on disk.

let world: World
let setups: Setups
let people: UserId[]

const open = (): Setups => createSetups(world.context(), () => undefined, settleMs)

beforeEach(async () => {
  world = await createWorld()
  const directory = createDirectory(world.context(), settleMs)
  people = []
  for (const name of ['Ada', 'Bo', 'Cy']) {
    const added = await directory.add({ email: `${name}@example.com`, role: 'client', firstName: name })
    people.push(valueOf(added).user.id)
  }
  setups = open()
})

afterEach(async () => {
  await setups.close()
  await world.close()
})

const pattern = spacePattern.parse({
  ...{ spaceName: 'Onboarding {client}', users: [], groups: [] },
  ...{ folders: ['Contracts/Signed', 'Letters'], message: 'Welcome, {client}.', fields: [] },
})
const templateId = spaceTemplateId.parse('t1')

const plan = (more: Partial<SetupPlan> = {}) =>
  setups.plan({
    ...{ templateId, title: 'Onboarding', pattern, people, values: {}, existing: 'leave' },
    ...{ me: 'Mia', date: 'today', ...more },
  })

const carryOut = async (id: SetupId) => {
  valueOf(await setups.start(id, 0))
  return valueOf(await setups.ended(id))
}

const made = () => [...world.portal.state.spaces.values()].filter(({ name }) => name.startsWith('Onboarding'))
const folders = (spaceId: string) =>
  [...world.portal.state.files(spaceId).all()].filter((file) => file.is_folder).map(({ name }) => name)
const queued = async () => {
  const rows = await world.context().archive.run('outbox.rows', undefined)
  return rows.map(({ spaceId, content }) => `${spaceId} ${content}`)
}

/** Each person has one space, its three folders once, and one message in the outbox. */
const expectWhole = async () => {
  const spaces = made()
  expect(spaces.map(({ name }) => name).sort()).toEqual(['Onboarding Ada', 'Onboarding Bo', 'Onboarding Cy'])
  for (const { id } of spaces) expect(folders(id).sort()).toEqual(['Contracts', 'Letters', 'Signed'])
  const messages = spaces.map(({ id, name }) => `${id} Welcome, ${name.slice('Onboarding '.length)}.`)
  expect([...(await queued())].sort()).toEqual(messages.sort())
}

test('P1.26: a dry run makes nothing; started, each person has a space with folders and a message', async () => {
  const planned = await plan()
  expect(planned.counts).toMatchObject({ planned: 3, 'left-out': 0 })
  expect(made()).toEqual([])
  const done = await carryOut(planned.id)
  expect(done).toMatchObject({ state: 'done', counts: { done: 3 } })
  await expectWhole()
  expect(made().map(({ members }) => members.users.length)).toEqual([1, 1, 1])
})

test('P1.26: applied again, everybody is left out, and nothing is made', async () => {
  await carryOut((await plan()).id)
  const again = await plan({ existing: 'make' })
  expect(again.rows.map(({ leftOut }) => leftOut)).toEqual(['had', 'had', 'had'])
  await carryOut(again.id)
  await expectWhole()
})

test('P1.27: a space whose answer was lost is found again and not made twice', async () => {
  world.portal.faults.add({ route: 'POST /v1/spaces', lostReply: true, count: 2 })
  const done = await carryOut((await plan()).id)
  expect(done.state).toBe('done')
  await expectWhole()
})

test('P1.27: a space of that name which was there before is not taken for the lost one', async () => {
  const there = valueOf(
    await createDirectory(world.context()).addSpace('Onboarding Ada', { users: [], groups: [] }),
  )
  world.portal.faults.add({ route: 'POST /v1/spaces', lostReply: true, count: 1 })
  const done = await carryOut((await plan({ existing: 'make', people: people.slice(0, 1) })).id)
  expect(done.counts.done).toBe(1)
  expect(made()).toHaveLength(2)
  expect(done.rows[0]?.spaceId).not.toBe(there.id)
})

test('P1.28: a folder whose answer was lost is there once', async () => {
  world.portal.faults.add({ route: 'POST /v1/spaces/:id/files', lostReply: true, count: 3 })
  const done = await carryOut((await plan()).id)
  expect(done.state).toBe('done')
  await expectWhole()
})

test('P1.27, P1.29, P1.30: stopped at each request and opened anew, it goes on: nothing is missing, nothing doubled', async () => {
  const { id } = await plan()
  // Every request but the last few of a whole run is, one life each, the one at which the program ends.
  for (let life = 0; life < 12; life += 1) {
    const before = world.portal.log.entries().length
    valueOf(await setups.start(id, 0))
    await expect
      .poll(() => world.portal.log.entries().length, { interval: 2 })
      .toBeGreaterThan(before + (life % 4))
    await setups.close()
    await world.reopen()
    setups = open()
  }
  await setups.resumeAll()
  const done = valueOf(await setups.ended(id))
  expect(done).toMatchObject({ state: 'done', counts: { done: 3 } })
  await expectWhole()
})

test('P1.30: no connection stands in everybody’s way: it stands still, and goes on when the connection is back', async () => {
  const fault = world.portal.faults.add({ route: '/v1/*', status: 503 })
  const stopped = await carryOut((await plan()).id)
  expect(stopped).toMatchObject({ state: 'paused', problem: { code: 'server-error' } })
  world.portal.faults.remove(fault)
  // As when the connection is back; it needs nobody.
  await setups.resumeAll()
  expect(valueOf(await setups.ended(stopped.id)).state).toBe('done')
  await expectWhole()
})

test('P1.30: what a person paused waits for a person', async () => {
  world.portal.faults.add({ route: 'POST /v1/spaces', delayMs: 200 })
  const { id } = await plan()
  valueOf(await setups.start(id, 0))
  valueOf(await setups.pause(id))
  await setups.resumeAll()
  expect(valueOf(await setups.get(id)).state).toBe('paused')
  expect((await carryOut(id)).counts).toMatchObject({ done: 3 })
  await expectWhole()
})

test('P1.30: a refused row keeps its reason, stops no other, and can be tried again alone', async () => {
  world.portal.faults.add({
    ...{ route: 'POST /v1/spaces', status: 422, count: 1 },
    body: { result: { message: 'name: not today' } },
  })
  const done = await carryOut((await plan()).id)
  expect(done.counts).toMatchObject({ done: 2, failed: 1 })
  expect(done.rows.find(({ phase }) => phase === 'failed')?.problem).toMatchObject({
    ...{ code: 'invalid', about: 'Onboarding Ada', detail: 'name: not today' },
  })
  expect((await carryOut(done.id)).counts).toMatchObject({ done: 3, failed: 0 })
  await expectWhole()
})

test('a template is kept, changed and removed', async () => {
  const template = { ...pattern, id: templateId, name: 'Onboarding' }
  await setups.saveTemplate(template)
  await setups.saveTemplate({ ...template, name: 'Welcome' })
  expect(await setups.templates()).toEqual([{ ...template, name: 'Welcome' }])
  await setups.removeTemplate(templateId)
  expect(await setups.templates()).toEqual([])
})
