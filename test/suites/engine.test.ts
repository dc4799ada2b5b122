import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { KeyKeeping } from '../../src/core/portal.ts'
import { createEngine } from '../../src/engine/create.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import type { Secrets } from '../../src/engine/ports.ts'
import { startStorageWorker } from '../../src/engine/storage/client.ts'
import { createSessionSecrets } from '../../src/main/ports/session-secrets.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { workerUrl } from './archive.ts'

// Profiles, portals and keys, with a real portal, real HTTP and real archives. The keychain is played by memory that
// outlives the engine; that both keep secrets alike is shown in secrets.test.ts.

let portal: Portal
let dataDir: string
let engine: Engine
let keychain: Secrets
let session: Secrets
const http = createHttp()

const open = async (): Promise<Engine> => {
  const opened = await createEngine({
    dataDir,
    ports: {
      clock: systemClock,
      random: systemRandom,
      http,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      secrets: keychain,
      sessionSecrets: session,
    },
    startWorker: () => startStorageWorker(workerUrl),
    background: false,
  })
  if (!opened.ok) throw new Error(opened.error.code)
  return opened.value
}

beforeEach(async () => {
  portal = await startPortal({ fixture: 'small' })
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-engine-'))
  keychain = createSessionSecrets()
  session = createSessionSecrets()
  engine = await open()
})

afterEach(async () => {
  await engine.close()
  await portal.close()
  await rm(dataDir, { recursive: true, force: true })
})

const connect = async (keeping: KeyKeeping = 'keychain') => {
  const connected = await engine.portals.connect({
    region: 'custom',
    url: portal.url,
    key: portal.key,
    keeping,
  })
  if (!connected.ok) throw new Error(connected.error.code)
  return connected.value.portal
}

const spacesOf = async (): Promise<number> => {
  const [known] = engine.portals.list()
  if (known === undefined) throw new Error('No portal')
  const opened = await engine.open(known.id)
  if (!opened.ok) throw new Error(opened.error.code)
  return (await opened.value.spaces.list()).length
}

it('connects, says whose key it is, and finds everything again after a restart', async () => {
  const { me, name } = await connect()
  expect(me).toMatchObject({ name: 'Hannah Cole', role: 'admin' })
  expect(name).not.toBe('')
  const opened = await engine.open(engine.portals.list()[0]?.id ?? ('' as never))
  if (!opened.ok) throw new Error(opened.error.code)
  expect((await opened.value.sync.everything(() => undefined)).ok).toBe(true)
  expect(await spacesOf()).toBe(3)
  await engine.close()

  // Nothing is asked of the portal: what was read is there.
  await portal.close()
  engine = await open()
  expect(await spacesOf()).toBe(3)
})

it('keeps neither the key nor the archive’s key in the profile, and nothing in it is for others to read', async () => {
  await connect()
  const entries = await readdir(dataDir, { withFileTypes: true, recursive: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const { mode } = await stat(path)
    expect([path, (mode & 0o077).toString(8)]).toEqual([path, '0'])
    if (entry.isFile()) expect((await readFile(path)).includes(portal.key)).toBe(false)
  }
})

it('refuses a wrong key, a bad URL and plain http, and keeps nothing of the attempt', async () => {
  const attempt = async (url: string, key: string) => {
    const answer = await engine.portals.connect({ region: 'custom', url, key, keeping: 'keychain' })
    return answer.ok ? 'connected' : answer.error.code
  }
  expect(await attempt(portal.url, 'wrong')).toBe('key-refused')
  expect(await attempt('http://portal.example', portal.key)).toBe('insecure-url')
  expect(await attempt('ftp://portal.example', portal.key)).toBe('bad-url')
  expect(await attempt('', portal.key)).toBe('bad-url')
  expect(engine.portals.list()).toEqual([])
  expect(await readdir(join(dataDir, 'portals'))).toEqual([])
})

it('says that a portal is connected already instead of making a second archive of it', async () => {
  const { name } = await connect()
  const again = await engine.portals.connect({
    region: 'custom',
    url: `${portal.url}/v1/`,
    key: portal.key,
    keeping: 'keychain',
  })
  expect(again).toMatchObject({ ok: false, error: { code: 'exists', about: name } })
})

it('a key kept in memory is gone after a restart; given again, it opens the same archive', async () => {
  const { id } = await connect('session')
  const opened = await engine.open(id)
  if (!opened.ok) throw new Error(opened.error.code)
  await opened.value.sync.everything(() => undefined)
  await engine.close()

  session = createSessionSecrets()
  engine = await open()
  expect(await engine.open(id)).toMatchObject({ ok: false, error: { code: 'key-missing' } })
  expect((await engine.portals.replaceKey(id, portal.key, 'session')).ok).toBe(true)
  expect(await spacesOf()).toBe(3)
})

it('another key leaves the archive in place; a wrong one changes nothing', async () => {
  const { id } = await connect()
  const opened = await engine.open(id)
  if (!opened.ok) throw new Error(opened.error.code)
  await opened.value.sync.everything(() => undefined)
  expect(await engine.portals.replaceKey(id, 'wrong', 'keychain')).toMatchObject({
    error: { code: 'key-refused' },
  })
  const rotated = await fetch(`${portal.control}/key`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  const { key } = (await rotated.json()) as { key: string }
  expect((await engine.portals.replaceKey(id, key, 'keychain')).ok).toBe(true)
  expect(await spacesOf()).toBe(3)
})

it('fault 41: a key deleted from the keychain is asked for, and opens the same archive again', async () => {
  const { id, name } = await connect()
  const opened = await engine.open(id)
  if (!opened.ok) throw new Error(opened.error.code)
  await opened.value.sync.everything(() => undefined)
  await engine.close()
  await keychain.remove(`portal/${id}/key`)
  engine = await open()
  const refused = await engine.open(id)
  expect(refused).toMatchObject({ ok: false, error: { code: 'key-missing', about: name } })
  expect(engine.portals.list()[0]?.connection).toBe('key-refused')
  expect((await engine.portals.replaceKey(id, portal.key, 'keychain')).ok).toBe(true)
  expect(await spacesOf()).toBe(3)
})

it.each(['', 'garbage', 'ff'.repeat(32), 'schlüssel ✓\n'])(
  'fault 41: garbage in the keychain (%j) is no key of the archive, which is left as it is',
  async (garbage) => {
    const { id, name } = await connect()
    const opened = await engine.open(id)
    if (!opened.ok) throw new Error(opened.error.code)
    await opened.value.sync.everything(() => undefined)
    await engine.close()
    const right = await keychain.read(`portal/${id}/archive`)
    const files = ['cache.db', 'journal.db'].map((file) => join(dataDir, 'portals', id, file))
    const before = await Promise.all(files.map((file) => readFile(file)))

    await keychain.write(`portal/${id}/archive`, garbage)
    engine = await open()
    expect(await engine.open(id)).toMatchObject({ error: { code: 'archive-key-missing', about: name } })
    expect(engine.portals.list()[0]?.archiveProblem?.code).toBe('archive-key-missing')
    const after = await Promise.all(files.map((file) => readFile(file)))
    expect(after.map((bytes, index) => before[index]?.equals(bytes))).toEqual([true, true])
    await engine.close()

    // The other key: it opens what is here, and the portal says what it thinks of it.
    await keychain.write(`portal/${id}/archive`, right.ok ? (right.value ?? '') : '')
    await keychain.write(`portal/${id}/key`, garbage)
    engine = await open()
    expect(await spacesOf()).toBe(3)
    const again = await engine.open(id)
    if (!again.ok) throw new Error(again.error.code)
    expect(await again.value.sync.everything(() => undefined)).toMatchObject({
      error: { code: 'key-refused' },
    })
    expect(engine.portals.list()[0]?.connection).toBe('key-refused')
  },
)

it('fault 41: two accounts keep their keys and their archives apart', async () => {
  const second = await startPortal({ fixture: 'office' })
  try {
    const one = await connect()
    const input = { region: 'custom', url: second.url, key: second.key, keeping: 'keychain' } as const
    const connected = await engine.portals.connect(input)
    if (!connected.ok) throw new Error(connected.error.code)
    const two = connected.value.portal
    // One's key is gone; the other's still opens its own archive, and no other.
    await engine.close()
    await keychain.remove(`portal/${one.id}/key`)
    await keychain.remove(`portal/${one.id}/archive`)
    engine = await open()
    expect(await engine.open(one.id)).toMatchObject({
      error: { code: 'archive-key-missing', about: one.name },
    })
    const opened = await engine.open(two.id)
    if (!opened.ok) throw new Error(opened.error.code)
    expect(await opened.value.sync.everything(() => undefined)).toMatchObject({ ok: true })
    expect(await opened.value.spaces.list()).toHaveLength(second.state.spaces.size)
    expect((await engine.portals.remove(one.id)).ok).toBe(true)
    expect(await keychain.read(`portal/${two.id}/key`)).toEqual({ ok: true, value: second.key })
  } finally {
    await second.close()
  }
})

it('an archive whose key is lost is said to be so; a new key sets it aside and starts another', async () => {
  const { id } = await connect()
  await engine.close()
  await keychain.remove(`portal/${id}/archive`)
  engine = await open()
  expect(await engine.open(id)).toMatchObject({ ok: false, error: { code: 'archive-key-missing' } })
  expect((await engine.portals.replaceKey(id, portal.key, 'keychain')).ok).toBe(true)
  expect((await engine.open(id)).ok).toBe(true)
  const folders = await readdir(join(dataDir, 'portals'))
  expect(folders.filter((name) => name.includes('.aside-'))).toHaveLength(1)
})

it('a pause the portal asks for, and a portal that is gone, are told as what they are', async () => {
  const { id } = await connect()
  const opened = await engine.open(id)
  if (!opened.ok) throw new Error(opened.error.code)
  await opened.value.sync.everything(() => undefined)
  const [space] = [...portal.state.spaces.values()]
  const found = await opened.value.spaces.find(space?.id ?? '')
  if (!found.ok) throw new Error(found.error.code)
  const pauses: number[] = []
  engine.onEvent(({ kind }) => {
    const until = kind === 'portals' ? engine.portals.list()[0]?.limitedUntil : null
    if (typeof until === 'number') pauses.push(until)
  })
  portal.faults.add({ route: 'POST /*', status: 429, headers: { 'retry-after': '1' }, count: 1 })
  expect((await opened.value.files.createFolder(found.value.id, null, 'Later')).ok).toBe(true)
  expect(pauses).toHaveLength(1)
  expect(engine.portals.list()[0]).toMatchObject({ connection: 'online', trouble: null })

  await portal.close()
  expect((await opened.value.files.createFolder(found.value.id, null, 'Never')).ok).toBe(false)
  expect(engine.portals.list()[0]).toMatchObject({ connection: 'offline', trouble: 'unreachable' })
  engine.setOnline(false)
  expect(engine.portals.list()[0]).toMatchObject({ connection: 'offline', trouble: null })
})

it('removing a portal deletes its archive and its secrets', async () => {
  const { id } = await connect()
  expect((await engine.portals.remove(id)).ok).toBe(true)
  expect(engine.portals.list()).toEqual([])
  expect(await readdir(join(dataDir, 'portals'))).toEqual([])
  expect(await keychain.read(`portal/${id}/key`)).toEqual({ ok: true, value: undefined })
  expect(await keychain.read(`portal/${id}/archive`)).toEqual({ ok: true, value: undefined })
})
