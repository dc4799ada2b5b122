import { afterEach, describe, expect, it } from 'vitest'

import { createCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Forms } from './options.ts'
import { startPortal } from './server.ts'
import type { Portal } from './server.ts'

describe('groups, apps and both forms of the API', () => {
  let portal: Portal | undefined
  afterEach(() => portal?.close())

  async function open(forms: Forms): Promise<{ call: Caller; running: Portal }> {
    const running = await startPortal({ fixture: 'small', blobs: 'discard', forms })
    portal = running
    return { call: createCaller(running), running }
  }
  const id = (answer: { readonly result: unknown }) => (answer.result as { id: string }).id

  it('take a group’s image as logo or as avatar and answer both', async () => {
    const { call } = await open('both')
    const made = await call('POST', '/groups', { name: 'Friends', users: [], logo: 'one.png' })
    expect(made.result).toMatchObject({ logo: 'one.png', avatar: 'one.png' })
    const changed = await call('PATCH', `/groups/${id(made)}`, { avatar: 'two.png' })
    expect(changed.result).toMatchObject({ name: 'Friends', logo: 'two.png', avatar: 'two.png' })
  })

  it('know only logo when documented, only avatar when as the library has it', async () => {
    const documented = await open('documented')
    const first = await documented.call('POST', '/groups', { name: 'A', logo: 'a.png', avatar: 'b.png' })
    expect(first.result).toMatchObject({ logo: 'a.png' })
    expect(first.result).not.toHaveProperty('avatar')
    await documented.running.close()
    const library = await open('library')
    const second = await library.call('POST', '/groups', { name: 'A', logo: 'a.png', avatar: 'b.png' })
    expect(second.result).toMatchObject({ avatar: 'b.png' })
    expect(second.result).not.toHaveProperty('logo')
  })

  it('have groups that are always there, following the users’ roles', async () => {
    const { call } = await open('both')
    const users = async (name: string) =>
      ((await call('GET', `/groups/${name}`)).result as { users: string[] }).users.length
    expect([
      await users('all_clients'),
      await users('all_staff'),
      await users('all_admins'),
      await users('all_users'),
    ]).toEqual([3, 2, 1, 6])
    await call('POST', '/users', { email: 'new@example.com', role: 'client' })
    expect(await users('all_clients')).toBe(4)
    expect((await call('GET', '/groups/all_dogs')).status).toBe(404)
  })

  it('set a customization by PUT and by POST, one for one user', async () => {
    const { call, running } = await open('both')
    const app = id(
      await call('POST', '/apps', {
        label: 'Shop',
        icon: 'cart',
        route: '/shop',
        app_type: 'link',
        config_type: 'user',
      }),
    )
    const user = running.state.keyUser
    expect((await call('GET', `/apps/${app}/users/${user}`)).status).toBe(404)
    const put = await call('PUT', `/apps/${app}/users/${user}`, { config: { url: 'https://a.example' } })
    const post = await call('POST', `/apps/${app}/users`, {
      user_id: user,
      app_id: app,
      config: { url: 'https://b.example' },
    })
    expect(id(post)).toBe(id(put))
    expect((await call('GET', `/apps/${app}/users/${user}`)).result).toMatchObject({
      config: { url: 'https://b.example' },
    })
    expect((await call('DELETE', `/apps/${app}/users/${user}`)).result).toEqual({ message: 'OK' })
    const { result } = await call('GET', '/apps')
    expect(Array.isArray(result) && result.length).toBe(2)
    expect((await call('GET', `/apps/${app}`)).result).toMatchObject({ effective_route: '/shop' })
  })

  it('answer 404 for the form that is not served', async () => {
    const { call, running } = await open('documented')
    const [app] = running.state.apps.keys()
    const user = running.state.keyUser
    expect((await call('PUT', `/apps/${app ?? ''}/users/${user}`, { config: {} })).status).toBe(404)
    expect((await call('POST', `/apps/${app ?? ''}/users`, { user_id: user, config: {} })).status).toBe(200)
  })

  it('find one message in both places and delete it', async () => {
    const { call, running } = await open('both')
    const [space = ''] = running.state.spaces.keys()
    const message = id(await call('POST', `/spaces/${space}/messages`, { content: 'Here' }))
    expect((await call('GET', `/messages/${message}`)).result).toMatchObject({ content: 'Here' })
    expect((await call('GET', `/spaces/${space}/messages/${message}`)).result).toMatchObject({
      content: 'Here',
    })
    expect((await call('DELETE', `/spaces/${space}/messages/${message}`)).result).toEqual({ message: 'OK' })
    expect((await call('GET', `/messages/${message}`)).status).toBe(404)
  })

  it('send as somebody else when asked, and refuse nobody', async () => {
    const { call, running } = await open('both')
    const [space = ''] = running.state.spaces.keys()
    const other = [...running.state.users.keys()].at(-1)
    const sent = await call('POST', `/spaces/${space}/messages`, { content: 'From them', user_id: other })
    expect(sent.result).toMatchObject({ user_id: other })
    expect(
      (await call('POST', `/spaces/${space}/messages`, { content: 'x', user_id: 'nobody' })).status,
    ).toBe(400)
  })

  it('change only what a PATCH names, and forget a deleted user everywhere', async () => {
    const { call, running } = await open('both')
    const user = await call('POST', '/users', {
      email: 'p@example.com',
      role: 'guest',
      first_name: 'Pia',
      last_name: 'Poe',
    })
    const changed = await call('PATCH', `/users/${id(user)}`, { last_name: null })
    expect(changed.result).toMatchObject({ first_name: 'Pia', last_name: null, role: 'guest' })
    const space = await call('POST', '/spaces', {
      name: 'Theirs',
      members: { users: [id(user)], groups: [] },
    })
    expect((await call('PATCH', `/spaces/${id(space)}`, { name: 'Ours' })).result).toMatchObject({
      members: { users: [id(user)] },
    })
    expect((await call('DELETE', `/users/${id(user)}`)).result).toEqual({ message: 'OK' })
    expect(running.state.spaces.get(id(space))?.members.users).toEqual([])
    expect((await call('DELETE', `/spaces/${id(space)}`)).result).toEqual({ message: 'OK' })
    expect((await call('GET', `/spaces/${id(space)}`)).status).toBe(404)
  })
})
