import { join } from 'node:path'

/** The folder's name under the system's place for application data; Electron derives the same from productName. */
const folderName = 'Foyer Desktop'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the profile lies when no --user-data-dir is given: the same place for the window and the command line. */
export const defaultUserDataDir = (platform: NodeJS.Platform, home: string, env: Environment): string => {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', folderName)
    case 'win32':
      return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), folderName)
    default:
      return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), folderName)
  }
}

/** The engine's part of the profile: portals.json and the archives. Chromium keeps its own things beside it. */
export const dataDirOf = (userDataDir: string): string => join(userDataDir, 'data')

/** The window's settings; the command line heeds those that are about transfers. */
export const settingsPathOf = (userDataDir: string): string => join(userDataDir, 'settings.json')
