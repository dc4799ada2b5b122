import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { address, given, newBlob, openWorld, page, value } from './stand.ts'

// What the contract says beside its table of endpoints: where the two forms differ, and what the client sends.

describe.each(['documented', 'library'] as const)('a portal as in the %s form', (form) => {
  let world: Awaited<ReturnType<typeof openWorld>>
  beforeAll(async () => {
    world = await openWorld(form)
  })
  afterAll(() => world.close())

  it('a group’s image is written as logo, read as either, and as avatar where the answer does not carry it', async () => {
    const { foyer, sent } = world
    world.forget()
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
    const { foyer, person, portal } = world
    for (const role of ['guest', 'client', 'staff', 'admin']) {
      expect(value(await foyer.users.create({ email: address(), role })).role).toBe(role)
    }
    const user = given(portal.state.users.get(person))
    const { role } = user
    Object.assign(user, { role: 'auditor' })
    expect(value(await foyer.users.get(person)).role).toBe('auditor')
    Object.assign(user, { role })
  })

  it('an invitation goes out only where it is asked for, and so does a space of one’s own', async () => {
    const { foyer, portal, sent } = world
    world.forget()
    const spaces = portal.state.spaces.size
    const [invited, silent, unsaid] = [address(), address(), address()]
    const { id } = value(
      await foyer.users.create({ email: invited, role: 'client', sendRegistrationEmail: true }),
    )
    value(await foyer.users.create({ email: silent, role: 'client', sendRegistrationEmail: false }))
    value(await foyer.users.create({ email: unsaid, role: 'client' }))
    expect(portal.state.invitations.filter((each) => each === id)).toEqual([id])
    expect(portal.state.spaces.size).toBe(spaces)
    expect(sent.map(({ body }) => body)).toEqual([
      { email: invited, role: 'client', send_registration_email: true },
      { email: silent, role: 'client', send_registration_email: false },
      { email: unsaid, role: 'client' },
    ])
  })

  it('every search is ordered by each id the contract names, up and down', async () => {
    const { foyer, space } = world
    for (const dir of ['asc', 'desc'] as const) {
      for (const id of ['email', 'first_name', 'last_name', 'created_at'] as const) {
        value(await foyer.users.search({ ...page, orderBy: [{ id, dir }] }))
      }
      for (const id of ['name', 'created_at'] as const) {
        value(await foyer.groups.search({ ...page, orderBy: [{ id, dir }] }))
        value(await foyer.spaces.search({ ...page, orderBy: [{ id, dir }] }))
        value(await foyer.files.search(space, { ...page, orderBy: [{ id, dir }], parentId: null }))
      }
      const { results } = value(
        await foyer.messages.search(space, { ...page, orderBy: [{ id: 'created_at', dir }] }),
      )
      const times = results.map(({ createdAt }) => createdAt)
      const up = times.toSorted((a, b) => a - b)
      expect(times).toEqual(dir === 'asc' ? up : up.toReversed())
    }
  })

  it('a page that is not full is the last one: pages hold every item once', async () => {
    const { foyer, portal } = world
    const ids: string[] = []
    for (let pageNumber = 1; ; pageNumber += 1) {
      const { results, count } = value(
        await foyer.users.search({ pageSize: 7, pageNumber, orderBy: [{ id: 'created_at', dir: 'asc' }] }),
      )
      expect(count).toBe(portal.state.users.size)
      ids.push(...results.map(({ id }) => id))
      if (results.length < 7) break
    }
    expect(ids.toSorted()).toEqual([...portal.state.users.keys()].toSorted())
  })

  it('a customization that may not be PUT is POSTed, on 405 as on 404', async () => {
    const { foyer, portal, app, person } = world
    portal.faults.add({ route: 'PUT /v1/apps/*', count: 1, status: 405, body: '<html>Not allowed</html>' })
    world.forget()
    const set = await foyer.apps.setCustomization(app, person, { url: '/five' })
    expect(world.sent.map(({ method }) => method)).toEqual(['PUT', 'POST'])
    portal.faults.clear()
    // The library's form has no POST: the second refusal is the answer.
    if (form === 'library') expect(set).toMatchObject({ error: { code: 'not-found' } })
    else expect(value(set).config).toEqual({ url: '/five' })
  })

  it('the same name in the same folder is a new version of one entry, not a second file', async () => {
    const { foyer, space } = world
    const parent = value(
      await foyer.files.createFolder(space, { name: 'Versions', parentId: null, silent: true }),
    )
    const file = { name: 'a.pdf', parentId: parent.id, silent: true }
    for (const size of [1, 2]) {
      value(await foyer.files.register(space, { ...file, size, blob: await newBlob(world, size) }))
    }
    const { results } = value(await foyer.files.search(space, { ...page, parentId: parent.id }))
    expect(results.map(({ name, size }) => [name, size])).toEqual([['a.pdf', 2]])
  })
})
