import { realpath } from 'node:fs/promises'
import { basename, sep } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { JobId, JobView } from '../../core/transfers/views.ts'
import type { WatchChoices, WatchId, WatchView } from '../../core/transfers/watch-views.ts'
import type { PortalContext } from '../context.ts'
import type { StoredWatch, StoredWatchFile } from '../storage/tables/watch.ts'
import { spacePlace } from '../transfers/space-place.ts'
import type { Transfers } from '../transfers/transfers.ts'
import { pathBelow } from './hand-over.ts'
import { type WatchOptions, watchOptions } from './options.ts'
import { scan } from './scan.ts'
import { startWatcher, type Watcher } from './watcher.ts'

export type AddWatch = WatchChoices & {
  /** Absolute path of a folder of this computer. */
  readonly path: string
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
}

/** One portal's watched folders (docs/specs/watch.md). Nothing is watched before `start`. */
export type WatchFolders = {
  list(): Promise<readonly WatchView[]>
  /** Once it answers, what comes into the folder from then on is sent (W1.2). */
  add(input: AddWatch): Promise<Result<{ readonly id: WatchId }>>
  pause(watchId: WatchId): Promise<Result<void>>
  resume(watchId: WatchId): Promise<Result<void>>
  /** Stops watching. Nothing is deleted, here or in the portal; what is under way goes on. */
  remove(watchId: WatchId): Promise<Result<void>>
  /** Tries the files that failed once more, and whatever waits, now. */
  retry(watchId: WatchId): Promise<Result<void>>
  /** The folder's absolute path, for showing it in the file manager. */
  path(watchId: WatchId): Promise<Result<string>>
  start(): Promise<void>
  /** The network is back, or the computer woke: what waits is tried at once. */
  wake(): void
  /** Told, at most twice a second, that a view changed. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

const gapMs = 500

export const createWatchFolders = (
  context: PortalContext,
  /** `ownFolder`: where this program keeps its files, which are never sent. */
  parts: { readonly transfers: Transfers; readonly ownFolder: string },
  changes: Partial<WatchOptions> = {},
): WatchFolders => {
  const options = { ...watchOptions, ...changes }
  const { archive, ports } = context
  const { transfers } = parts
  const list = transfers.listFolder
  const closing = new AbortController()
  const watchers = new Map<string, Watcher>()
  const listeners = new Set<() => void>()
  const jobs = new Set<string>()
  let started = false
  let telling = false
  let ownReal: string | undefined

  /** Watched folders are known by their real paths. */
  const ownFolder = async (): Promise<string> => {
    ownReal ??= await realpath(parts.ownFolder)
    return ownReal
  }

  const tell = async (): Promise<void> => {
    if (telling) return
    telling = true
    try {
      await ports.clock.sleep(gapMs, closing.signal)
    } catch (error) {
      if (!closing.signal.aborted) throw error
      return
    } finally {
      telling = false
    }
    context.changed(null, ['watch'])
    for (const listener of listeners) listener()
  }
  const changed = (): void => void tell()

  const stopFollowing = transfers.onProgress((moved) => {
    if (moved.some(({ id }) => jobs.has(id))) changed()
  })

  /** W1.12: of the jobs of a folder that ended well, the list of transfers keeps the newest alone. */
  const tidy = async (watchId: string, newest: JobId): Promise<void> => {
    const ours = new Set(await archive.run('watch.jobs', { watchId }))
    const isOver = (job: JobView): boolean =>
      ours.has(job.id) && job.id !== newest && job.state === 'done' && job.files.failed === 0
    for (const job of (await transfers.list()).filter(isOver)) {
      jobs.delete(job.id)
      await transfers.dismiss(job.id)
    }
  }

  const begin = async (watch: StoredWatch): Promise<void> => {
    const except = await ownFolder()
    if (!started || watch.paused || watchers.has(watch.id) || closing.signal.aborted) return
    const began = (jobId: JobId): void => {
      jobs.add(jobId)
      tidy(watch.id, jobId).catch((error: unknown) => {
        if (closing.signal.aborted) return
        ports.log.warn('watch.tidy', { error: error instanceof Error ? error.name : 'unknown' })
      })
    }
    const given = { context, transfers, watch, except, options, changed, began }
    watchers.set(watch.id, startWatcher(given))
  }

  const end = async (watchId: string): Promise<void> => {
    const watcher = watchers.get(watchId)
    watchers.delete(watchId)
    await watcher?.close()
  }

  const find = async (watchId: WatchId): Promise<Result<StoredWatch>> => {
    const found = (await archive.run('watch.folders', undefined)).find(({ id }) => id === watchId)
    return found === undefined ? err(fail('unknown-id', { about: watchId })) : ok(found)
  }

  const withWatch = async (
    watchId: WatchId,
    act: (watch: StoredWatch) => Promise<void>,
  ): Promise<Result<void>> => {
    const found = await find(watchId)
    if (!found.ok) return found
    await act(found.value)
    changed()
    return ok(undefined)
  }

  const viewOf = async (watch: StoredWatch): Promise<WatchView> => {
    const { counts, recent } = await archive.run('watch.tally', { watchId: watch.id })
    const idle = { state: 'starting', problem: null, waiting: 0, blocked: null, polled: false } as const
    const standing = watchers.get(watch.id)?.standing() ?? idle
    const { path, spaceName, subfolders, existing, silent } = watch
    return {
      ...{ id: watch.id as WatchId, portalId: context.portalId, path, spaceName },
      ...{ subfolders, existing, silent },
      ...{ spaceId: watch.spaceId as SpaceId, folderId: watch.folderId as FileId | null },
      ...{ folderPath: [...watch.folderPath], ...standing },
      state: watch.paused ? 'paused' : standing.state,
      underWay: counts.sending ?? 0,
      sent: counts.sent ?? 0,
      failed: counts.failed ?? 0,
      recent: recent.map(({ source, at, state, problem }) => ({
        ...{ path: pathBelow(watch.path, source), at, outcome: state, reason: problem },
      })),
    }
  }

  /** What lies there already and is not meant (W1.2). */
  const before = async (path: string, subfolders: boolean): Promise<readonly StoredWatchFile[]> => {
    const files: StoredWatchFile[] = []
    const place = { root: path, subfolders, except: await ownFolder(), signal: closing.signal, list }
    for await (const seen of scan(place))
      for (const file of seen) files.push({ ...file, sha256: null, state: 'before' })
    return files
  }

  return {
    list: async () => Promise.all((await archive.run('watch.folders', undefined)).map(viewOf)),
    add: async ({ path, spaceId, folderId, ...choices }) => {
      const real = await realFolder(path)
      if (!real.ok) return real
      const root = real.value
      const own = await ownFolder()
      if (root === own || root.startsWith(`${own}${sep}`)) return err(fail('own-folder', { about: root }))
      const place = await spacePlace(context, { spaceId, folderId }, closing.signal)
      if (!place.ok) return place
      const known = await archive.run('watch.folders', undefined)
      const twin = known.some(
        (other) => other.path === root && other.spaceId === spaceId && other.folderId === folderId,
      )
      if (twin) return err(fail('exists', { about: root }))
      const watch: StoredWatch = {
        ...{ id: ports.random.uuid(), path: root, spaceId, folderId, ...place.value, ...choices },
        ...{ paused: false, createdAt: ports.clock.now() },
      }
      const files = choices.existing ? [] : await before(root, choices.subfolders)
      await archive.run('watch.add', { watch, files })
      await begin(watch)
      changed()
      return ok({ id: watch.id as WatchId })
    },
    pause: (watchId) =>
      withWatch(watchId, async () => {
        await archive.run('watch.setPaused', { watchId, paused: true })
        await end(watchId)
      }),
    resume: (watchId) =>
      withWatch(watchId, async (watch) => {
        await archive.run('watch.setPaused', { watchId, paused: false })
        await begin({ ...watch, paused: false })
      }),
    remove: (watchId) =>
      withWatch(watchId, async () => {
        await end(watchId)
        await archive.run('watch.remove', { watchId })
      }),
    retry: (watchId) =>
      withWatch(watchId, async () => {
        await archive.run('watch.forgetFailed', { watchId })
        watchers.get(watchId)?.rescan()
      }),
    path: async (watchId) => {
      const found = await find(watchId)
      return found.ok ? ok(found.value.path) : found
    },
    start: async () => {
      if (started || closing.signal.aborted) return
      started = true
      for (const watch of await archive.run('watch.folders', undefined)) {
        for (const jobId of await archive.run('watch.jobs', { watchId: watch.id })) jobs.add(jobId)
        await begin(watch)
      }
    },
    wake: () => {
      for (const watcher of watchers.values()) watcher.retry()
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      closing.abort()
      stopFollowing()
      await Promise.all([...watchers.keys()].map(end))
      listeners.clear()
    },
  }
}

const realFolder = async (path: string): Promise<Result<string>> => {
  try {
    return ok(await realpath(path))
  } catch {
    return err(fail('source-missing', { about: basename(path) }))
  }
}
