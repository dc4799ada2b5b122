import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usualChoices } from '../../../src/core/people/import-row.ts'
import { createFoundryDesk } from '../../../src/engine/foundry/desk.ts'
import { defaultFoundrySettings } from '../../../src/core/foundry/settings.ts'
import { csvSource, foundrySource } from '../../../src/engine/people/sources.ts'
import { createDirectory } from '../../../src/engine/people/people.ts'
import type { UserId } from '../../../src/core/person.ts'
import { createVirtualClock } from '../../foundry/clock.ts'
import { startFoundry } from '../../foundry/server.ts'
import { addresses, apiTimeoutMs, createWorld, rowOf, settleMs, valueOf, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

const plan = async (rows: Parameters<typeof rowOf>[0][], choices = usualChoices) =>
  valueOf(
    await world.imports().plan({
      source: 'csv',
      title: 'people.csv',
      complete: true,
      choices,
      rows: rows.map((one) => rowOf(one)),
    }),
  )
const carryOut = async (id: Awaited<ReturnType<typeof plan>>['id']) => {
  valueOf(await world.imports().start(id))
  return valueOf(await world.imports().ended(id))
}
const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@new.example`)
const posts = () =>
  world.portal.log.entries().filter(({ method, route }) => method === 'POST' && route === '/v1/users').length

describe('an import', () => {
  it('P1.7: adds everybody once, sends no invitation, and changes nothing the second time', async () => {
    const first = await plan(many(30))
    expect(first).toMatchObject({ state: 'plan', invitations: 0, sums: { new: 30 } })
    expect(await carryOut(first.id)).toMatchObject({ state: 'done', done: 30, failed: 0 })
    expect(world.portal.state.invitations).toEqual([])
    const before = posts()
    const second = await plan(many(30))
    expect(second).toMatchObject({ todo: 0, sums: { new: 0, changed: 0, same: 30 } })
    expect((await carryOut(second.id)).state).toBe('done')
    expect(posts()).toBe(before)
  })

  it('P1.11: invitations go only where chosen, and are counted beforehand', async () => {
    const planned = await plan(many(3), { ...usualChoices, invite: true })
    expect(planned.invitations).toBe(3)
    await carryOut(planned.id)
    expect(world.portal.state.invitations).toHaveLength(3)
  })

  it('P1.9: whoever appears between plan and writing is linked, not doubled', async () => {
    const planned = await plan(many(5))
    valueOf(await world.context().foyer.users.create({ email: 'P3@new.example', role: 'guest' }))
    await carryOut(planned.id)
    const { rows } = await world.imports().rows(planned.id, { only: 'all', offset: 0, limit: 100 })
    expect(rows.map(({ outcome }) => outcome).toSorted()).toEqual([
      'created',
      'created',
      'created',
      'created',
      'there',
    ])
    expect(addresses(world.portal).get('p3@new.example')).toBe(1)
  })

  it.each([
    ['lost after it was saved', { lostReply: true }],
    ['given up by a gateway after it was saved', { status: 504, commitLateMs: 0 }],
    ['saved late, after the client had given up', { hang: true, commitLateMs: apiTimeoutMs + settleMs }],
  ] as const)('P1.10: a creation whose answer is %s is neither lost nor doubled', async (_what, fault) => {
    const planned = await plan(many(6))
    world.portal.faults.add({ route: 'POST /v1/users', count: 3, ...fault })
    expect(await carryOut(planned.id)).toMatchObject({ state: 'done', done: 6, failed: 0 })
    expect(many(6).map((email) => addresses(world.portal).get(email))).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('P1.12: a refused row is named and stops nobody; tried again alone it is done', async () => {
    const planned = await plan(many(4))
    world.portal.faults.add({
      ...{
        route: 'POST /v1/users',
        count: 1,
        status: 422,
        body: { result: { message: 'email: no such domain' } },
      },
    })
    expect(await carryOut(planned.id)).toMatchObject({ state: 'done', done: 3, failed: 1 })
    const failed = await world.imports().rows(planned.id, { only: 'failed', offset: 0, limit: 10 })
    expect(failed.rows).toMatchObject([{ problem: { code: 'invalid', detail: 'email: no such domain' } }])
    valueOf(await world.imports().retryFailed(planned.id))
    expect(valueOf(await world.imports().ended(planned.id))).toMatchObject({ done: 4, failed: 0 })
  })

  it('P1.12: a lost connection leaves it standing, and it goes on', async () => {
    const planned = await plan(many(8))
    world.portal.faults.add({ route: '/v1/*', skip: 9, cut: 'before' })
    const stood = await carryOut(planned.id)
    expect(stood).toMatchObject({ state: 'paused', problem: { code: 'unreachable' } })
    world.portal.faults.clear()
    await world.reopen()
    expect(await carryOut(planned.id)).toMatchObject({ state: 'done', done: 8 })
    expect(many(8).map((email) => addresses(world.portal).get(email))).toEqual(many(8).map(() => 1))
  })

  it('P1.5: fills blanks, writes over only what was chosen, and leaves what somebody changed meanwhile', async () => {
    const { foyer } = world.context()
    const made = valueOf(
      await foyer.users.create({ email: 'a@new.example', role: 'client', lastName: 'Old' }),
    )
    const rows = [rowOf('a@new.example', { firstName: 'Ada', lastName: 'New' })]
    const input = { source: 'csv', title: 'x.csv', rows, complete: true } as const
    const plain = valueOf(await world.imports().plan({ ...input, choices: usualChoices }))
    await carryOut(plain.id)
    expect(world.portal.state.users.get(made.id)).toMatchObject({ first_name: 'Ada', last_name: 'Old' })
    const choices = { ...usualChoices, overwrite: ['lastName' as const] }
    const over = valueOf(await world.imports().plan({ ...input, choices }))
    valueOf(await foyer.users.update(made.id, { lastName: 'Theirs' }))
    await carryOut(over.id)
    expect(world.portal.state.users.get(made.id)?.last_name).toBe('Theirs')
    const last = valueOf(await world.imports().plan({ ...input, choices }))
    await carryOut(last.id)
    expect(world.portal.state.users.get(made.id)?.last_name).toBe('New')
  })

  it('P1.8: groups are made once, their members added to what is there', async () => {
    const rows = many(3).map((email) => rowOf(email, { groups: ['Bergen'] }))
    const input = { source: 'csv', title: 'x.csv', rows, complete: true, choices: usualChoices } as const
    world.portal.faults.add({ route: 'POST /v1/groups', count: 1, lostReply: true })
    await carryOut(valueOf(await world.imports().plan(input)).id)
    const groups = [...world.portal.state.groups.values()].filter(({ name }) => name === 'Bergen')
    expect(groups.map(({ users }) => users.length)).toEqual([3])
    expect(valueOf(await world.imports().plan(input)).groups).toEqual([])
  })
})

describe('Foundry', () => {
  it('F1.2, P1.1: connected, imported by location into groups, twice; the credentials are in the keychain alone', async () => {
    const clock = createVirtualClock()
    const foundry = await startFoundry({ people: 240, clock })
    try {
      const context = { ...world.context(), ports: { ...world.context().ports, clock } }
      const desk = createFoundryDesk(context, context.ports.secrets)
      const settings = { ...defaultFoundrySettings, baseUrl: foundry.url }
      const wrong = await desk.connect(settings, { clientId: foundry.clientId, clientSecret: 'no' })
      expect(wrong).toMatchObject({ ok: false, error: { code: 'foundry-login' } })
      expect(await desk.client()).toMatchObject({ ok: false, error: { code: 'foundry-missing' } })
      valueOf(await desk.connect(settings, foundry))
      const [place] = foundry.directory.locations
      const choice = {
        locationIds: [place?.id ?? ''],
        label: null,
        active: true,
        groups: 'location',
      } as const
      const source = valueOf(await foundrySource(desk, choice))
      expect(source.title).toBe(`Foundry: ${place?.name ?? ''}`)
      const planned = valueOf(await world.imports().plan({ ...source, choices: usualChoices }))
      const wanted = foundry.directory.people.filter(
        ({ active, location_id: at }) => active && at === Number(place?.id),
      )
      expect(planned.sums.new).toBe(wanted.length)
      expect(await carryOut(planned.id)).toMatchObject({ state: 'done', failed: 0 })
      // The link holds where the address has changed.
      const [one] = wanted
      if (one !== undefined) one.email = 'renamed@people.example'
      const again = valueOf(
        await world.imports().plan({ ...valueOf(await foundrySource(desk, choice)), choices: usualChoices }),
      )
      expect(again).toMatchObject({ todo: 0, groups: [], sums: { new: 0, changed: 0, same: wanted.length } })
    } finally {
      await foundry.close()
    }
  })
})

describe('P1.16: tables', () => {
  const text = 'Vorname;Nachname;E-Mail\r\n"Jörg\nvon";Weiß;joerg@new.example\r\n'
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', utf16],
    ['UTF-16 without BOM', utf16.subarray(2)],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('%s, semicolons and a line break in quotes', async (_name, bytes) => {
    const path = join(world.place.folder, 'people.csv')
    await writeFile(path, bytes)
    expect(valueOf(await csvSource(path)).rows).toMatchObject([
      { email: 'joerg@new.example', firstName: 'Jörg\nvon', lastName: 'Weiß' },
    ])
  })

  it('something that is no table is named', async () => {
    const path = join(world.place.folder, 'film.csv')
    await writeFile(path, Buffer.from([0, 1, 2, 0, 255]))
    expect(await csvSource(path)).toMatchObject({
      ok: false,
      error: { code: 'table-not-text', about: 'film.csv' },
    })
    expect(await csvSource(`${path}.gone`)).toMatchObject({ ok: false, error: { code: 'source-missing' } })
  })
})

describe('people and spaces', () => {
  it('P1.9: adding somebody who is there, or whose creation is in doubt, makes nobody twice', async () => {
    const directory = createDirectory(world.context(), settleMs)
    const person = { email: ' Nora@new.example', role: 'client' }
    world.portal.faults.add({ route: 'POST /v1/users', count: 1, lostReply: true })
    expect(valueOf(await directory.add(person)).wasThere).toBe(false)
    expect(valueOf(await directory.add(person)).wasThere).toBe(true)
    expect(addresses(world.portal).get('nora@new.example')).toBe(1)
    expect(await directory.add({ email: 'nobody', role: 'client' })).toMatchObject({
      error: { code: 'bad-email', about: 'nobody' },
    })
  })

  it('P1.14: two who change the members of a space at once both have their way', async () => {
    const directory = createDirectory(world.context())
    const [a, b, c] = [...world.portal.state.users.keys()] as UserId[]
    if (a === undefined || b === undefined || c === undefined) throw new Error('Too few people')
    const base = { users: [a], groups: [] }
    const space = valueOf(await directory.addSpace('Together', base))
    valueOf(await directory.changeMembers(space.id, { base, wanted: { users: [a, b], groups: [] } }))
    const after = valueOf(
      await directory.changeMembers(space.id, { base, wanted: { users: [c], groups: [] } }),
    )
    expect([...after.members.users].toSorted()).toEqual([b, c].toSorted())
  })
})
