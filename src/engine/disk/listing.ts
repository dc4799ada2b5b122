import { type BigIntStats, type Dir, type Dirent, lstatSync, opendirSync, realpathSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import type { FailureCode } from '../../core/failure.ts'
import type { LocalEntry } from '../../core/transfers/plan.ts'
import { diskFailure, errorCode } from '../transfers/disk-failure.ts'

/** An entry of a folder of this computer. `path`: absolute and real; `fingerprint` and `modifiedAt` (ms) for files. */
export type FoundEntry = LocalEntry & {
  readonly path: string
  readonly fingerprint: string | null
  readonly modifiedAt: number
}

/** What a folder is looked through for. `root`: links that lead out of it are not followed (T1.35). */
export type ListTask = {
  readonly kind: 'list'
  /** Names the reading of one folder over several lots. */
  readonly key: number
  readonly folder: string
  readonly root: string
}

/** Some hundred entries of a folder, in the order of names. */
export type Lot = {
  readonly entries: readonly FoundEntry[]
  /** Those of `entries` that are folders a link leads to. */
  readonly linked: readonly FoundEntry[]
  /** Nothing more comes. */
  readonly last: boolean
}

/** Entries handed on together: what bounds the memory of a walk, and how long the engine's thread is held up by one lot. */
export const lotOf = 256

/** Size, mtime in ns and inode, as one text: what tells whether a file is still the one that was planned (T1.50). */
export const fingerprintOf = (stat: BigIntStats): string => `${stat.size}:${stat.mtimeNs}:${stat.ino}`

export const refused = (name: string, path: string, reason: FailureCode): FoundEntry => ({
  ...{ kind: 'refused', name, path, reason },
  ...{ fingerprint: null, modifiedAt: 0 },
})

const inspect = (path: string, name: string): FoundEntry => {
  const seen = lstatSync(path, { bigint: true })
  if (seen.isDirectory()) return { kind: 'folder', name, path, fingerprint: null, modifiedAt: 0 }
  if (seen.isFile()) {
    const modifiedAt = Number(seen.mtimeMs)
    return { kind: 'file', name, path, size: Number(seen.size), fingerprint: fingerprintOf(seen), modifiedAt }
  }
  // A socket, FIFO or device: reading it could take for ever (T1.35).
  return refused(name, path, 'source-unreadable')
}

/** Looks at a root. One that is itself a link is followed: a person chose it. Never throws for what the disk does. */
export const lookAtRoot = (root: string): FoundEntry => {
  const name = basename(root)
  try {
    return inspect(realpathSync.native(root), name)
  } catch (error) {
    return refused(name, root, diskFailure(error, name, 'source').code)
  }
}

/** Where a link leads, as long as that is within the root. */
const followLink = (root: string, path: string, name: string): FoundEntry => {
  const target = realpathSync.native(path)
  const inside = target === root || target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
  return inside ? inspect(target, name) : refused(name, path, 'source-unreadable')
}

const look = ({ folder, root }: ListTask, dirent: Dirent): FoundEntry => {
  const path = join(folder, dirent.name)
  try {
    return dirent.isSymbolicLink() ? followLink(root, path, dirent.name) : inspect(path, dirent.name)
  } catch (error) {
    // A name that is no valid Unicode comes with U+FFFD in it, under which the system knows no such file.
    const garbled = dirent.name.includes('\uFFFD') && errorCode(error) === 'ENOENT'
    const { code } = diskFailure(error, dirent.name, 'source')
    return refused(dirent.name, path, garbled ? 'name-refused' : code)
  }
}

/** Reads folders lot by lot. What can't be read is an entry `refused`, without a name where it is the folder itself. */
export const createListing = (): {
  next(task: ListTask): Lot
  /** Forgets a folder that is not going to be read to its end. */
  drop(key: number): void
} => {
  const open = new Map<number, Dir>()

  const drop = (key: number): void => {
    open.get(key)?.closeSync()
    open.delete(key)
  }

  return {
    next: (task) => {
      const entries: FoundEntry[] = []
      const linked: FoundEntry[] = []
      let last = true
      try {
        const dir = open.get(task.key) ?? opendirSync(task.folder, { bufferSize: lotOf })
        open.set(task.key, dir)
        for (let dirent = dir.readSync(); dirent !== null; dirent = dir.readSync()) {
          const entry = look(task, dirent)
          entries.push(entry)
          if (entry.kind === 'folder' && dirent.isSymbolicLink()) linked.push(entry)
          last = entries.length < lotOf
          if (!last) break
        }
      } catch (error) {
        last = true
        entries.push(refused('', task.folder, diskFailure(error, task.folder, 'source').code))
      }
      if (last) drop(task.key)
      entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      return { entries, linked, last }
    },
    drop,
  }
}
