// The window's first half second: nothing is read here that isn't needed to put the page on the screen.
import { app, dialog, ipcMain, Menu, nativeTheme, protocol, session, type IpcMainInvokeEvent } from 'electron'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { mayHaveGraphics } from './graphics.ts'
import { hardenContents, hardenSession, leaveMemoryOutOfCoreDumps } from './hardening.ts'
import { channels } from './ipc/channels.ts'
import { createLeaving, leavingQuestion } from './leaving.ts'
import type { Program } from './program.ts'
import { appEntry, appOrigin, readFileMap, schemePrivileges, serveWindow } from './scheme.ts'
import { themeIn } from './theme.ts'
import { thumbnailWorkerBeside } from './thumbnail-worker-url.ts'
import { createMainWindow } from './windows.ts'

export type StartPlace = {
  readonly userDataDir: string
  readonly settingsPath: string
  readonly statePath: string
  readonly preload: string
  readonly rendererFolder: string
  readonly workerUrl: URL
  /** The dev server's address while developing; never in a packaged build. */
  readonly devUrl: string | undefined
}

const longestFarewellMs = 3_000
const longestClosingMs = 5_000

export const start = (place: StartPlace): void => {
  if (!mayHaveGraphics(process.platform, existsSync)) app.disableHardwareAcceleration()
  // Ours is set once the window has been painted; until then Electron needn't build one of its own.
  Menu.setApplicationMenu(null)
  // The first archive's thread reads its code on another core while Chromium gets ready on this one; whoever asks
  // first is given it.
  let early: Worker | undefined = new Worker(place.workerUrl, { name: 'storage' })
  const startWorker = (): Worker => {
    const worker = early ?? new Worker(place.workerUrl, { name: 'storage' })
    early = undefined
    return worker
  }
  const { devUrl } = place
  const origin = devUrl === undefined ? appOrigin : new URL(devUrl).origin
  let running: Program | undefined
  const leaving = createLeaving({
    underWay: () => running?.underWay() ?? 0,
    ask: async (transfers) => {
      const question = { type: 'question', ...leavingQuestion(transfers), defaultId: 0, cancelId: 0 } as const
      const parent = window.current()
      const answer = await (parent === undefined
        ? dialog.showMessageBox(question)
        : dialog.showMessageBox(parent, question))
      return answer.response === 1
    },
    end: () => app.quit(),
  })
  const window = createMainWindow({
    // On a Mac the program goes on without its window, and so do transfers.
    mayClose: () => process.platform === 'darwin' || leaving.mayClose(),
    url: devUrl ?? appEntry,
    preload: place.preload,
    packaged: app.isPackaged,
    statePath: place.statePath,
  })

  protocol.registerSchemesAsPrivileged([schemePrivileges])
  // The dev server reloads its own page; otherwise nothing navigates.
  hardenContents(app, (url) => devUrl !== undefined && url.startsWith(`${origin}/`))
  // Both are read while Electron is still getting ready.
  const files = devUrl === undefined ? readFileMap(place.rendererFolder) : Promise.resolve(new Map())
  const theme = readFile(place.settingsPath, 'utf8').then(themeIn, () => 'system' as const)

  const program: Promise<Program> = app.whenReady().then(async () => {
    hardenSession(session.defaultSession, devUrl !== undefined)
    const served = serveWindow(protocol, files)
    nativeTheme.themeSource = await theme
    const shown = window.open()
    // The window comes first, then the program, while the page's process begins. A page that fails to load, and the dev
    // server's, are not waited for.
    await Promise.race([served, shown])
    const { createProgram } = await import('./program.ts')
    const thumbnailUrl = thumbnailWorkerBeside(place.workerUrl)
    const startThumbnailWorker = (): Worker => new Worker(thumbnailUrl, { name: 'thumbnails' })
    const quit = (): void => leaving.quit()
    running = await createProgram({ ...place, origin, window, startWorker, startThumbnailWorker, quit })
    return running
  })

  program.catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    dialog.showErrorBox(
      'Foyer Desktop could not start',
      `Its folder ${place.userDataDir} can’t be used${reason}.`,
    )
    app.exit(1)
  })

  // Registered at once: the page may ask before the program behind it has been read.
  ipcMain.handle(channels.call, async (event: IpcMainInvokeEvent, name: unknown, input: unknown) =>
    (await program).call(event, name, input),
  )
  ipcMain.handle(channels.offer, async (event: IpcMainInvokeEvent, paths: unknown) =>
    (await program).offer(event, paths),
  )

  app.on('second-instance', () => void window.open())
  app.on('activate', () => void window.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', () => leaving.begun())
  // The window goes first, so that what its page saves at the last moment still finds the engine; a page that does
  // not answer is not waited for.
  app.once('before-quit', () => setTimeout(() => window.current()?.destroy(), longestFarewellMs))
  app.once('will-quit', (event) => {
    event.preventDefault()
    // What does not close in time is found again by its journal.
    const late = new Promise<void>((resolve) => setTimeout(resolve, longestClosingMs))
    Promise.race([program.then((opened) => opened.close()), late]).then(
      () => app.exit(0),
      () => app.exit(1),
    )
  })
  void leaveMemoryOutOfCoreDumps(process.platform)
}
