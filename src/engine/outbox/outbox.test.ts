import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Portal, startPortal } from '../../../test/portal/server.ts'
import type { OutboxId } from '../../core/outbox/outgoing.ts'
import type { UserId } from '../../core/person.ts'
import type { PortalId } from '../../core/portal.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import { createFoyerClient } from '../foyer/create.ts'
import { systemClock } from '../node/clock.ts'
import { createHttp } from '../node/http.ts'
import { systemRandom } from '../node/random.ts'
import type { Http, Log, Secrets } from '../ports.ts'
import { type Archive, openArchive, startStorageWorker } from '../storage/client.ts'
import { createOutbox, type Outbox } from './outbox.ts'

const sending = 'POST /v1/spaces/:id/messages'
const posting = 'POST /v1/spaces/:sid/messages'
const searching = 'POST /v1/spaces/:id/messages/search'
/** Stands for the request's time limit; longer than any delay the tests give the portal. */
const settleMs = 400

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const noSecrets: Secrets = {
  read: async () => ({ ok: true, value: undefined }),
  write: async () => ({ ok: true, value: undefined }),
  remove: async () => ({ ok: true, value: undefined }),
}

let portal: Portal
let http: Http
let me: UserId
let spaces: readonly SpaceId[]

beforeAll(async () => {
  portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  http = createHttp()
})
afterAll(async () => {
  await http.close()
  await portal.close()
})

/** A portal engine's outbox over real parts; `reopen` is what a restart after a crash finds. */
type Desk = {
  readonly outbox: Outbox
  readonly archive: Archive
  crash(): Promise<void>
  close(): Promise<void>
}
let folder: string
let opened: Desk[]

const client = (timeoutMs: number) =>
  createFoyerClient({
    apiUrl: portal.url,
    key: () => key,
    http,
    clock: systemClock,
    random: systemRandom,
    log: quiet,
    timeoutMs,
    policy: { tries: 2, baseMs: 20, capMs: 20, retryAfterCapMs: 1_000, patienceMs: 1_000 },
  })

const open = async (timeoutMs = 300): Promise<Desk> => {
  const archive = await openArchive(
    { cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db'), keyHex: 'ab'.repeat(32) },
    startStorageWorker(new URL('../storage/worker.ts', import.meta.url)),
  )
  const context: PortalContext = {
    portalId: 'test' as PortalId,
    me: { id: me },
    archive,
    foyer: client(timeoutMs),
    ports: {
      clock: systemClock,
      random: systemRandom,
      http,
      secrets: noSecrets,
      sessionSecrets: noSecrets,
      log: quiet,
    },
    changed: () => undefined,
    reached: () => undefined,
  }
  const outbox = createOutbox(context, { settleMs, probeMs: 50 })
  const desk = {
    outbox,
    archive,
    crash: () => archive.close(),
    close: async () => {
      await outbox.close()
      await archive.close()
    },
  }
  opened.push(desk)
  return desk
}

let key = ''
let space: SpaceId
let before: ReadonlySet<string>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-outbox-'))
  opened = []
  key = portal.key
  const who = await client(2_000).me()
  const list = await client(2_000).spaces.search({ pageSize: 10, pageNumber: 1 })
  if (!who.ok || !list.ok) throw new Error('The test portal does not answer')
  me = who.value.id
  spaces = list.value.results.map(({ id }) => id)
  space = first(spaces)
  before = new Set((await texts()).map(({ id }) => id))
})
afterEach(async () => {
  portal.faults.clear()
  await Promise.all(opened.map((desk) => desk.close()))
  await rm(folder, { recursive: true, force: true })
})

const first = <T>(items: readonly T[]): T => {
  const [item] = items
  if (item === undefined) throw new Error('There is none')
  return item
}

/** What the portal holds of the space, newest first. */
const texts = async (where: SpaceId = space) => {
  const page = await client(2_000).messages.search(where, { pageSize: 100, pageNumber: 1 })
  if (!page.ok) throw new Error('The test portal does not answer')
  return page.value.results
}
/** The texts that came in since the test began, oldest first. */
const arrived = async (): Promise<readonly string[]> =>
  (await texts())
    .filter(({ id }) => !before.has(id))
    .map(({ content }) => content)
    .toReversed()

const send = async (outbox: Outbox, content: string, undoMs = 0): Promise<OutboxId> => {
  const sent = await outbox.send(space, content, undoMs)
  if (!sent.ok) throw new Error('The outbox took nothing')
  return sent.value.id
}

describe('a message on its way', () => {
  it('O1.12 is in the archive and out of the outbox once it has arrived', async () => {
    const { outbox, archive } = await open()
    outbox.start()
    const id = await send(outbox, 'good morning')
    const settled = await outbox.settled(id)
    expect(settled.ok).toBe(true)
    expect(await outbox.outgoing(space)).toEqual([])
    const kept = await archive.run('messages.all', { spaceId: space })
    expect(kept.map(({ content }) => content)).toEqual(['good morning'])
    expect(await arrived()).toEqual(['good morning'])
  })

  it('O1.2 O1.13 can be taken back before it is sent, and becomes the draft again', async () => {
    const { outbox } = await open()
    outbox.start()
    await outbox.drafts.save(space, 'half a thought')
    const id = await send(outbox, 'too early', 60_000)
    expect(await outbox.drafts.get(space)).toBe('')
    expect(await outbox.outgoing(space)).toMatchObject([{ id, state: 'queued', asks: false, problem: null }])
    await outbox.drafts.save(space, 'the next one')
    expect(await outbox.undo(id)).toEqual({ ok: true, value: { content: 'too early\n\nthe next one' } })
    expect(await outbox.drafts.get(space)).toBe('too early\n\nthe next one')
    expect(await outbox.undo(id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await arrived()).toEqual([])
  })

  it('O1.3 keeps its place: ten messages arrive in the order they were written', async () => {
    const { outbox } = await open()
    outbox.start()
    portal.faults.add({ route: sending, status: 429, headers: { 'retry-after': '0' }, count: 2, skip: 3 })
    const words = Array.from({ length: 10 }, (_, index) => `line ${index}`)
    const ids: OutboxId[] = []
    for (const word of words) ids.push(await send(outbox, word))
    for (const id of ids) expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(words)
  })

  it('O1.10 keeps its text when the portal refuses it, and holds back nobody', async () => {
    const { outbox } = await open()
    outbox.start()
    portal.faults.add({ route: sending, status: 422, body: { result: { message: 'Too rude' } }, count: 1 })
    const id = await send(outbox, 'refused words')
    expect(await outbox.settled(id)).toMatchObject({
      ok: false,
      error: { code: 'invalid', detail: 'Too rude' },
    })
    const next = await send(outbox, 'kinder words')
    expect((await outbox.settled(next)).ok).toBe(true)
    expect(await outbox.outgoing(space)).toMatchObject([
      { content: 'refused words', state: 'refused', asks: true },
    ])
    expect(await outbox.counts()).toEqual(new Map([[space, 1]]))
    expect(await outbox.resolve(id, 'send-again')).toEqual({ ok: true, value: { content: 'refused words' } })
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['kinder words', 'refused words'])
  })

  it('O1.11 waits, with everything behind it, while the key is refused, and loses nothing', async () => {
    const { outbox } = await open()
    key = 'revoked'
    outbox.start()
    const ids = [await send(outbox, 'one'), await send(outbox, 'two')]
    expect(await outbox.settled(first(ids))).toMatchObject({ ok: false, error: { code: 'key-refused' } })
    expect((await outbox.outgoing(space)).map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['queued', 'key-refused'],
      ['queued', 'key-refused'],
    ])
    expect(await outbox.pending()).toBe(2)
    key = portal.key
    await expect.poll(() => outbox.pending()).toBe(0)
    expect(await arrived()).toEqual(['one', 'two'])
  })

  it('O1.11 waits off line and goes at once when the network is back', async () => {
    const { outbox } = await open()
    outbox.setOnline(false)
    outbox.start()
    const id = await send(outbox, 'from the train')
    expect(await outbox.outgoing(space)).toMatchObject([
      { state: 'queued', problem: { code: 'unreachable' } },
    ])
    outbox.setOnline(true)
    expect((await outbox.settled(id)).ok).toBe(true)
  })
})

describe('a message in doubt', () => {
  it('O1.7 is not taken for an equal one that was there before, even if the archive never saw that', async () => {
    const { outbox } = await open()
    outbox.start()
    await client(2_000).messages.send(space, { content: 'backup done' })
    portal.faults.add({ route: sending, cut: 'before', count: 1 })
    const id = await send(outbox, 'backup done')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['backup done', 'backup done'])
  })

  it('O1.9 is left to the person when somebody else wrote the same with the same key meanwhile', async () => {
    const { outbox } = await open()
    outbox.start()
    portal.faults.add({ route: sending, lostReply: true, count: 1 })
    const id = await send(outbox, 'twins')
    await expect
      .poll(async () => (await outbox.outgoing(space)).map(({ state }) => state))
      .toEqual(['unsure'])
    await client(2_000).messages.send(space, { content: 'twins' })
    expect(await outbox.settled(id)).toMatchObject({ ok: false, error: { unsure: true } })
    expect(await outbox.resolve(id, 'discard')).toMatchObject({ ok: true })
    expect(await arrived()).toEqual(['twins', 'twins'])
  })

  it('O1.10 a space that is gone refuses the message and keeps its text', async () => {
    const { outbox } = await open()
    outbox.start()
    const gone = 'no-such-space' as SpaceId
    const sent = await outbox.send(gone, 'hello?', 0)
    if (!sent.ok) throw new Error('The outbox took nothing')
    expect(await outbox.settled(sent.value.id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await outbox.outgoing(gone)).toMatchObject([{ content: 'hello?', state: 'refused' }])
  })

  it.each([
    ['the reply is lost', { lostReply: true }],
    ['the reply breaks off half-way', { cut: 'middle' }],
    ['the portal saves it and answers 500', { status: 500, commitLateMs: 0 }],
    ['the portal saves it late, after our time limit', { status: 503, commitLateMs: 250 }],
    [
      'a captive portal answers with a page though it was saved',
      { status: 200, contentType: 'text/html', body: '<p>', commitLateMs: 0 },
    ],
  ] as const)('O1.5 O1.6 is found and not sent again when %s', async (_what, fault) => {
    const { outbox } = await open()
    outbox.start()
    portal.faults.add({ route: sending, count: 1, ...fault })
    const id = await send(outbox, 'only once')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['only once'])
    expect(await outbox.pending()).toBe(0)
  })

  it.each([
    ['the connection breaks before the portal saw it', { cut: 'before' }],
    ['the portal fails with 500', { status: 500 }],
    ['a black hole swallows it', { hang: true }],
  ] as const)('O1.8 is sent once more when %s', async (_what, fault) => {
    const { outbox } = await open()
    outbox.start()
    portal.faults.add({ route: sending, count: 1, ...fault })
    const id = await send(outbox, 'at least once')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['at least once'])
  })

  it('O1.5 is shown as unsure meanwhile, and saved once though the answer comes after our time limit', async () => {
    const { outbox } = await open(100)
    outbox.start()
    portal.faults.add({ route: sending, delayMs: 200, count: 1 })
    const id = await send(outbox, 'slowly')
    await expect
      .poll(async () => (await outbox.outgoing(space)).map(({ state, asks }) => [state, asks]))
      .toEqual([['unsure', false]])
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['slowly'])
  })

  it('O1.8 three equal texts stay three, whichever replies are lost', async () => {
    for (const lost of [[0], [1], [2], [0, 1], [0, 2], [0, 1, 2]]) {
      const desk = await open()
      const { outbox } = desk
      before = new Set((await texts()).map(({ id }) => id))
      outbox.start()
      for (const skip of lost)
        portal.faults.add({ route: sending, lostReply: true, count: 1, skip: skip === 0 ? 0 : 1 })
      const ids = [await send(outbox, 'ok'), await send(outbox, 'ok'), await send(outbox, 'ok')]
      for (const id of ids) expect((await outbox.settled(id)).ok).toBe(true)
      expect(await arrived()).toEqual(['ok', 'ok', 'ok'])
      portal.faults.clear()
      await desk.close()
      opened = []
    }
  })

  it.each([-5, 5])('O1.6 fault 12: is found though the clocks are %i hours apart', async (hours) => {
    portal.clock.setSkew(hours * 3_600_000)
    try {
      const { outbox } = await open()
      outbox.start()
      portal.faults.add({ route: sending, lostReply: true, count: 1 })
      const id = await send(outbox, `hours apart: ${hours}`)
      expect((await outbox.settled(id)).ok).toBe(true)
      const texts = await arrived()
      expect(texts).toEqual([`hours apart: ${hours}`])
    } finally {
      portal.clock.setSkew(0)
    }
  })

  it('O1.6 is not settled while the search fails', async () => {
    const { outbox } = await open()
    outbox.start()
    portal.faults.add({ route: sending, lostReply: true, count: 1 })
    portal.faults.add({ route: searching, status: 503, count: 3 })
    const id = await send(outbox, 'patience')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['patience'])
  })

  it('O1.9 is left to the person when three requests have left nothing behind', async () => {
    const { outbox } = await open()
    outbox.start()
    portal.log.clear()
    portal.faults.add({ route: sending, status: 500 })
    const id = await send(outbox, 'is anybody there')
    expect(await outbox.settled(id)).toMatchObject({ ok: false, error: { unsure: true } })
    expect(await outbox.outgoing(space)).toMatchObject([
      { state: 'unsure', asks: true, content: 'is anybody there' },
    ])
    const posts = portal.log.entries().filter(({ method, route }) => `${method} ${route}` === posting)
    expect(posts).toHaveLength(3)
    portal.faults.clear()
    expect(await outbox.resolve(id, 'discard')).toEqual({ ok: true, value: { content: 'is anybody there' } })
    expect(await outbox.outgoing(space)).toEqual([])
    expect(await arrived()).toEqual([])
  })

  it('O1.1 O1.5 survives a program that ends between the request and its answer', async () => {
    const crashed = await open(5_000)
    crashed.outbox.start()
    portal.faults.add({ route: sending, delayMs: 150, count: 1 })
    await send(crashed.outbox, 'before the crash')
    await expect
      .poll(async () => (await crashed.outbox.outgoing(space)).map(({ state }) => state))
      .toEqual(['sending'])
    await crashed.crash()

    const { outbox } = await open()
    outbox.start()
    await expect.poll(() => outbox.pending(), { timeout: 5_000 }).toBe(0)
    expect(await arrived()).toEqual(['before the crash'])
  })

  it('O1.12 completes an arrival that was noted but not yet delivered', async () => {
    const { outbox, archive } = await open()
    const id = await send(outbox, 'noted')
    await archive.run('outbox.intend', { id, me, portalNow: Date.now(), seen: [] })
    const sent = await client(2_000).messages.send(space, { content: 'noted' })
    if (!sent.ok) throw new Error('The test portal does not answer')
    await archive.run('outbox.arrived', { id, message: sent.value, now: Date.now() })
    expect(await outbox.outgoing(space)).toEqual([])

    outbox.start()
    expect(await outbox.settled(id)).toEqual({ ok: true, value: { messageId: sent.value.id } })
    const kept = await archive.run('messages.all', { spaceId: space })
    expect(kept.map((message) => message.id)).toEqual([sent.value.id])
    expect(await arrived()).toEqual(['noted'])
  })

  it('O1.1 what was queued when the program ended is sent when it starts again', async () => {
    const crashed = await open()
    await send(crashed.outbox, 'still here')
    await crashed.crash()
    const { outbox } = await open()
    outbox.start()
    await expect.poll(() => outbox.pending()).toBe(0)
    expect(await arrived()).toEqual(['still here'])
  })
})
