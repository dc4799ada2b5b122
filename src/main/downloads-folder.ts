import { app, dialog, type BrowserWindow } from 'electron'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The system's folder for downloads, absolute. A Linux without xdg-user-dirs names the home folder itself instead. */
export const downloadsFolder = (): string => {
  const named = app.getPath('downloads')
  const home = app.getPath('home')
  return named === home ? join(home, 'Downloads') : named
}

/** The folder downloads go to: the system's, or one the person picks. Null: the dialog was closed. */
export const chooseDownloadFolder = async (
  parent: BrowserWindow | undefined,
  choose: boolean,
): Promise<string | null> => {
  const usual = downloadsFolder()
  if (!choose) {
    await mkdir(usual, { recursive: true })
    return usual
  }
  return chooseFolder(parent, usual)
}

/** A folder that the person picks in the system's dialog. Null: it was closed. */
export const chooseFolder = async (
  parent: BrowserWindow | undefined,
  begin?: string,
): Promise<string | null> => {
  const options = {
    ...(begin === undefined ? {} : { defaultPath: begin }),
    properties: ['openDirectory' as const, 'createDirectory' as const],
  }
  const picked =
    parent === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options)
  return picked.filePaths[0] ?? null
}
