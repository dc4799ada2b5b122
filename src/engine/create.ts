import { fail } from '../core/failure.ts'
import type { Connection, Portal, PortalId, PortalView } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import { connectionAfter } from './connection.ts'
import { connectPortal, forgetKeys, replacePortalKey } from './connect.ts'
import type { CreateEngine, Engine, EngineEvent } from './engine.ts'
import { type OpenedPortal, openPortal } from './open-portal.ts'
import { openProfile } from './profile.ts'

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
  } = options
  const profile = await openProfile(dataDir)
  if (!profile.ok) return profile
  const { portals, change, folderOf, prepare, erase } = profile.value

  const listeners = new Set<(event: EngineEvent) => void>()
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const connections = new Map<PortalId, Connection>()
  const opened = new Map<PortalId, Promise<Result<OpenedPortal>>>()
  const running = new Map<PortalId, OpenedPortal>()
  /** Portals whose first sync the window was told of. */
  const syncing = new Set<PortalId>()
  let online = true
  let awake = true

  const setConnection = (id: PortalId, next: Connection | undefined): void => {
    if (next === undefined || connections.get(id) === next) return
    connections.set(id, next)
    emit({ kind: 'portals' })
  }

  const known = (id: PortalId): Portal | undefined => portals().find((portal) => portal.id === id)

  const viewOf = (portal: Portal): PortalView => ({
    ...portal,
    connection: online ? (connections.get(portal.id) ?? 'unknown') : 'offline',
    firstSync: running.get(portal.id)?.sync.firstSync() ?? null,
  })

  const start = async (id: PortalId): Promise<Result<OpenedPortal>> => {
    await prepare(id)
    const result = await openPortal({
      portal: () => known(id) ?? gone(id),
      folder: folderOf(id),
      ownFolder: ownFolder ?? dataDir,
      ports,
      startWorker,
      startThumbnailWorker,
      startDiskThread,
      startTextWorker,
      background,
      changed: (spaceId, topics) => {
        emit({ kind: 'changed', portalId: id, spaceId, topics })
        // A first sync's standing is part of the portal's view; its end too is said, once.
        const standing = running.get(id)?.sync.firstSync() ?? null
        if (standing !== null || syncing.has(id)) emit({ kind: 'portals' })
        if (standing === null) syncing.delete(id)
        else syncing.add(id)
      },
      reached: (failure) => setConnection(id, connectionAfter(failure)),
    })
    if (!result.ok) {
      setConnection(id, result.error.code === 'key-missing' ? 'key-refused' : undefined)
      return result
    }
    running.set(id, result.value)
    if (!online) result.value.setOnline(false)
    if (!awake) result.value.setAwake(false)
    result.value.engine.transfers.onProgress((jobs) => emit({ kind: 'progress', jobs }))
    return result
  }

  const openOnce = (id: PortalId): Promise<Result<OpenedPortal>> => {
    const under = opened.get(id)
    if (under !== undefined) return under
    const opening = start(id).then((result) => {
      // A failure is not kept: the next call tries again (the keychain may have been unlocked meanwhile).
      if (!result.ok) opened.delete(id)
      return result
    })
    opened.set(id, opening)
    return opening
  }

  const shut = async (id: PortalId): Promise<void> => {
    const under = opened.get(id)
    opened.delete(id)
    running.delete(id)
    const result = await under
    if (result?.ok === true) await result.value.engine.close()
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
        const connected = await connectPortal(input, { ports, profile: profile.value })
        if (!connected.ok) return connected
        const { portal, latencyMs, clockSkewMs } = connected.value
        setConnection(portal.id, 'online')
        const result = await openOnce(portal.id)
        if (!result.ok) return result
        emit({ kind: 'portals' })
        return ok({ portal: viewOf(portal), latencyMs, clockSkewMs })
      },
      replaceKey: async (id, key, keeping) => {
        const portal = known(id)
        if (portal === undefined) return err(fail('unknown-portal', { about: id }))
        const replaced = await replacePortalKey(portal, key, keeping, { ports, profile: profile.value })
        if (!replaced.ok) return replaced
        await shut(id)
        connections.set(id, 'online')
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
      remove: async (id) => {
        const portal = known(id)
        if (portal === undefined) return err(fail('unknown-portal', { about: id }))
        await shut(id)
        await erase(id)
        const forgotten = await forgetKeys(portal, ports)
        const saved = await change((all) => all.filter((other) => other.id !== id))
        connections.delete(id)
        emit({ kind: 'portals' })
        return saved.ok ? forgotten : saved
      },
      find: (idOrName) => {
        const byId = portals().find((portal) => portal.id === idOrName)
        const matches = byId === undefined ? portals().filter((portal) => portal.name === idOrName) : [byId]
        const [only, another] = matches
        if (only === undefined) return err(fail('unknown-portal', { about: idOrName }))
        return another === undefined ? ok(only.id) : err(fail('ambiguous', { about: idOrName }))
      },
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
    close: async () => {
      await Promise.all([...opened.keys()].map(shut))
      listeners.clear()
    },
  }
  return ok(engine)
}

const gone = (id: PortalId): never => {
  throw new Error(`Portal ${id} was removed while in use`)
}
