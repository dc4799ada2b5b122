import { randomBytes, randomUUID } from 'node:crypto'

import { StorageSharedKeyCredential } from '@azure/storage-blob'
import fastify from 'fastify'

import { hookApi } from './api-hooks.ts'
import { containerOf } from './blobs/address.ts'
import { startAzurite } from './blobs/azurite.ts'
import { startDiscard } from './blobs/discard.ts'
import { blobsElsewhere } from './blobs/elsewhere.ts'
import { emulatorAccount, emulatorKey } from './blobs/service.ts'
import type { BlobService, BlobSurroundings } from './blobs/service.ts'
import { createClock } from './clock.ts'
import type { PortalClock } from './clock.ts'
import type { PortalContext } from './context.ts'
import { serveEnvelope } from './envelope.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { fillFixture } from './fixtures/fill.ts'
import { blobBytes } from './fixtures/bytes.ts'
import type { PortalOptions } from './options.ts'
import { createRequestLog } from './request-log.ts'
import type { RequestLog } from './request-log.ts'
import { refusal } from './refusal.ts'
import { serveApps } from './routes/apps.ts'
import { serveControl } from './routes/control.ts'
import { serveFiles } from './routes/files.ts'
import { serveGroups } from './routes/groups.ts'
import { serveMe } from './routes/me.ts'
import { serveMessages } from './routes/messages.ts'
import { serveSpaces } from './routes/spaces.ts'
import { serveUsers } from './routes/users.ts'
import { createSasDesk } from './sas.ts'
import type { SasDesk } from './sas.ts'
import { createStore } from './store.ts'
import type { Store } from './store.ts'

/** A running portal. Everything but `url` and `key` is for tests that steer it from the same process. */
export type Portal = {
  readonly url: string
  readonly key: string
  /** Base URL of the control routes. */
  readonly control: string
  /** Base URL of the blob account. */
  readonly blobUrl: string
  readonly state: Store
  readonly faults: Faults
  readonly log: RequestLog
  readonly clock: PortalClock
  readonly sas: SasDesk
  /** Every route of the API that is served, such as `GET /v1/users/:id`. */
  readonly routes: readonly string[]
  close(): Promise<void>
}

export type { PortalOptions } from './options.ts'

/** Starts a portal on loopback, filled with a fixture; it answers requests when the promise resolves. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const clock = createClock()
  const store = createStore()
  const faults = createFaults()
  const log = createRequestLog()
  const account = new StorageSharedKeyCredential(emulatorAccount, emulatorKey)
  const desk = createSasDesk(account, clock, options.sasSeconds ?? 600)
  const around = { account, desk, faults, log, clock }
  const blobs = await startBlobs(options.blobs ?? 'azurite', around)
  fillFixture(options.fixture ?? 'small', store, clock, options.seed ?? 1)

  const key = options.key ?? `fk_${randomBytes(20).toString('hex')}`
  const context: PortalContext = {
    store,
    clock,
    desk,
    blobs,
    faults,
    log,
    forms: options.forms ?? 'both',
    key,
    latencyMs: options.latencyMs ?? 0,
    internalSecret: randomUUID(),
    openContainer: containerOpener(store, blobs),
    newId: randomUUID,
  }
  const { app, stopLate, routes } = buildApp(context)
  const url = await app
    .listen({ host: '127.0.0.1', port: options.port ?? 0 })
    .catch(async (error: unknown) => {
      await blobs.close()
      throw error
    })

  // A test may take the portal away in the middle, and its tidying up does so again.
  let closing: Promise<void> | undefined
  return {
    url,
    key,
    control: `${url}/__control`,
    blobUrl: blobs.url,
    state: store,
    faults,
    log,
    clock,
    sas: desk,
    routes,
    close: () => {
      closing ??= (async () => {
        stopLate()
        app.server.closeAllConnections()
        await app.close()
        await blobs.close()
      })()
      return closing
    },
  }
}

function startBlobs(
  wanted: NonNullable<PortalOptions['blobs']>,
  around: BlobSurroundings,
): Promise<BlobService> | BlobService {
  if (wanted === 'azurite') return startAzurite(around)
  return wanted === 'discard' ? startDiscard(around) : blobsElsewhere(wanted, around)
}

function buildApp(context: PortalContext) {
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 4_194_304,
    routerOptions: { maxParamLength: 2000 },
  })
  let stopLate = (): void => undefined
  const routes: string[] = []
  serveEnvelope(app)
  void app.register(async (api) => {
    stopLate = hookApi(api, context)
    api.addHook('onRoute', ({ method, url }) => {
      for (const verb of [method].flat())
        if (verb !== 'HEAD' && !url.endsWith('*')) routes.push(`${verb} ${url}`)
    })
    for (const serve of [serveMe, serveUsers, serveGroups, serveSpaces, serveFiles, serveMessages, serveApps])
      serve(api, context)
    // An unknown path is answered after the key was looked at, and is in the log like any other.
    api.all('/v1/*', async () => {
      throw refusal(404, 'Not found')
    })
  })
  void app.register(async (control) => {
    serveControl(control, context)
  })
  return {
    app,
    routes,
    stopLate: () => {
      stopLate()
    },
  }
}

/** Containers are made on demand; a fixture's files are uploaded when their space's container is first wanted. */
function containerOpener(store: Store, blobs: BlobService): (spaceId: string) => Promise<string> {
  const opened = new Map<string, Promise<void>>()
  async function open(spaceId: string, container: string): Promise<void> {
    await blobs.ensureContainer(container)
    const versions = [...store.files(spaceId).all()].flatMap((entry) => entry.versions)
    const lanes = Array.from({ length: 8 }, async (_, lane) => {
      for (let at = lane; at < versions.length; at += 8) {
        const version = versions[at]
        if (version !== undefined)
          await blobs.put(container, version.blob, blobBytes(version.blob, 0, version.size))
      }
    })
    await Promise.all(lanes)
  }
  return async (spaceId) => {
    const container = containerOf(spaceId)
    const opening = opened.get(spaceId) ?? open(spaceId, container)
    opened.set(spaceId, opening)
    await opening
    return container
  }
}
