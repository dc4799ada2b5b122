import { expect } from 'vitest'
import type { AppId } from '../../../src/core/app.ts'
import type { GroupId, UserId } from '../../../src/core/person.ts'
import type { Result } from '../../../src/core/result.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import type { FoyerClient } from '../../../src/engine/foyer/client.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import type { Http, Log } from '../../../src/engine/ports.ts'
import { type Portal, startPortal } from '../../portal/server.ts'

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const page = { pageSize: 100, pageNumber: 1 } as const

export type Sent = {
  readonly method: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

export type World = {
  readonly portal: Portal
  readonly foyer: FoyerClient
  /** What the client sent since the test began. */
  readonly sent: readonly Sent[]
  readonly app: AppId
  readonly person: UserId
  readonly group: GroupId
  readonly space: SpaceId
}

export type Form = 'documented' | 'library'

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail ?? ''}`)
  return result.value
}
export const given = <T>(item: T | undefined): T => {
  if (item === undefined) throw new Error('There is none')
  return item
}
export const gone = (result: Result<unknown>): void =>
  expect(result).toMatchObject({ error: { code: 'not-found' } })
export const address = (): string => `${systemRandom.uuid()}@conformance.example`
export const newUser = async ({ foyer }: World) =>
  value(await foyer.users.create({ email: address(), role: 'client', sendRegistrationEmail: false }))
export const newSpace = async ({ foyer }: World) =>
  value(await foyer.spaces.create({ name: 'New space', members: { users: [], groups: [] } }))
export const newFolder = async ({ foyer, space }: World) =>
  value(await foyer.files.createFolder(space, { name: systemRandom.uuid(), parentId: null, silent: true }))
/** A blob in the space's container, put there as the storage's own rules have it. */
export const newBlob = async ({ foyer, space }: World, size: number): Promise<string> => {
  const { url, token } = value(await foyer.spaces.sas(space))
  const blob = systemRandom.uuid()
  const http = createHttp()
  const put = await http.send({
    ...{ method: 'PUT', url: `${url.slice(0, -token.length - 1)}/${blob}?${token}`, timeoutMs: 5_000 },
    headers: { 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2024-11-04' },
    body: systemRandom.bytes(size),
  })
  expect(value(put).status).toBe(201)
  await value(put).bytes()
  await http.close()
  return blob
}
export const newApp = async ({ foyer }: World) =>
  value(await foyer.apps.create({ label: 'New app', app_type: 'link', config_type: 'user', route: '/new' }))

/** Rows of the contract's table: each sends its request, and says what comes of it. */
export type Rows = Readonly<Record<string, (world: World) => Promise<void>>>

/** A portal that speaks one of the two forms, and a client of it. `forget` begins a test. */
export const openWorld = async (form: Form): Promise<World & { forget(): void; close(): Promise<void> }> => {
  const sent: Sent[] = []
  const portal = await startPortal({ fixture: 'small', blobs: 'discard', forms: form })
  const http = createHttp()
  const foyer = createFoyerClient({
    ...{ apiUrl: portal.url, key: () => portal.key, http: recording(http, sent) },
    ...{ clock: systemClock, random: systemRandom, log: quiet },
  })
  return {
    ...{ portal, foyer, sent },
    app: given([...portal.state.apps.keys()][0]) as AppId,
    person: given([...portal.state.users.values()].find(({ role }) => role === 'client')).id as UserId,
    group: given([...portal.state.groups.keys()][0]) as GroupId,
    space: given([...portal.state.spaces.keys()][0]) as SpaceId,
    forget: () => {
      sent.length = 0
      portal.log.clear()
    },
    close: async () => {
      await http.close()
      await portal.close()
    },
  }
}

/** Everything that goes out, kept for the tests to look at. */
const recording = (http: Http, sent: Sent[]): Http => ({
  ...http,
  send: (request) => {
    const body = typeof request.body === 'string' ? (JSON.parse(request.body) as Sent['body']) : {}
    sent.push({ method: request.method, path: new URL(request.url).pathname, body })
    return http.send(request)
  },
})
