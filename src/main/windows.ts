import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { BrowserWindowConstructorOptions, WebContents } from 'electron'
import { channels } from './ipc/channels.ts'
import { webPreferences } from './hardening.ts'
import { onScreen, readWindowState, smallest, writeWindowState, type WindowState } from './window-state.ts'

export type WindowPlace = {
  /** The page: our own scheme, or the dev server. */
  readonly url: string
  readonly preload: string
  readonly packaged: boolean
  /** Where the window's place on the screen is remembered. */
  readonly statePath: string
  /** False while a person is asked whether it may be closed. */
  readonly mayClose: () => boolean
}

/** The one factory of window options (hardening 2). The background is the page's own, so that nothing flashes white. */
const windowOptions = (
  place: Pick<WindowPlace, 'preload' | 'packaged'>,
  state: WindowState,
  dark: boolean,
): BrowserWindowConstructorOptions => ({
  width: state.width,
  height: state.height,
  ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
  minWidth: smallest.width,
  minHeight: smallest.height,
  show: false,
  title: 'Foyer Desktop',
  backgroundColor: dark ? '#16171a' : '#ffffff',
  autoHideMenuBar: true,
  webPreferences: webPreferences(place.preload, place.packaged),
})

/** How long an empty page is kept from sight while it reads what to show, in milliseconds. */
const emptyFrameMs = 400

export type MainWindow = {
  /** Opens the window, or brings the open one to the front. */
  open(): Promise<void>
  /** Whether these are the contents of our own window. */
  owns(contents: WebContents): boolean
  send(name: string, payload: unknown): void
  /** The page has painted something worth looking at. */
  reveal(): void
  /** The window itself, while there is one: a dialog's parent, the taskbar's bar. */
  current(): BrowserWindow | undefined
}

/** The program's one window. Its contents may crash or be reloaded at any time: nothing of value lives in them. */
export const createMainWindow = (place: WindowPlace): MainWindow => {
  let window: BrowserWindow | undefined
  let reveal: (() => void) | undefined

  // Read while Electron is still getting ready; a window opened later reads what the one before it left.
  let early: Promise<WindowState> | undefined = readWindowState(place.statePath)

  const make = async (): Promise<void> => {
    const remembered = await (early ?? readWindowState(place.statePath))
    early = undefined
    const state = onScreen(
      remembered,
      screen.getAllDisplays().map((display) => display.workArea),
    )
    const made = new BrowserWindow(windowOptions(place, state, nativeTheme.shouldUseDarkColors))
    window = made
    const show = (): void => {
      clearTimeout(patience)
      reveal = undefined
      if (made.isDestroyed()) return
      if (state.maximized) made.maximize()
      made.show()
    }
    let patience: NodeJS.Timeout | undefined
    reveal = show
    // The page's first frame is empty: the one with something in it follows in a moment and is the one to show.
    made.once('ready-to-show', () => {
      if (reveal === show) patience = setTimeout(show, emptyFrameMs)
    })
    made.on('close', (event) => {
      if (!place.mayClose()) {
        event.preventDefault()
        return
      }
      const bounds = made.getNormalBounds()
      void writeWindowState(place.statePath, { ...bounds, maximized: made.isMaximized() })
    })
    made.on('closed', () => {
      if (window === made) window = undefined
    })
    made.webContents.on('render-process-gone', (_gone, details) => {
      // Transfers and the outbox live in this process and know nothing of it.
      if (details.reason !== 'clean-exit') void made.loadURL(place.url)
    })
    await made.loadURL(place.url)
  }

  return {
    open: async () => {
      if (window === undefined) return make()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    owns: (contents) => window !== undefined && !window.isDestroyed() && contents === window.webContents,
    send: (name, payload) => {
      if (window !== undefined && !window.isDestroyed())
        window.webContents.send(channels.event, name, payload)
    },
    reveal: () => reveal?.(),
    current: () => window,
  }
}
