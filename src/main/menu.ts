import type { MenuItemConstructorOptions } from 'electron'
import type { EventPayload } from '../contract/index.ts'

type Place = EventPayload<'window.goTo'>['place']

export type MenuOptions = {
  readonly mac: boolean
  readonly packaged: boolean
  readonly goTo: (place: Place) => void
  /** Ends the program, after a question while transfers are under way. */
  readonly quit: () => void
  /** Locks the window, where a passphrase was set. */
  readonly lock: () => void
}

/** The program's menu. The page answers the same keys itself; the menu names them and serves where it can't. */
export const menuTemplate = ({
  mac,
  packaged,
  goTo,
  quit,
  lock,
}: MenuOptions): MenuItemConstructorOptions[] => {
  const go = (label: string, accelerator: string, place: Place): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => goTo(place),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const end: MenuItemConstructorOptions = {
    label: mac ? 'Quit Foyer Desktop' : 'Quit',
    accelerator: 'CmdOrCtrl+Q',
    click: quit,
  }
  const settings = go('Settings…', 'CmdOrCtrl+,', 'settings')

  const lockNow: MenuItemConstructorOptions = {
    label: 'Lock',
    accelerator: 'CmdOrCtrl+Shift+L',
    click: lock,
  }

  const application: MenuItemConstructorOptions = {
    label: 'Foyer Desktop',
    submenu: [{ role: 'about' }, line, settings, line, { role: 'hide' }, { role: 'hideOthers' }, line, end],
  }
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: mac ? [lockNow, { role: 'close' }] : [settings, lockNow, line, end],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'selectAll' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      line,
      { role: 'togglefullscreen' },
      // Hardening 16: a packaged build has neither.
      ...(packaged ? [] : [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
    ],
  }
  const goMenu: MenuItemConstructorOptions = {
    label: '&Go',
    submenu: [
      go('Inbox', 'CmdOrCtrl+1', 'inbox'),
      go('Transfers', 'CmdOrCtrl+Shift+T', 'transfers'),
      line,
      go('Search everything…', 'CmdOrCtrl+F', 'search'),
      go('Command…', 'CmdOrCtrl+K', 'palette'),
    ],
  }
  const help: MenuItemConstructorOptions = {
    label: '&Help',
    role: 'help',
    submenu: [go('Keyboard shortcuts', 'CmdOrCtrl+/', 'shortcuts')],
  }
  return [...(mac ? [application] : []), file, edit, view, goMenu, { role: 'windowMenu' }, help]
}
