import type { App, BrowserWindowConstructorOptions, Event, Session, WebContents } from 'electron'
import { writeFile } from 'node:fs/promises'

/** Nothing the window shows needs a permission, a device, a download or the network (hardening 3, 33). */
export const hardenSession = (session: Session, developing: boolean): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({})
  })
  session.on('will-download', (event) => {
    event.preventDefault()
  })
  // Chromium would fetch dictionaries from its maker's servers.
  session.setSpellCheckerEnabled(false)
  if (developing) return
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    (_details, answer) => {
      answer({ cancel: true })
    },
  )
}

/** Whatever web contents ever come to be: they stay where they are and open nothing (hardening 6, 7, 8). */
export const hardenContents = (app: App, mayGoTo: (url: string) => boolean): void => {
  app.on('web-contents-created', (_created, contents: WebContents) => {
    const stay = (event: Event<{ url: string }>): void => {
      if (!mayGoTo(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** The one set of web preferences in the program (hardening 2, 4, 6). */
export const webPreferences = (
  preload: string,
  packaged: boolean,
): NonNullable<BrowserWindowConstructorOptions['webPreferences']> => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  enableWebSQL: false,
  // Hardening 16.
  devTools: !packaged,
})

/**
 * On Linux a core dump of this process, which holds the API key, is written without its memory (hardening 32).
 * Processes started later inherit the mask. Elsewhere the system writes no dumps unasked.
 */
export const leaveMemoryOutOfCoreDumps = async (platform: NodeJS.Platform): Promise<void> => {
  if (platform === 'linux') await writeFile('/proc/self/coredump_filter', '0')
}
