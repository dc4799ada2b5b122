import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { File } from '../core/file.ts'
import type { Failure } from '../core/failure.ts'
import { fail, FailureError } from '../core/failure.ts'
import type { Portal } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import type { ChangeTopic, SpaceId } from '../core/space.ts'
import { keyAccount, readArchiveKey, secretsFor } from './archive-key.ts'
import type { PortalContext } from './context.ts'
import { createFolder, followPath } from './folder-path.ts'
import { createFoyerClient } from './foyer/create.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createPeopleParts } from './people/parts.ts'
import type { PortalEngine } from './portal.ts'
import type { Ports } from './ports.ts'
import { createReads } from './reads/reads.ts'
import { type Archive, openArchive } from './storage/client.ts'
import { createSync, type Sync } from './sync/sync.ts'
import { compareWithSpace } from './transfers/compare.ts'
import { createTransfers } from './transfers/create.ts'
import { createWatchFolders } from './watch/watch-folders.ts'

export type OpenedPortal = {
  readonly engine: PortalEngine
  readonly sync: Sync
  setOnline(online: boolean): void
  setAwake(awake: boolean): void
}

export type OpenPortalInput = {
  readonly portal: () => Portal
  readonly folder: string
  /** This program's own files: nothing in it is ever sent by itself (W1.11). */
  readonly ownFolder: string
  readonly ports: Ports
  readonly startWorker: () => Worker
  readonly startThumbnailWorker: (() => Worker) | undefined
  readonly startDiskThread: (() => Worker) | undefined
  readonly background: Promise<void> | false
  readonly changed: (spaceId: SpaceId | null, topics: readonly ChangeTopic[]) => void
  readonly reached: (failure: Failure | undefined) => void
}

const openFiles = async (input: OpenPortalInput, keyHex: string): Promise<Result<Archive>> => {
  try {
    const archive = await openArchive(
      {
        cachePath: join(input.folder, 'cache.db'),
        journalPath: join(input.folder, 'journal.db'),
        keyHex,
      },
      input.startWorker(),
    )
    return ok(archive)
  } catch (error) {
    if (error instanceof FailureError) return err({ ...error.failure, about: input.portal().name })
    throw error
  }
}

const apiKeyIn = (read: Result<string | undefined>, about: string): Result<string> => {
  if (!read.ok) return read
  return read.value === undefined ? err(fail('key-missing', { about })) : ok(read.value)
}

/** Reads the keys, opens the archive and puts one portal's parts together. */
export const openPortal = async (input: OpenPortalInput): Promise<Result<OpenedPortal>> => {
  const { ports } = input
  const portal = input.portal()
  const secrets = secretsFor(ports, portal.keeping)
  const place = { ports, portalId: portal.id, folder: input.folder, keeping: portal.keeping }
  // A keychain answers one question after another: the archive's key comes first, and the archive opens while the
  // API key is still being read. In memory, the archive's key is wrapped under the API key.
  const early = portal.keeping === 'keychain' ? readArchiveKey({ ...place, apiKey: '' }) : undefined
  const key = secrets.read(keyAccount(portal.id)).then((read) => apiKeyIn(read, portal.name))
  const archiveKey = await (early ??
    key.then((read) => (read.ok ? readArchiveKey({ ...place, apiKey: read.value }) : read)))
  if (!archiveKey.ok) return err({ ...archiveKey.error, about: portal.name })
  const [archive, opener] = await Promise.all([openFiles(input, archiveKey.value), key])
  if (!archive.ok) return archive
  if (!opener.ok) {
    await archive.value.close()
    return opener
  }
  const apiKey = opener.value

  const foyer = createFoyerClient({
    apiUrl: portal.apiUrl,
    key: () => apiKey,
    http: ports.http,
    clock: ports.clock,
    random: ports.random,
    log: ports.log,
    reached: input.reached,
  })
  return ok(compose(input, { portalId: portal.id, me: { id: portal.me.id }, archive: archive.value, foyer }))
}

type Given = Pick<PortalContext, 'portalId' | 'me' | 'archive' | 'foyer'>

const compose = (input: OpenPortalInput, given: Given): OpenedPortal => {
  const context: PortalContext = {
    ...given,
    ports: input.ports,
    startDiskThread: input.startDiskThread,
    changed: input.changed,
    reached: input.reached,
  }
  let closed = false
  const reads = createReads(context)
  const outbox = createOutbox(context)
  const sync = createSync(context)
  const transfers = createTransfers(
    context,
    {},
    {
      messageQueued: (spaceId) => outbox.noticed(spaceId),
      startThumbnailWorker: input.startThumbnailWorker,
    },
  )
  const people = createPeopleParts(context, secretsFor(input.ports, input.portal().keeping))
  const watchFolders = createWatchFolders(context, { transfers, ownFolder: input.ownFolder })

  const remember = async (spaceId: SpaceId, files: readonly File[]): Promise<void> => {
    if (files.length === 0) return
    await context.archive.run('files.upsert', { spaceId, files })
    context.changed(spaceId, ['files'])
  }

  const engine: PortalEngine = {
    portal: input.portal,
    spaces: { ...reads.spaces, watch: (spaceId) => sync.watch(spaceId) },
    messages: {
      ...reads.messages,
      outgoing: (spaceId) => outbox.outgoing(spaceId),
      send: (spaceId, content, undoMs) => outbox.send(spaceId, content, undoMs),
      undo: (outboxId) => outbox.undo(outboxId),
      resolve: (outboxId, action) => outbox.resolve(outboxId, action),
      settled: (outboxId, signal) => outbox.settled(outboxId, signal),
    },
    drafts: outbox.drafts,
    files: {
      list: reads.files.list,
      createFolder: async (spaceId, folderId, name) => {
        const made = await createFolder(context, spaceId, folderId, name)
        if (!made.ok) return made
        await remember(spaceId, [made.value])
        return ok({ id: made.value.id })
      },
      folder: async (spaceId, names, missing, signal) => {
        const followed = await followPath(context, spaceId, names, missing, signal)
        if (!followed.ok) return followed
        await remember(spaceId, followed.value.made)
        return ok({ id: followed.value.id })
      },
    },
    people: reads.people,
    ...people,
    search: reads.search,
    sync: {
      everything: (onProgress, signal) => sync.everything(onProgress, signal),
      refresh: () => sync.refresh(),
      spaces: (signal) => sync.spaces(signal),
      files: (spaceId, signal) => sync.files(spaceId, signal),
    },
    transfers,
    watchFolders,
    compare: (asked) => compareWithSpace(context, transfers, asked),
    pending: async () => {
      const jobs = await transfers.list()
      const open = jobs.filter((job) => job.endedAt === null)
      return { messages: await outbox.pending(), transfers: open.length }
    },
    close: async () => {
      closed = true
      await watchFolders.close()
      await people.imports.close()
      await Promise.all([sync.close(), outbox.close(), transfers.close()])
      await context.archive.close()
    },
  }

  const workByItself = async (): Promise<void> => {
    if (closed) return
    outbox.start()
    sync.start()
    try {
      await transfers.resumeAll()
      await watchFolders.start()
      await people.imports.resumeAll()
    } catch (error) {
      input.ports.log.error('transfers.resume', { reason: error instanceof Error ? error.name : 'unknown' })
    }
  }
  // The command line sends what it is told to send, and otherwise leaves the portal alone.
  if (input.background === false) outbox.start()
  else void input.background.then(workByItself)
  /** What waits for the network would otherwise only notice its return at its next try. */
  const wake = (): void => {
    void transfers.wake()
    watchFolders.wake()
  }
  return {
    engine,
    sync,
    setOnline: (online) => {
      sync.setOnline(online)
      outbox.setOnline(online)
      if (online) wake()
    },
    setAwake: (awake) => {
      sync.setAwake(awake)
      if (awake) wake()
    },
  }
}
