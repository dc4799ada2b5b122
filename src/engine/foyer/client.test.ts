import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Portal, startPortal } from '../../../test/portal/server.ts'
import type { AppId } from '../../core/app.ts'
import type { FileId } from '../../core/file.ts'
import type { Result } from '../../core/result.ts'
import { systemClock } from '../node/clock.ts'
import { createHttp } from '../node/http.ts'
import { systemRandom } from '../node/random.ts'
import type { Http, Log } from '../ports.ts'
import type { FoyerClient } from './client.ts'
import { createFoyerClient } from './create.ts'

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const newestFirst = { pageSize: 100, pageNumber: 1 } as const

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail ?? ''}`)
  return result.value
}
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code)
const first = <T>(items: readonly T[]): T => {
  const [item] = items
  if (item === undefined) throw new Error('There is none')
  return item
}

describe.each(['documented', 'library', 'both'] as const)(
  'every endpoint of a portal that speaks %s',
  (forms) => {
    const inLibrary = forms !== 'documented'
    let portal: Portal
    let http: Http
    let foyer: FoyerClient

    beforeAll(async () => {
      portal = await startPortal({ fixture: 'small', blobs: 'discard', forms })
      http = createHttp()
      foyer = createFoyerClient({
        apiUrl: portal.url,
        key: () => portal.key,
        http,
        clock: systemClock,
        random: systemRandom,
        log: quiet,
      })
    })
    afterAll(async () => {
      await http.close()
      await portal.close()
    })

    it('users: create, get, search, change, delete', async () => {
      const made = value(
        await foyer.users.create({
          email: 'nora@client.example',
          role: 'client',
          firstName: 'Nora',
          sendRegistrationEmail: false,
        }),
      )
      expect(made).toMatchObject({
        email: 'nora@client.example',
        role: 'client',
        firstName: 'Nora',
        lastName: null,
      })
      expect(made.createdAt).toBeGreaterThan(Date.parse('2020-01-01'))
      const changed = value(await foyer.users.update(made.id, { lastName: 'Berg' }))
      expect(changed).toMatchObject({ firstName: 'Nora', lastName: 'Berg' })
      expect(value(await foyer.users.get(made.id))).toEqual(changed)
      const found = value(await foyer.users.search({ query: 'nora@', ...newestFirst }))
      expect(found).toMatchObject({ count: 1, results: [{ id: made.id }] })
      expect(codeOf(await foyer.users.create({ email: 'not an address', role: 'client' }))).toBe('invalid')
      if (!inLibrary) return
      expect(await foyer.users.remove(made.id)).toEqual({ ok: true, value: undefined })
      expect(codeOf(await foyer.users.get(made.id))).toBe('not-found')
    })

    it('groups: create with an image, get, search, change, built-in ones, delete', async () => {
      const staff = first(value(await foyer.users.search(newestFirst)).results)
      const made = value(
        await foyer.groups.create({ name: 'Quaestors', users: [staff.id], logo: 'https://x.test/1.png' }),
      )
      expect(made).toMatchObject({ name: 'Quaestors', users: [staff.id], logo: 'https://x.test/1.png' })
      const changed = value(
        await foyer.groups.update(made.id, { name: 'Quaestors east', logo: 'https://x.test/2.png' }),
      )
      expect(changed).toMatchObject({ name: 'Quaestors east', logo: 'https://x.test/2.png' })
      expect(value(await foyer.groups.get(made.id))).toEqual(changed)
      expect(value(await foyer.groups.search({ query: 'quaestors', ...newestFirst })).count).toBe(1)
      if (!inLibrary) return
      for (const name of ['all_clients', 'all_staff', 'all_admins', 'all_users'] as const) {
        expect(value(await foyer.groups.builtIn(name)).name).not.toBe('')
      }
      expect(codeOf(await foyer.groups.remove(made.id))).toBe('ok')
      expect(codeOf(await foyer.groups.get(made.id))).toBe('not-found')
    })

    it('spaces: create, get, search by name and by member, change, SAS, delete', async () => {
      const me = value(await foyer.me())
      const made = value(
        await foyer.spaces.create({ name: 'Berg audit', members: { users: [me.id], groups: [] } }),
      )
      expect(made.members.users).toContain(me.id)
      const changed = value(await foyer.spaces.update(made.id, { name: 'Berg audit 2026' }))
      expect(changed.name).toBe('Berg audit 2026')
      expect(value(await foyer.spaces.get(made.id))).toEqual(changed)
      expect(value(await foyer.spaces.search({ query: 'berg audit', ...newestFirst })).count).toBe(1)
      const mine = value(await foyer.spaces.search({ memberFilters: [{ userId: me.id }], ...newestFirst }))
      expect(mine.results.map(({ id }) => id)).toContain(made.id)
      const sas = value(await foyer.spaces.sas(made.id))
      expect(sas.url.endsWith(`?${sas.token}`)).toBe(true)
      expect(sas.token).toContain('sig=')
      if (!inLibrary) return
      expect(codeOf(await foyer.spaces.remove(made.id))).toBe('ok')
      expect(codeOf(await foyer.spaces.get(made.id))).toBe('not-found')
    })

    it('files: folders, registering, searching one folder, get, delete', async () => {
      const space = first(value(await foyer.spaces.search(newestFirst)).results)
      const folder = value(
        await foyer.files.createFolder(space.id, { name: 'Receipts', parentId: null, silent: true }),
      )
      expect(folder).toMatchObject({ name: 'Receipts', isFolder: true, size: 0, parentId: null })
      const blob = systemRandom.uuid()
      const { url } = value(await foyer.spaces.sas(space.id))
      const [container, token] = url.split('?')
      const put = await http.send({
        method: 'PUT',
        url: `${container ?? ''}/${blob}?${token ?? ''}`,
        headers: { 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2024-11-04' },
        body: systemRandom.bytes(5),
        timeoutMs: 5_000,
      })
      expect(value(put).status).toBe(201)
      expect((await value(put).bytes()).ok).toBe(true)
      const registered = await foyer.files.register(space.id, {
        name: 'january.pdf',
        size: 5,
        blob,
        parentId: folder.id,
        silent: true,
      })
      const file = value(registered)
      expect(file).toMatchObject({ name: 'january.pdf', size: 5, isFolder: false, parentId: folder.id, blob })
      expect(value(await foyer.files.get(space.id, file.id))).toEqual(file)
      const inside = value(await foyer.files.search(space.id, { parentId: folder.id, ...newestFirst }))
      expect(inside.results).toEqual([file])
      const top = value(await foyer.files.search(space.id, { parentId: null, ...newestFirst }))
      expect(top.results.map(({ id }) => id)).toContain(folder.id)
      expect(top.results.map(({ id }) => id)).not.toContain(file.id)
      expect(codeOf(await foyer.files.get(space.id, 'none' as FileId))).toBe('not-found')
      expect(codeOf(await foyer.files.remove(space.id, file.id))).toBe('ok')
      expect(codeOf(await foyer.files.get(space.id, file.id))).toBe('not-found')
    })

    it('messages: send, send as somebody else, search newest first without a count, get in either form', async () => {
      const me = value(await foyer.me())
      const spaces = value(await foyer.spaces.search(newestFirst)).results
      const space = first(spaces.filter(({ members }) => members.users.length > 1))
      const other = first(space.members.users.filter((id) => id !== me.id))
      const sent = value(await foyer.messages.send(space.id, { content: 'Grüße 👋' }))
      expect(sent).toMatchObject({ spaceId: space.id, userId: me.id, content: 'Grüße 👋' })
      const asOther = value(await foyer.messages.send(space.id, { content: 'as another', userId: other }))
      expect(asOther.userId).toBe(other)
      expect(value(await foyer.messages.get(space.id, sent.id))).toEqual(sent)
      const page = value(await foyer.messages.search(space.id, newestFirst))
      expect(page.count).toBeNull()
      expect(page.results.map(({ id }) => id)).toContain(sent.id)
      const ids = page.results.map(({ id }) => id)
      expect(ids.indexOf(asOther.id)).toBeLessThan(ids.indexOf(sent.id))
      if (!inLibrary) return
      expect(codeOf(await foyer.messages.remove(space.id, sent.id))).toBe('ok')
      expect(codeOf(await foyer.messages.get(space.id, sent.id))).toBe('not-found')
    })

    it('apps and customizations: PUT where it is known, POST where it is not', async () => {
      const me = value(await foyer.me())
      if (inLibrary) {
        const made = value(
          await foyer.apps.create({ label: 'Training', config_type: 'user', app_type: 'link' }),
        )
        expect(value(await foyer.apps.update(made.id, { label: 'Courses' })).label).toBe('Courses')
        expect(value(await foyer.apps.get(made.id))).toMatchObject({ id: made.id, configType: 'user' })
        expect(value(await foyer.apps.list()).map(({ id }) => id)).toContain(made.id)
      }
      const [known] = [...portal.state.apps.values()]
      if (known === undefined) throw new Error('The fixture has no app')
      const app = known.id as AppId
      const set = value(await foyer.apps.setCustomization(app, me.id, { done: 3 }))
      expect(set).toMatchObject({ appId: app, userId: me.id, config: { done: 3 } })
      expect(codeOf(await foyer.apps.setCustomization('none' as AppId, me.id, {}))).toBe('not-found')
      if (!inLibrary) return
      expect(value(await foyer.apps.customization(app, me.id)).config).toEqual({ done: 3 })
      expect(codeOf(await foyer.apps.removeCustomization(app, me.id))).toBe('ok')
      expect(codeOf(await foyer.apps.customization(app, me.id))).toBe('not-found')
    })

    it('a search of several pages meets every item once', async () => {
      const all = value(await foyer.users.search({ ...newestFirst, orderBy: [{ id: 'email', dir: 'asc' }] }))
      const seen: string[] = []
      for (let pageNumber = 1; seen.length < (all.count ?? 0); pageNumber += 1) {
        const page = value(
          await foyer.users.search({ pageSize: 3, pageNumber, orderBy: [{ id: 'email', dir: 'asc' }] }),
        )
        expect(page.count).toBe(all.count)
        seen.push(...page.results.map(({ email }) => email))
      }
      expect(seen).toEqual(all.results.map(({ email }) => email))
    })

    it('learns the portal’s clock from its answers', async () => {
      portal.clock.setSkew(-7_200_000)
      value(await foyer.me())
      const skew = foyer.clockSkewMs()
      portal.clock.setSkew(0)
      expect(Math.abs(skew + 7_200_000)).toBeLessThan(10_000)
    })

    it('a wrong key is refused', async () => {
      const stranger = createFoyerClient({
        apiUrl: portal.url,
        key: () => 'wrong',
        http,
        clock: systemClock,
        random: systemRandom,
        log: quiet,
      })
      expect(await stranger.me()).toMatchObject({ ok: false, error: { code: 'key-refused', status: 401 } })
    })
  },
)
