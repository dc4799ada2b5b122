import { type Failure, fail } from '../core/failure.ts'
import type { Portal, PortalId, PortalView } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import type { ChangeTopic, SpaceId } from '../core/space.ts'
import { createArchiveStates } from './archive-state.ts'
import { pinQuota } from '../core/pin-limits.ts'
import { createReaches } from './connection.ts'
import type { CreateEngine, Engine, EngineEvent } from './engine.ts'
import { type OpenedArchive, openArchiveOf } from './open-archive.ts'
import type { OpenedPortal } from './open-portal.ts'
import { openProfile } from './profile.ts'
import { listSpaces } from './reads/spaces.ts'
import { createThrottle } from './transfers/throttle.ts'

/** Opens the profile and answers the engine over all its portals. */
export const createEngine: CreateEngine = async (options) => {
  const {
    dataDir,
    ownFolder,
    ports,
    startWorker,
    startThumbnailWorker,
    startDiskThread,
    startTextWorker,
    background,
    opened: tellOpened = () => Promise.resolve(() => Promise.resolve()),
  } = options
  const profile = await openProfile(dataDir)
  if (!profile.ok) return profile
  const { portals, change, folderOf, prepare, erase } = profile.value

  const listeners = new Set<(event: EngineEvent) => void>()
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const archives = new Map<PortalId, Promise<Result<OpenedArchive>>>()
  const opened = new Map<PortalId, Promise<Result<OpenedPortal>>>()
  const running = new Map<PortalId, OpenedPortal>()
  const ends = new Map<PortalId, Promise<() => Promise<void>>>()
  /** Portals whose first sync the window was told of. */
  const syncing = new Set<PortalId>()
  const throttle = createThrottle(ports.clock)
  const states = createArchiveStates(() => emit({ kind: 'portals' }))
  let online = true
  let awake = true
  let saving = false
  let pinBytes = pinQuota

  const reaches = createReaches<PortalId>(
    () => ports.clock.now(),
    () => emit({ kind: 'portals' }),
  )

  const known = (id: PortalId): Portal | undefined => portals().find((portal) => portal.id === id)

  const viewOf = (portal: Portal): PortalView => ({
    ...portal,
    ...reaches.of(portal.id),
    ...(online ? {} : { connection: 'offline', trouble: null, answeredAt: null }),
    firstSync: running.get(portal.id)?.sync.firstSync() ?? null,
    ...states.of(portal.id),
  })

  const openArchive = async (id: PortalId): Promise<Result<OpenedArchive>> => {
    const prepared = await prepare(id)
    if (!prepared.ok) return prepared
    const result = await openArchiveOf({
      ...{ portal: known(id) ?? gone(id), folder: folderOf(id), ports, startWorker },
    })
    states.opened(id, result)
    if (!result.ok && result.error.code === 'key-missing') reaches.set(id, 'key-refused')
    return result
  }

  const archiveOf = (id: PortalId): Promise<Result<OpenedArchive>> =>
    keptOnce(archives, id, () => openArchive(id))

  const start = async (id: PortalId): Promise<Result<OpenedPortal>> => {
    const stored = await archiveOf(id)
    if (!stored.ok) return stored
    const apiKey = await stored.value.apiKey()
    if (!apiKey.ok) {
      if (apiKey.error.code === 'key-missing') reaches.set(id, 'key-refused')
      return apiKey
    }
    // Most of the engine's code: the list of spaces is on the screen before it is read.
    const { openPortal } = await import('./open-portal.ts')
    const input = {
      portal: () => known(id) ?? gone(id),
      ownFolder: ownFolder ?? dataDir,
      ports,
      startThumbnailWorker,
      startDiskThread,
      throttle,
      startTextWorker,
      background,
      changed: (spaceId: SpaceId | null, topics: readonly ChangeTopic[]) => {
        emit({ kind: 'changed', portalId: id, spaceId, topics })
        // A first sync's standing is part of the portal's view; its end too is said, once.
        const standing = running.get(id)?.sync.firstSync() ?? null
        if (standing !== null || syncing.has(id)) emit({ kind: 'portals' })
        if (standing === null) syncing.delete(id)
        else syncing.add(id)
      },
      reached: (failure: Failure | undefined) => reaches.ended(id, failure),
      limited: (ms: number) => reaches.limited(id, ms),
      pinBytes: () => pinBytes,
    }
    const portal = openPortal(input, stored.value.archive, apiKey.value)
    running.set(id, portal)
    ends.set(id, tellOpened({ portalId: id, folder: folderOf(id), engine: portal.engine }))
    if (!online) portal.setOnline(false)
    if (!awake) portal.setAwake(false)
    portal.setSaving(saving)
    portal.engine.transfers.onProgress((jobs) => emit({ kind: 'progress', jobs }))
    return ok(portal)
  }

  const openOnce = (id: PortalId): Promise<Result<OpenedPortal>> => keptOnce(opened, id, () => start(id))

  const shut = async (id: PortalId): Promise<void> => {
    const [stored, under] = [archives.get(id), opened.get(id)]
    archives.delete(id)
    opened.delete(id)
    running.delete(id)
    const portal = await under
    const archive = await stored
    const end = await ends.get(id)
    ends.delete(id)
    await end?.()
    if (portal?.ok === true) await portal.value.engine.close()
    else if (archive?.ok === true) await archive.value.archive.close()
  }

  const update = async (id: PortalId, edit: (portal: Portal) => Portal): Promise<Result<PortalView>> => {
    if (known(id) === undefined) return err(fail('unknown-portal', { about: id }))
    const saved = await change((all) => all.map((portal) => (portal.id === id ? edit(portal) : portal)))
    if (!saved.ok) return saved
    emit({ kind: 'portals' })
    return ok(viewOf(known(id) ?? gone(id)))
  }

  const engine: Engine = {
    portals: {
      list: () => portals().map(viewOf),
      connect: async (input) => {
        const { connectPortal } = await import('./connect.ts')
        const connected = await connectPortal(input, { ports, profile: profile.value })
        if (!connected.ok) return connected
        const { portal, latencyMs, clockSkewMs } = connected.value
        reaches.set(portal.id, 'online')
        const result = await openOnce(portal.id)
        if (!result.ok) return result
        emit({ kind: 'portals' })
        return ok({ portal: viewOf(portal), latencyMs, clockSkewMs })
      },
      replaceKey: async (id, key, keeping) => {
        const portal = known(id)
        if (portal === undefined) return err(fail('unknown-portal', { about: id }))
        const { replacePortalKey } = await import('./connect.ts')
        const replaced = await replacePortalKey(portal, key, keeping, { ports, profile: profile.value })
        if (!replaced.ok) return replaced
        await shut(id)
        reaches.set(id, 'online')
        const result = await openOnce(id)
        if (!result.ok) return result
        emit({ kind: 'portals' })
        return ok(viewOf(replaced.value))
      },
      rename: async (id, name) => {
        const taken = portals().some((portal) => portal.id !== id && portal.name === name)
        return taken ? err(fail('exists', { about: name })) : update(id, (portal) => ({ ...portal, name }))
      },
      setAccent: (id, accent) => update(id, (portal) => ({ ...portal, accent })),
      setStaffMode: (id, staffMode) => update(id, (portal) => ({ ...portal, staffMode })),
      remove: async (id) => {
        const portal = known(id)
        if (portal === undefined) return err(fail('unknown-portal', { about: id }))
        await shut(id)
        const erased = await erase(id)
        if (!erased.ok) return erased
        const { forgetKeys } = await import('./connect.ts')
        const forgotten = await forgetKeys(portal, ports)
        const saved = await change((all) => all.filter((other) => other.id !== id))
        reaches.forget(id)
        emit({ kind: 'portals' })
        return saved.ok ? forgotten : saved
      },
      careRead: async (id) => {
        const archive = await archiveOf(id)
        return archive.ok ? states.read(id, archive.value) : archive
      },
      startAfresh: async (id) => {
        const portal = known(id)
        if (portal === undefined) return err(fail('unknown-portal', { about: id }))
        if (states.of(id).archiveProblem?.code !== 'archive-key-missing')
          return err(fail('exists', { about: portal.name }))
        await shut(id)
        const { startAfresh } = await import('./connect.ts')
        const begun = await startAfresh(portal, { ports, profile: profile.value })
        if (!begun.ok) return begun
        const reopened = await openOnce(id)
        emit({ kind: 'portals' })
        return reopened.ok ? ok(undefined) : reopened
      },
      folder: folderOf,
      find: (idOrName) => {
        const byId = portals().find((portal) => portal.id === idOrName)
        const matches = byId === undefined ? portals().filter((portal) => portal.name === idOrName) : [byId]
        const [only, another] = matches
        if (only === undefined) return err(fail('unknown-portal', { about: idOrName }))
        return another === undefined ? ok(only.id) : err(fail('ambiguous', { about: idOrName }))
      },
    },
    warm: (id) => {
      if (known(id) !== undefined) void archiveOf(id)
    },
    spaces: async (id) => {
      const portal = known(id)
      if (portal === undefined) return err(fail('unknown-portal', { about: id }))
      const stored = await archiveOf(id)
      return stored.ok
        ? ok(await listSpaces({ archive: stored.value.archive, me: portal.me, ports }))
        : stored
    },
    open: async (id) => {
      if (known(id) === undefined) return err(fail('unknown-portal', { about: id }))
      const result = await openOnce(id)
      return result.ok ? ok(result.value.engine) : result
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setOnline: (next) => {
      if (online === next) return
      online = next
      for (const portal of running.values()) portal.setOnline(next)
      emit({ kind: 'portals' })
    },
    setAwake: (next) => {
      awake = next
      for (const portal of running.values()) portal.setAwake(next)
    },
    setSaving: (next) => {
      saving = next
      for (const portal of running.values()) portal.setSaving(next)
    },
    setLimits: ({ bytesPerSecond, pinBytes: most }) => {
      throttle.set(bytesPerSecond)
      const grew = most > pinBytes
      pinBytes = most
      if (grew) for (const portal of running.values()) void portal.engine.pins.roomGrew()
    },
    close: async () => {
      await Promise.all([...archives.keys()].map(shut))
      listeners.clear()
    },
  }
  return ok(engine)
}

/** A failure is not kept: the next call tries again (the keychain may have been unlocked meanwhile). */
const keptOnce = <T>(
  kept: Map<PortalId, Promise<Result<T>>>,
  id: PortalId,
  open: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  const under = kept.get(id)
  if (under !== undefined) return under
  const opening = open().then((result) => {
    if (!result.ok && kept.get(id) === opening) kept.delete(id)
    return result
  })
  kept.set(id, opening)
  return opening
}

const gone = (id: PortalId): never => {
  throw new Error(`Portal ${id} was removed while in use`)
}
