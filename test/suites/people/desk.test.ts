import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NamedMembers, PersonFieldValues } from '../../../src/core/people/directory-views.ts'
import { type GroupId, userId, type UserId } from '../../../src/core/person.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import { createPeopleDesk, type PeopleDesk } from '../../../src/engine/people/desk.ts'
import { createDirectory } from '../../../src/engine/people/people.ts'
import { createSync } from '../../../src/engine/sync/sync.ts'
import { createWorld, settleMs, valueOf, type World } from './world.ts'

// Managing people, groups and spaces against the test portal over HTTP.

let world: World
let desk: PeopleDesk
let staffMode = false

beforeEach(async () => {
  world = await createWorld()
  staffMode = false
  const context = world.context()
  desk = createPeopleDesk(context, createDirectory(context, settleMs), () => staffMode)
  const sync = createSync(context)
  await sync.everything(() => undefined)
  await sync.close()
})

afterEach(() => world.close())

const state = () => world.portal.state
const fields = (email: string, more: Partial<PersonFieldValues> = {}): PersonFieldValues => ({
  ...{ email, role: 'client', firstName: 'Nia', lastName: 'New', phoneNumber: null, avatar: null, ...more },
})
const addNia = async (): Promise<UserId> =>
  valueOf(
    await desk.addPerson({ email: 'nia@example.com', role: 'client', firstName: 'Nia', lastName: 'New' }),
  ).user.id
const aSpace = () => {
  const [space] = [...state().spaces.values()]
  if (space === undefined) throw new Error('The fixture has no space')
  return space
}

test('a client is made with an invitation and a space of their own, and is in the archive with the built-in groups', async () => {
  const before = state().spaces.size
  const added = valueOf(
    await desk.addPerson({
      ...{ email: 'nia@example.com', role: 'client', firstName: 'Nia', lastName: 'New' },
      ...{ sendRegistrationEmail: true, makeDefaultSpace: true },
    }),
  )
  expect(state().invitations).toEqual([added.user.id])
  expect(state().spaces.size).toBe(before + 1)
  const person = valueOf(await desk.person(added.user.id))
  expect(person.groups.filter(({ builtIn }) => builtIn).map(({ name }) => name)).toContain('All clients')
  expect(person.spaces.map(({ name }) => name)).toEqual(['Nia New'])
})

test.each([
  ['lost after it was saved', { lostReply: true }, true],
  ['lost before anything was saved', { status: 504 }, false],
] as const)('P1.10: a space whose answer is %s is never made twice', async (_what, fault, saved) => {
  const directory = createDirectory(world.context(), settleMs)
  const members = { users: [], groups: [] }
  const namesake = valueOf(await directory.addSpace('Twins Ltd', members))
  world.portal.faults.add({ route: 'POST /v1/spaces', count: 1, ...fault })
  const second = await directory.addSpace('Twins Ltd', members)
  const twins = [...state().spaces.values()].filter(({ name }) => name === 'Twins Ltd')
  expect(twins).toHaveLength(saved ? 2 : 1)
  if (saved) expect(valueOf(second).id).not.toBe(namesake.id)
  else expect(second).toMatchObject({ ok: false, error: { unsure: true, about: 'Twins Ltd' } })
})

test('P1.22: an address that is there already makes nobody', async () => {
  const id = await addNia()
  const again = valueOf(await desk.addPerson({ email: 'NIA@example.com ', role: 'client' }))
  expect(again).toMatchObject({ wasThere: true, user: { id } })
})

test('P1.21: deleting, changing a role and making an admin are locked until staff mode is on', async () => {
  const id = await addNia()
  const admin = await desk.addPerson({ email: 'boss@example.com', role: 'admin' })
  expect(admin).toMatchObject({ ok: false, error: { code: 'staff-mode' } })
  const base = fields('nia@example.com')
  const promoted = await desk.savePerson(id, { base, mine: { ...base, role: 'staff' } })
  expect(promoted).toMatchObject({ ok: false, error: { code: 'staff-mode', about: 'nia@example.com' } })
  for (const locked of [await desk.removePerson(id), await desk.removeSpace(aSpace().id as SpaceId)]) {
    expect(locked).toMatchObject({ ok: false, error: { code: 'staff-mode' } })
  }
  expect(state().users.has(id)).toBe(true)
  staffMode = true
  expect(valueOf(await desk.savePerson(id, { base, mine: { ...base, role: 'staff' } }))).toEqual({
    kind: 'saved',
  })
  expect(state().users.get(id)?.role).toBe('staff')
  valueOf(await desk.removePerson(id))
  expect(state().users.has(id)).toBe(false)
  expect(valueOf(await desk.person(id)).listed).toBe(false)
  // Already gone is what was wanted.
  expect(await desk.removePerson(id)).toMatchObject({ ok: true })
})

test('P1.14: two people change different fields of a person: both changes are there', async () => {
  const id = await addNia()
  const base = fields('nia@example.com')
  Object.assign(state().users.get(id) ?? {}, { phone_number: '+49 1' })
  const saved = valueOf(await desk.savePerson(id, { base, mine: { ...base, lastName: null } }))
  expect(saved).toEqual({ kind: 'saved' })
  expect(state().users.get(id)).toMatchObject({ last_name: null, phone_number: '+49 1', first_name: 'Nia' })
})

test('P1.14: two people change the same field differently: nothing is written before one decides', async () => {
  const id = await addNia()
  const base = fields('nia@example.com')
  Object.assign(state().users.get(id) ?? {}, { last_name: 'Theirs' })
  const mine = { ...base, lastName: 'Mine', phoneNumber: '+1' }
  const clash = valueOf(await desk.savePerson(id, { base, mine }))
  expect(clash).toEqual({
    kind: 'clash',
    clashes: [{ field: 'lastName', base: 'New', mine: 'Mine', theirs: 'Theirs' }],
  })
  expect(state().users.get(id)).toMatchObject({ last_name: 'Theirs', phone_number: null })
  // Deciding is saying that one saw theirs.
  const decided = { base: { ...base, lastName: 'Theirs' }, mine }
  expect(valueOf(await desk.savePerson(id, decided))).toEqual({ kind: 'saved' })
  expect(state().users.get(id)).toMatchObject({ last_name: 'Mine', phone_number: '+1' })
})

test('P1.14: members of a space and of a group changed by two at once: both are kept', async () => {
  const nia = await addNia()
  const [one, two] = [...state().users.keys()]
  const space = aSpace()
  const base = valueOf(await desk.space(space.id as SpaceId))
  const other = [...state().users.keys()].find((id) => !space.members.users.includes(id) && id !== nia) ?? ''
  const gone = base.members.users[0] ?? ''
  space.members = { ...space.members, users: [...space.members.users.filter((id) => id !== gone), other] }
  const mine: NamedMembers = { ...base, members: { ...base.members, users: [...base.members.users, nia] } }
  expect(valueOf(await desk.saveSpace(space.id as SpaceId, { base, mine }))).toEqual({ kind: 'saved' })
  const now = state().spaces.get(space.id)?.members.users ?? []
  expect(now).toContain(nia)
  expect(now).toContain(other)
  expect(now).not.toContain(gone)

  const group = valueOf(await desk.addGroup('Board', [nia]))
  const shown = { name: 'Board', members: { users: [nia], groups: [] } }
  Object.assign(state().groups.get(group.id) ?? {}, { users: [nia, one] })
  const wanted = { name: 'The board', members: { users: [nia, userId.parse(two)], groups: [] } }
  valueOf(await desk.saveGroup(group.id, { base: shown, mine: wanted }))
  expect(state().groups.get(group.id)).toMatchObject({ name: 'The board', users: [nia, one, two] })
})

test('P1.14: a name that two changed differently is a clash, and nothing is written', async () => {
  const space = aSpace()
  const base = valueOf(await desk.space(space.id as SpaceId))
  space.name = 'Theirs'
  const clash = valueOf(await desk.saveSpace(space.id as SpaceId, { base, mine: { ...base, name: 'Mine' } }))
  expect(clash).toMatchObject({ kind: 'clash', clashes: [{ field: 'name', mine: 'Mine', theirs: 'Theirs' }] })
  expect(state().spaces.get(space.id)?.name).toBe('Theirs')
})

test('P1.15: who can see a space is read afresh: a group somebody just filled is told of, with admins and every way', async () => {
  const nia = await addNia()
  const group = valueOf(await desk.addGroup('Board', []))
  const space = aSpace()
  space.members = { users: [nia], groups: [group.id] }
  Object.assign(state().groups.get(group.id) ?? {}, { users: [nia] })
  const viewers = valueOf(await desk.viewers(space.id as SpaceId, true))
  expect(viewers.find(({ id }) => id === nia)?.ways).toEqual([
    { kind: 'member' },
    { kind: 'group', groupId: group.id, name: 'Board', builtIn: false },
  ])
  const admins = [...state().users.values()].filter(({ role }) => role === 'admin')
  for (const { id } of admins) {
    expect(viewers.find((each) => each.id === id)?.ways).toContainEqual({ kind: 'admin' })
  }
  expect(viewers).toHaveLength(admins.length + 1)
})

test('the built-in groups come first and are marked; a group that is deleted goes from spaces too', async () => {
  const group = valueOf(await desk.addGroup('Board', []))
  const listed = await desk.groups()
  expect(listed.slice(0, 4).map(({ builtIn }) => builtIn)).toEqual([true, true, true, true])
  expect(listed.find(({ id }) => id === group.id)).toMatchObject({
    name: 'Board',
    builtIn: false,
    memberCount: 0,
  })
  expect(await desk.addGroup('board', [])).toMatchObject({ ok: false, error: { code: 'exists' } })
  staffMode = true
  valueOf(await desk.removeGroup(group.id))
  expect((await desk.groups()).some(({ id }) => id === group.id)).toBe(false)
  expect(await desk.group('gone' as GroupId)).toMatchObject({ ok: false, error: { code: 'unknown-id' } })
})

test('P1.20: the portal’s refusal comes back with its words', async () => {
  const id = await addNia()
  const base = fields('nia@example.com')
  const taken = [...state().users.values()].find((user) => user.id !== id)?.email ?? ''
  const refused = await desk.savePerson(id, { base, mine: { ...base, email: taken } })
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'invalid', detail: 'A user with this email already exists' },
  })
})
