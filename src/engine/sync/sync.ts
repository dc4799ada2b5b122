import type { FileId } from '../../core/file.ts'
import type { Result } from '../../core/result.ts'
import { ok } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { SyncProgress } from '../portal.ts'
import { createAnnounce } from './announce.ts'
import { syncPeople, syncSpaces } from './directory.ts'
import { asResult } from './failures.ts'
import { syncTree } from './files.ts'
import { createGate } from './gate.ts'
import { syncNewest } from './messages.ts'
import { createPolling } from './polling.ts'
import { firstSyncDone, syncEverything, syncFirst } from './whole.ts'

type FirstSyncStanding = { readonly done: number; readonly total: number | null }

/** Keeps one portal's archive like the portal (docs/specs/sync.md). */
export type Sync = {
  /** Begins the first sync where there was none, then polls until it is closed. */
  start(): void
  /** Ends what `start` began; what was read stays, and a later start goes on. */
  stop(): Promise<void>
  /** Reads the whole portal once. */
  everything(
    onProgress: (progress: SyncProgress) => void,
    signal?: AbortSignal,
  ): Promise<Result<SyncProgress>>
  /** Asks for what changed, now. */
  refresh(): void
  /** What is on screen, which is polled in seconds: a space, and its folder (null: the top level; undefined: none). */
  watch(spaceId: SpaceId | null, folderId?: FileId | null): void
  /** The list of spaces and people, read afresh. */
  spaces(signal?: AbortSignal): Promise<Result<void>>
  /** One space's file tree, read afresh. */
  files(spaceId: SpaceId, signal?: AbortSignal): Promise<Result<void>>
  /** One space's newest messages. */
  messages(spaceId: SpaceId, signal?: AbortSignal): Promise<Result<void>>
  /** Where the first sync stands; null when none is under way. */
  firstSync(): FirstSyncStanding | null
  setOnline(online: boolean): void
  setAwake(awake: boolean): void
  /** On the battery, everything is asked for less often (S1.16). */
  setSaving(saving: boolean): void
  /** Stops everything and waits for it. */
  close(): Promise<void>
}

/** Pages of news that `messages` reads before it leaves the rest to the polling. */
const newsPages = 10

export const createSync = (context: PortalContext): Sync => {
  const announce = createAnnounce(context)
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  let standing: FirstSyncStanding | null = null
  let watched: SpaceId | null = null
  let folder: FileId | null | undefined
  let online = true
  let awake = true
  let saving = false
  let background:
    (ReturnType<typeof begin> & { readonly stop: AbortController; readonly ended: Promise<void> }) | undefined

  const say = (next: FirstSyncStanding | null): void => {
    standing = next
    announce.changed(null, ['spaces'])
  }

  const begin = (signal: AbortSignal) => {
    const gate = createGate(context, signal)
    const polling = createPolling({ context, announce, gate, signal })
    gate.setOnline(online)
    gate.setAwake(awake)
    polling.watch(watched, folder)
    polling.setSaving(saving)

    const firstOnce = async (): Promise<void> => {
      const done = await context.archive.run('sync.fact', { name: firstSyncDone })
      if (done !== null) return
      say({ done: 0, total: null })
      const stopped = (): boolean => signal.aborted
      while (!stopped()) {
        await gate.pass()
        if (stopped()) break
        const outcome = await asResult(() =>
          syncFirst({ context, announce, signal }, { onProgress: say, watched: () => watched }),
        )
        if (outcome.ok) {
          polling.directoryRead()
          break
        }
        gate.trouble(outcome.error, true)
      }
      say(null)
    }

    const run = async (): Promise<void> => {
      try {
        await firstOnce()
        await polling.run()
      } catch (error) {
        // Nothing here should throw: the archive was closed under us, or there is a bug to be found in the log.
        context.ports.log.error('sync.stopped', { reason: error instanceof Error ? error.name : 'unknown' })
      }
    }
    return { gate, polling, run }
  }

  const stop = async (): Promise<void> => {
    const stopped = background
    background = undefined
    stopped?.stop.abort()
    await stopped?.ended
  }

  /** Runs something asked for, so that closing ends and awaits it. */
  const asked = async <T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const either = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal])
    const running = asResult(() => work(either))
    underWay.add(running)
    try {
      return await running
    } finally {
      underWay.delete(running)
    }
  }

  const voided = (outcome: Result<unknown>): Result<void> => (outcome.ok ? ok(undefined) : outcome)

  return {
    start: () => {
      if (background !== undefined || closing.signal.aborted) return
      const controller = new AbortController()
      const begun = begin(controller.signal)
      background = { ...begun, stop: controller, ended: begun.run() }
    },
    stop,
    everything: (onProgress, signal) =>
      asked(signal, (either) => syncEverything({ context, announce, signal: either }, onProgress)),
    refresh: () => {
      background?.polling.refresh()
      background?.gate.retry()
    },
    watch: (spaceId, folderId) => {
      watched = spaceId
      folder = folderId
      background?.polling.watch(spaceId, folderId)
      background?.gate.wake()
    },
    spaces: (signal) =>
      asked(signal, async (either) => {
        const spaces = await syncSpaces(context, announce, either)
        return spaces.ok ? syncPeople(context, announce, either) : spaces
      }),
    files: (spaceId, signal) =>
      asked(signal, (either) => syncTree(context, announce, spaceId, 'every', either)),
    messages: (spaceId, signal) =>
      asked(signal, async (either) =>
        voided(await syncNewest(context, announce, spaceId, either, { pages: newsPages, inner: false })),
      ),
    firstSync: () => standing,
    setOnline: (next) => {
      online = next
      background?.gate.setOnline(next)
    },
    setAwake: (next) => {
      awake = next
      background?.gate.setAwake(next)
    },
    setSaving: (next) => {
      saving = next
      background?.polling.setSaving(next)
      background?.gate.wake()
    },
    close: async () => {
      closing.abort()
      await stop()
      await Promise.allSettled(underWay)
      await announce.close()
    },
  }
}
