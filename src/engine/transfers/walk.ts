import type { Dirent } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import type { FailureCode } from '../../core/failure.ts'
import type { LocalEntry } from '../../core/transfers/plan.ts'
import { diskFailure, errorCode } from './disk-failure.ts'
import { fingerprintOf } from './source.ts'

/** An entry of a folder of this computer. `path`: absolute and real; `fingerprint` for files. */
export type FoundEntry = LocalEntry & { readonly path: string; readonly fingerprint: string | null }

/** One dropped root, with what keeps its walk inside it and finite. */
export type Walk = {
  /** The entries of a folder of the root. Never throws for what the disk does: what can't be read is an entry `refused`. */
  entries(folder: string): Promise<readonly FoundEntry[]>
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

const together = 16

const createWalk = (root: string): Walk => {
  const visited = new Set<string>()

  const followLink = async (path: string, name: string): Promise<FoundEntry> => {
    const target = await realpath(path)
    // T1.35: a link that leads out of the root is not followed (hardening 25), nor one into a folder already walked:
    // that is how loops are made.
    const inside = target === root || target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
    const found = inside ? await inspect(target, name) : refused(name, path, 'source-unreadable')
    const loop = found.kind === 'folder' && [...visited].some((folder) => isWithin(folder, target))
    return loop ? refused(name, path, 'source-unreadable') : found
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

  return {
    entries: async (folder) => {
      visited.add(folder)
      const found: FoundEntry[] = []
      try {
        let gathered: Dirent[] = []
        const take = async (): Promise<void> => {
          found.push(...(await Promise.all(gathered.map((dirent) => one(folder, dirent)))))
          gathered = []
        }
        for await (const dirent of await opendir(folder, { bufferSize: 256 })) {
          gathered.push(dirent)
          if (gathered.length >= together) await take()
        }
        await take()
      } catch (error) {
        found.push(refused('', folder, diskFailure(error, folder, 'source').code))
      }
      return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    },
  }
}

/** Whether `folder` is `target` or lies below it: walking `target` would walk `folder` again. */
const isWithin = (folder: string, target: string): boolean =>
  folder === target || folder.startsWith(`${target}${sep}`)

const inspect = async (path: string, name: string): Promise<FoundEntry> => {
  const seen = await lstat(path, { bigint: true })
  if (seen.isDirectory()) return { kind: 'folder', name, path, fingerprint: null }
  if (seen.isFile()) {
    return { kind: 'file', name, path, size: Number(seen.size), fingerprint: fingerprintOf(seen) }
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
})
