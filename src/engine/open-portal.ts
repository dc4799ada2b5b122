import type { Worker } from 'node:worker_threads'
import type { File } from '../core/file.ts'
import type { Failure } from '../core/failure.ts'
import type { Portal } from '../core/portal.ts'
import { ok } from '../core/result.ts'
import type { ChangeTopic, SpaceId } from '../core/space.ts'
import type { PortalContext } from './context.ts'
import { secretsFor } from './archive-key.ts'
import { createFolder, followPath } from './folder-path.ts'
import { createFoyerClient } from './foyer/create.ts'
import { createMailings } from './outbox/mailings.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createRemovals } from './outbox/removals.ts'
import { createPeopleParts } from './people/parts.ts'
import type { PortalEngine } from './portal.ts'
import type { Ports } from './ports.ts'
import { createPins } from './pins/create.ts'
import { createReads } from './reads/reads.ts'
import type { Archive } from './storage/client.ts'
import { createSync, type Sync } from './sync/sync.ts'
import { compareWithSpace } from './transfers/compare.ts'
import type { Throttle } from './transfers/throttle.ts'
import { createTransfers } from './transfers/create.ts'
import { createWatchFolders } from './watch/watch-folders.ts'

export type OpenedPortal = {
  readonly engine: PortalEngine
  readonly sync: Sync
  setOnline(online: boolean): void
  setAwake(awake: boolean): void
  setSaving(saving: boolean): void
}

export type OpenPortalInput = {
  readonly portal: () => Portal
  /** This program's own files: nothing in it is ever sent by itself (W1.11). */
  readonly ownFolder: string
  readonly ports: Ports
  readonly startThumbnailWorker: (() => Worker) | undefined
  readonly startDiskThread: (() => Worker) | undefined
  readonly throttle: Throttle
  readonly startTextWorker: (() => Worker) | undefined
  readonly background: Promise<void> | false
  readonly changed: (spaceId: SpaceId | null, topics: readonly ChangeTopic[]) => void
  readonly reached: (failure: Failure | undefined) => void
  readonly limited: (ms: number) => void
  /** What files kept offline may take, in bytes. */
  readonly pinBytes: () => number
}

/** Puts one portal's parts together over its archive, which is closed with them. */
export const openPortal = (input: OpenPortalInput, archive: Archive, apiKey: string): OpenedPortal => {
  const { ports } = input
  const portal = input.portal()
  const foyer = createFoyerClient({
    apiUrl: portal.apiUrl,
    key: () => apiKey,
    http: ports.http,
    clock: ports.clock,
    random: ports.random,
    log: ports.log,
    reached: input.reached,
    limited: input.limited,
  })
  return compose(input, { portalId: portal.id, me: { id: portal.me.id }, archive, foyer })
}

type Given = Pick<PortalContext, 'portalId' | 'me' | 'archive' | 'foyer'>

const compose = (input: OpenPortalInput, given: Given): OpenedPortal => {
  const context: PortalContext = {
    ...given,
    ports: input.ports,
    startDiskThread: input.startDiskThread,
    throttle: input.throttle,
    changed: (spaceId, topics) => {
      input.changed(spaceId, topics)
      if (topics.includes('files')) lookAtPins()
    },
    reached: input.reached,
  }
  let closed = false
  const works = input.background !== false
  /** P1.4: what changed in the portal changes here, when nobody waits for it by hand. */
  const lookAtPins = (): void => {
    if (works && !closed) void pins.look()
  }
  const reads = createReads(context)
  const outbox = createOutbox(context)
  const removals = createRemovals(context, { staffMode: () => input.portal().staffMode })
  const mailings = createMailings(context, (spaceIds) => {
    for (const spaceId of spaceIds) outbox.noticed(spaceId)
  })
  const sync = createSync(context)
  const transfers = createTransfers(
    context,
    {},
    {
      messageQueued: (spaceId) => outbox.noticed(spaceId),
      startThumbnailWorker: input.startThumbnailWorker,
    },
  )
  const pins = createPins(context, transfers, {
    ...{ startTextWorker: input.startTextWorker, quota: input.pinBytes },
  })
  const people = createPeopleParts(context, {
    secrets: secretsFor(input.ports, input.portal().keeping),
    staffMode: () => input.portal().staffMode,
    queued: (spaceId) => outbox.noticed(spaceId),
  })
  const stopTelling = people.imports.onChange(() => input.changed(null, ['imports']))
  const watchFolders = createWatchFolders(context, { transfers, ownFolder: input.ownFolder })

  const remember = async (spaceId: SpaceId, files: readonly File[]): Promise<void> => {
    if (files.length === 0) return
    await context.archive.run('files.upsert', { spaceId, files })
    context.changed(spaceId, ['files'])
  }

  const engine: PortalEngine = {
    portal: input.portal,
    spaces: { ...reads.spaces, watch: (spaceId, folderId) => sync.watch(spaceId, folderId) },
    messages: {
      ...reads.messages,
      outgoing: (spaceId) => outbox.outgoing(spaceId),
      send: (spaceId, content, undoMs, sendAt) => outbox.send(spaceId, content, undoMs, sendAt),
      edit: (id, change) => outbox.edit(id, change),
      hold: (id) => outbox.hold(id),
      release: (id) => outbox.release(id),
      keepEdit: (id, spaceId, content) => outbox.keepEdit(id, spaceId, content),
      undo: (outboxId) => outbox.undo(outboxId),
      resolve: (outboxId, action) => outbox.resolve(outboxId, action),
      settled: (outboxId, signal) => outbox.settled(outboxId, signal),
    },
    removals,
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
    views: reads.views,
    templates: reads.templates,
    mailings,
    pins,
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
      const [messages, deletions] = await Promise.all([outbox.pending(), removals.pending()])
      return { messages, removals: deletions, transfers: open.length }
    },
    close: async () => {
      closed = true
      await watchFolders.close()
      await people.imports.close()
      await people.setups.close()
      stopTelling()
      await people.customizations.close()
      await Promise.all([sync.close(), outbox.close(), removals.close(), transfers.close(), pins.close()])
      await context.archive.close()
    },
  }

  const workByItself = async (): Promise<void> => {
    if (closed) return
    outbox.start()
    removals.start()
    sync.start()
    try {
      await transfers.resumeAll()
      await watchFolders.start()
      await people.imports.resumeAll()
      await people.setups.resumeAll()
      await people.customizations.resumeAll()
      await pins.look()
    } catch (error) {
      input.ports.log.error('transfers.resume', { reason: error instanceof Error ? error.name : 'unknown' })
    }
  }
  // The command line sends what it is told to send, and otherwise leaves the portal alone.
  if (input.background === false) {
    outbox.start()
    removals.start()
  } else void input.background.then(workByItself)
  /** What waits for the network would otherwise only notice its return at its next try. */
  const wake = (): void => {
    void transfers.wake()
    watchFolders.wake()
    if (works && !closed) void people.setups.resumeAll()
    lookAtPins()
  }
  return {
    engine,
    sync,
    setOnline: (online) => {
      sync.setOnline(online)
      outbox.setOnline(online)
      removals.setOnline(online)
      if (online) wake()
    },
    setSaving: (saving) => sync.setSaving(saving),
    setAwake: (awake) => {
      sync.setAwake(awake)
      if (awake) wake()
    },
  }
}
