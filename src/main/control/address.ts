import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { replaceFile } from '../../engine/disk/replace-file.ts'

/** N1.2: the longest path of a socket that every system takes, in bytes: macOS has 104 with the final zero, Linux 108. */
const longestPath = 103

const noteOf = (folder: string): string => join(folder, 'control')

/** What a folder made for a socket is called. */
const ownPrefix = 'foyer-control-'

/** Where whoever has the archive in `folder` open listens, or did before it crashed; undefined: nobody does. */
export const readAddress = async (folder: string): Promise<string | undefined> => {
  try {
    const text = (await readFile(noteOf(folder), 'utf8')).trim()
    return text === '' ? undefined : text
  } catch {
    return undefined
  }
}

/** Takes away what an address left on the disk. */
const remove = async (address: string): Promise<void> => {
  if (process.platform === 'win32') return
  const made = basename(dirname(address)).startsWith(ownPrefix)
  await rm(made ? dirname(address) : address, { recursive: made, force: true })
}

/** Forgets where was listened: at the end, and what a crash left at a start. */
export const forgetAddress = async (folder: string): Promise<void> => {
  const old = await readAddress(folder)
  if (old !== undefined) await remove(old)
  // What can't be taken away is stale, and nobody answers there.
  await rm(noteOf(folder), { force: true })
}

/** An address to listen at: in the folder itself, or beside the system's short-lived files where that path is too long. */
export const chooseAddress = async (folder: string, uuid: string): Promise<string> => {
  if (process.platform === 'win32') return `\\\\.\\pipe\\foyer-desktop-${uuid}`
  const own = join(folder, 'control.sock')
  if (Buffer.byteLength(own) <= longestPath) {
    await rm(own, { force: true })
    return own
  }
  // A new folder of this person alone (mkdtemp makes it 0700).
  return join(await mkdtemp(join(tmpdir(), ownPrefix)), 'control.sock')
}

export const noteAddress = (folder: string, address: string): Promise<void> =>
  replaceFile(noteOf(folder), `${address}\n`)
