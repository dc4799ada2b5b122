import type { Dirent } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import type { FailureCode } from '../../core/failure.ts'
import type { LocalEntry } from '../../core/transfers/plan.ts'
import { diskFailure, errorCode } from './disk-failure.ts'
import { fingerprintOf } from './source.ts'

/** An entry of a folder of this computer. `path`: absolute and real; `fingerprint` and `modifiedAt` (ms) for files. */
export type FoundEntry = LocalEntry & {
  readonly path: string
  readonly fingerprint: string | null
  readonly modifiedAt: number
}

/** One dropped root, with what keeps its walk inside it and finite. */
export type Walk = {
  /**
   * T1.36: the entries of a folder of the root, some hundred at a time, each lot in the order of names, so that a folder
   * of any size needs little memory. Never throws for what the disk does: what can't be read is an entry `refused`.
   */
  batches(folder: string): AsyncIterable<readonly FoundEntry[]>
}

/** Looks at a root. A root that is itself a link is followed: a person chose it. */
export const openRoot = async (
  root: string,
): Promise<{ readonly entry: FoundEntry; readonly walk: Walk }> => {
  const name = basename(root)
  try {
    const real = await realpath(root)
    return { entry: await inspect(real, name), walk: createWalk(real) }
  } catch (error) {
    return { entry: refused(name, root, diskFailure(error, name, 'source').code), walk: createWalk(root) }
  }
}

/** Entries looked at at once, and entries handed on together. */
const together = 32
const lot = 256

const createWalk = (root: string): Walk => {
  /** Every folder walked, and those they lie in up to the root: walking one of these would walk the other again. */
  const holding = new Set<string>()

  const remember = (folder: string): void => {
    for (let path = folder; !holding.has(path); path = dirname(path)) {
      holding.add(path)
      if (path === root) return
    }
  }

  const followLink = async (path: string, name: string): Promise<FoundEntry> => {
    const target = await realpath(path)
    // T1.35: a link that leads out of the root is not followed (hardening 25), nor one into a folder already walked:
    // that is how loops are made.
    const inside = target === root || target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
    const found = inside ? await inspect(target, name) : refused(name, path, 'source-unreadable')
    return found.kind === 'folder' && holding.has(target) ? refused(name, path, 'source-unreadable') : found
  }

  const one = async (folder: string, dirent: Dirent): Promise<FoundEntry> => {
    const path = join(folder, dirent.name)
    try {
      return dirent.isSymbolicLink() ? await followLink(path, dirent.name) : await inspect(path, dirent.name)
    } catch (error) {
      // A name that is no valid Unicode comes with U+FFFD in it, under which the system knows no such file.
      const garbled = dirent.name.includes('\uFFFD') && errorCode(error) === 'ENOENT'
      const { code } = diskFailure(error, dirent.name, 'source')
      return refused(dirent.name, path, garbled ? 'name-refused' : code)
    }
  }

  const looked = async (folder: string, dirents: readonly Dirent[]): Promise<readonly FoundEntry[]> => {
    const found: FoundEntry[] = []
    for (let at = 0; at < dirents.length; at += together) {
      const some = dirents.slice(at, at + together)
      found.push(...(await Promise.all(some.map((dirent) => one(folder, dirent)))))
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  }

  const batches = async function* (folder: string): AsyncGenerator<readonly FoundEntry[]> {
    remember(folder)
    let gathered: Dirent[] = []
    try {
      for await (const dirent of await opendir(folder, { bufferSize: lot })) {
        gathered.push(dirent)
        if (gathered.length < lot) continue
        yield await looked(folder, gathered)
        gathered = []
      }
    } catch (error) {
      yield [refused('', folder, diskFailure(error, folder, 'source').code)]
    }
    if (gathered.length > 0) yield await looked(folder, gathered)
  }

  return { batches }
}

const inspect = async (path: string, name: string): Promise<FoundEntry> => {
  const seen = await lstat(path, { bigint: true })
  if (seen.isDirectory()) return { kind: 'folder', name, path, fingerprint: null, modifiedAt: 0 }
  if (seen.isFile()) {
    const modifiedAt = Number(seen.mtimeMs)
    return { kind: 'file', name, path, size: Number(seen.size), fingerprint: fingerprintOf(seen), modifiedAt }
  }
  // A socket, FIFO or device: reading it could take for ever (T1.35).
  return refused(name, path, 'source-unreadable')
}

const refused = (name: string, path: string, reason: FailureCode): FoundEntry => ({
  kind: 'refused',
  name,
  path,
  reason,
  fingerprint: null,
  modifiedAt: 0,
})
