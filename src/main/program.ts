// Everything behind the window: read while the window is already being drawn by its own process.
import { app, type IpcMainInvokeEvent, Menu, nativeTheme, powerSaveBlocker, session, shell } from 'electron'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { firstCalls } from '../contract/first.ts'
import type { EventName, EventPayload } from '../contract/index.ts'
import { fail } from '../core/failure.ts'
import { err, ok, type Result } from '../core/result.ts'
import type { Settings } from '../core/settings.ts'
import { mayOpen } from '../core/transfers/download-rules.ts'
import { createEngine } from '../engine/create.ts'
import { startDiskThread } from '../engine/disk/threads.ts'
import { keepHeapSmall } from '../engine/node/heap.ts'
import { keepWasmCode } from '../engine/node/wasm.ts'
import { systemClock } from '../engine/node/clock.ts'
import { systemRandom } from '../engine/node/random.ts'
import { openWhileLocked } from '../core/lock.ts'
import { openAppLock } from '../engine/lock/app-lock.ts'
import { chooseDownloadFolder, chooseFolder, downloadsFolder } from './downloads-folder.ts'
import { createDragOut } from './drag-out.ts'
import { createDrops } from './ipc/drops.ts'
import { createEventRelay } from './ipc/events.ts'
import { createFirstHandlers } from './ipc/first-handlers.ts'
import type { Desk } from './ipc/handlers.ts'
import { createServe, isOurs, type Sender } from './ipc/serve.ts'
import { externalAddress } from './links.ts'
import { menuTemplate } from './menu.ts'
import { chooseSecrets } from './ports/choose-secrets.ts'
import { framesOf } from './ports/frames.ts'
import { startTextWorker } from '../engine/pins/start-text-worker.ts'
import { lazyHttp } from './ports/lazy-http.ts'
import { createFileLog } from './ports/log.ts'
import { followPower } from './ports/power.ts'
import { systemPresence } from './ports/presence.ts'
import { watchPresence } from './lock-watch.ts'
import { proxyOf } from './ports/proxy.ts'
import { dataDirOf } from './profile-dir.ts'
import { saveText } from './save-text.ts'
import { openSettingsFile } from './settings-file.ts'
import { startDrag } from './start-drag.ts'
import { createTransferWatch } from './transfer-watch.ts'
import type { MainWindow } from './windows.ts'

export type ProgramPlace = {
  readonly userDataDir: string
  readonly settingsPath: string
  readonly startWorker: () => Worker
  readonly startThumbnailWorker: () => Worker
  /** The archive's worker; the disk threads' lies beside it. */
  readonly workerUrl: URL
  /** The origin the window's page has: our own scheme, or the dev server. */
  readonly origin: string
  readonly window: MainWindow
  /** A person chose to quit. */
  readonly quit: () => void
}

export type Program = {
  call(event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<Result<unknown>>
  offer(event: IpcMainInvokeEvent, paths: unknown): Result<unknown>
  /** Transfers that would stand still if the program ended now. */
  underWay(): number
  close(): Promise<void>
}

const longestPaintMs = 3_000

const firstPaint = (): { readonly done: Promise<void>; readonly resolve: () => void } => {
  let resolve = (): void => undefined
  const done = new Promise<void>((settled) => {
    resolve = settled
    setTimeout(settled, longestPaintMs)
  })
  return { done, resolve: () => resolve() }
}

/** Puts the parts together. The engine opens while the window asks its first questions; they wait for it. */
export const createProgram = async (place: ProgramPlace): Promise<Program> => {
  const { window, userDataDir } = place
  const dataDir = dataDirOf(userDataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const settings = await openSettingsFile(place.settingsPath)
  keepHeapSmall()
  keepWasmCode()
  const log = createFileLog(join(userDataDir, 'logs'))
  process.on('uncaughtException', (error) => log.error('bug', { frames: framesOf(error) }))
  process.on('unhandledRejection', (reason) => log.error('bug', { frames: framesOf(reason) }))

  const lock = await openAppLock({
    ...{ path: join(dataDir, 'lock.json'), clock: systemClock, random: systemRandom },
    changed: (view) => window.send('lock.changed', view),
  })
  // L1.4: whatever happens meanwhile is read anew after unlocking.
  const emit = <K extends EventName>(name: K, payload: EventPayload<K>): void => {
    if (!lock.locked()) window.send(name, payload)
  }
  const chosen = chooseSecrets(process.env)
  if (chosen.note !== undefined) process.stderr.write(`${chosen.note}\n`)
  // Nothing is asked of the network before the archive is on the screen: the HTTP library alone is half a megabyte
  // to read on the thread that serves the page. A page that never paints is not waited for.
  const painted = firstPaint()
  const http = lazyHttp(async () => {
    await painted.done
    const { createHttp } = await import('../engine/node/http.ts')
    return createHttp({ proxyFor: async (url) => proxyOf(await session.defaultSession.resolveProxy(url)) })
  })
  const engine = createEngine({
    dataDir,
    ownFolder: userDataDir,
    ports: { clock: systemClock, random: systemRandom, http, log, ...chosen.secrets },
    startWorker: place.startWorker,
    startThumbnailWorker: place.startThumbnailWorker,
    startDiskThread: () => startDiskThread(place.workerUrl),
    startTextWorker: () => startTextWorker(place.workerUrl),
    background: painted.done,
    opened: async (here) => {
      await painted.done
      const { serveControl } = await import('./control/serve.ts')
      return serveControl(here, { log, closed: () => lock.locked() })
    },
  })
  const relay = createEventRelay(emit, setTimeout)
  const watch = createTransferWatch({
    showProgress: ({ value, mode }) => window.current()?.setProgressBar(value, { mode }),
    keepAwake: () => {
      const blocker = powerSaveBlocker.start('prevent-app-suspension')
      return () => void powerSaveBlocker.stop(blocker)
    },
  })
  watch.setKeepAwake(settings.get().keepAwake)
  const stopFollowing = engine.then((opened) => {
    if (!opened.ok) {
      log.error('engine-not-opened', { code: opened.error.code })
      return () => undefined
    }
    log.info('started', { version: app.getVersion(), electron: process.versions.electron })
    opened.value.onEvent((event) => {
      relay(event)
      if (event.kind === 'progress') watch.progress(event.jobs)
      if (event.kind === 'portals') watch.portals(opened.value.portals.list().map(({ id }) => id))
    })
    opened.value.setLimits(settings.get())
    // Before anybody asks: the first question then finds the archive open. What was under way goes on once the window
    // has been painted.
    for (const { id } of opened.value.portals.list()) {
      opened.value.warm(id)
      void painted.done.then(() => opened.value.open(id))
    }
    return followPower(opened.value)
  })

  const drops = createDrops({ uuid: () => systemRandom.uuid(), now: () => systemClock.now() })
  const dragOut = createDragOut({
    ...{ folder: join(dataDir, 'drag'), uuid: () => systemRandom.uuid(), now: () => systemClock.now() },
  })
  const desk: Desk = {
    engine,
    settings,
    drops,
    dragOut,
    about: {
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: `${process.platform} ${process.arch}`,
      dataFolder: userDataDir,
      downloadFolder: downloadsFolder(),
    },
    settingsChanged: (changed: Settings) => {
      nativeTheme.themeSource = changed.theme
      watch.setKeepAwake(changed.keepAwake)
      void engine.then((opened) => opened.ok && opened.value.setLimits(changed))
      emit('settings.changed', changed)
    },
    openExternal: async (url) => {
      const address = externalAddress(url)
      if (!address.ok) return address
      await shell.openExternal(address.value)
      return ok(undefined)
    },
    painted: (what) => {
      window.reveal()
      painted.resolve()
      const at = systemClock.now()
      log.info('painted', { what, at })
      if (process.env['FOYER_BENCH_START'] !== undefined)
        process.stdout.write(`${JSON.stringify({ painted: what, at })}\n`)
    },
    downloadFolder: (choose) => chooseDownloadFolder(window.current(), choose),
    reveal: (path) => shell.showItemInFolder(path),
    lock,
    saveText: (name, pieces) => saveText(window.current(), name, pieces),
    openFile: async (path) => {
      // Hardening 27: a program, a script or a page that came from elsewhere is never started from here.
      const problem = mayOpen(basename(path)) ? await shell.openPath(path) : 'kind'
      if (problem !== '') shell.showItemInFolder(path)
    },
    startDrag: (paths) => startDrag(window.current(), paths),
    chooseFolder: () => chooseFolder(window.current()),
    compareChanged: (compareId) => emit('compare.changed', { compareId }),
    uuid: () => systemRandom.uuid(),
    planning: (payload) => emit('uploads.planning', payload),
    reading: (payload) => emit('imports.reading', payload),
    foundryWaits: (payload) => emit('foundry.waiting', payload),
  }
  const closed = (name: string): boolean => lock.locked() && !openWhileLocked.has(name)
  const manner = { origin: place.origin, log, closed }
  const serveFirst = createServe(firstCalls, createFirstHandlers(desk), manner)
  const everything = painted.done.then(async () => {
    const { serveEverything } = await import('./ipc/serve-everything.ts')
    return serveEverything(desk, manner)
  })
  const answer = async (sender: Sender, name: unknown, input: unknown): Promise<Result<unknown>> => {
    const isFirst = typeof name === 'string' && Object.hasOwn(firstCalls, name)
    const serve = isFirst ? serveFirst : await everything
    return serve(sender, name, input)
  }
  const stopWatching = watchPresence(
    lock,
    systemPresence,
    () => settings.get().lockAfterMinutes,
    (work, ms) => {
      const timer = setInterval(work, ms)
      return () => clearInterval(timer)
    },
  )

  /** What was dragged out of the window and let go over it again is nothing to upload. */
  const offered = (paths: unknown): Result<unknown> =>
    Array.isArray(paths) && paths.some((path) => typeof path === 'string' && dragOut.owns(path))
      ? ok({ dropId: 'none', roots: 0 })
      : drops.offer(paths)

  const senderOf = (event: IpcMainInvokeEvent): Sender => {
    // Null once the frame has gone.
    const frame = event.senderFrame
    return {
      known: window.owns(event.sender),
      mainFrame: frame !== null && frame.parent === null,
      url: frame?.url ?? '',
    }
  }

  const showMenu = (): void => {
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          mac: process.platform === 'darwin',
          packaged: app.isPackaged,
          goTo: (to) => emit('window.goTo', { place: to }),
          quit: place.quit,
          lock: () => void lock.lock(),
        }),
      ),
    )
  }
  void painted.done.then(showMenu)
  return {
    call: (event, name, input) => answer(senderOf(event), name, input),
    offer: (event, paths) =>
      !isOurs(senderOf(event), place.origin)
        ? err(fail('forbidden'))
        : lock.locked()
          ? err(fail('locked'))
          : offered(paths),
    underWay: () => watch.underWay(),
    close: async () => {
      ;(await stopFollowing)()
      stopWatching()
      watch.close()
      const opened = await engine
      if (opened.ok) await opened.value.close()
      await dragOut.clear()
      await http.close()
      log.info('ended')
      await log.close()
    },
  }
}
