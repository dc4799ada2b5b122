import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { OutboxId } from '../../../src/core/outbox/outgoing.ts'
import type { UserId } from '../../../src/core/person.ts'
import type { PortalId } from '../../../src/core/portal.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import type { PortalContext } from '../../../src/engine/context.ts'
import type { FoyerClient } from '../../../src/engine/foyer/client.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import { createOutbox, type Outbox } from '../../../src/engine/outbox/outbox.ts'
import type { Http, Log, Secrets } from '../../../src/engine/ports.ts'
import { type Archive, openArchive, startStorageWorker } from '../../../src/engine/storage/client.ts'
import { type Portal, startPortal } from '../../portal/server.ts'

/** The route of sending a message, for faults. */
export const sending = 'POST /v1/spaces/:id/messages'

/** Stands for the request's time limit; longer than any delay the tests give the portal. */
export const settleMs = 400

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const noSecrets: Secrets = {
  read: async () => ({ ok: true, value: undefined }),
  write: async () => ({ ok: true, value: undefined }),
  remove: async () => ({ ok: true, value: undefined }),
}

/** A portal engine's outbox over real parts; a second one opened after `crash` is what a restart finds. */
type Desk = {
  readonly outbox: Outbox
  readonly archive: Archive
  readonly context: PortalContext
  crash(): Promise<void>
  close(): Promise<void>
}

/** What a file of outbox tests works with: a portal for the file, and a new profile for every test. */
export type Room = {
  readonly portal: () => Portal
  readonly space: () => SpaceId
  readonly me: () => UserId
  /** The key that is used from now on. */
  readonly useKey: (key: string) => void
  readonly open: (timeoutMs?: number) => Promise<Desk>
  readonly client: (timeoutMs: number) => FoyerClient
  readonly send: (outbox: Outbox, content: string, undoMs?: number) => Promise<OutboxId>
  /** The texts that came in since the test, or the last `forget`, began, oldest first. */
  readonly arrived: () => Promise<readonly string[]>
  readonly forget: () => Promise<void>
}

export const useRoom = (): Room => {
  let portal: Portal
  let http: Http
  let me: UserId
  let space: SpaceId
  let folder: string
  let opened: Set<Desk>
  let key = ''
  let before: ReadonlySet<string>

  const client = (timeoutMs: number): FoyerClient =>
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
      {
        cachePath: join(folder, 'cache.db'),
        journalPath: join(folder, 'journal.db'),
        keyHex: 'ab'.repeat(32),
      },
      startStorageWorker(new URL('../../../src/engine/storage/worker.ts', import.meta.url)),
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
      context,
      crash: () => archive.close(),
      close: async () => {
        opened.delete(desk)
        await outbox.close()
        await archive.close()
      },
    }
    opened.add(desk)
    return desk
  }

  /** What the portal holds of the space, newest first. */
  const texts = async () => {
    const page = await client(2_000).messages.search(space, { pageSize: 100, pageNumber: 1 })
    if (!page.ok) throw new Error('The test portal does not answer')
    return page.value.results
  }

  const forget = async (): Promise<void> => {
    before = new Set((await texts()).map(({ id }) => id))
  }

  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small', blobs: 'discard' })
    http = createHttp()
  })
  afterAll(async () => {
    await http.close()
    await portal.close()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'foyer-outbox-'))
    opened = new Set()
    key = portal.key
    const who = await client(2_000).me()
    const list = await client(2_000).spaces.search({ pageSize: 10, pageNumber: 1 })
    const found = list.ok ? list.value.results[0] : undefined
    if (!who.ok || found === undefined) throw new Error('The test portal does not answer')
    me = who.value.id
    space = found.id
    await forget()
  })
  afterEach(async () => {
    portal.faults.clear()
    await Promise.all([...opened].map((desk) => desk.close()))
    await rm(folder, { recursive: true, force: true })
  })

  return {
    ...{ open, client, forget, portal: () => portal, space: () => space, me: () => me },
    useKey: (used) => {
      key = used
    },
    send: async (outbox, content, undoMs = 0) => {
      const sent = await outbox.send(space, content, undoMs)
      if (!sent.ok) throw new Error('The outbox took nothing')
      return sent.value.id
    },
    arrived: async () =>
      (await texts())
        .filter(({ id }) => !before.has(id))
        .map(({ content }) => content)
        .toReversed(),
  }
}
