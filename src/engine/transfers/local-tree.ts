import type { DiskThreads } from '../disk/threads.ts'
import { type FoundEntry, openRoot } from './walk.ts'

export type { FoundEntry } from './walk.ts'

/** A folder of this computer, to be read folder by folder by the rules of a drop (T1.35). */
export type LocalTree = {
  /** Absolute and real. */
  readonly root: string
  /** The entries of a folder of the tree, by its absolute path. */
  entries(folder: string): Promise<readonly FoundEntry[]>
}

/** Opens a folder; undefined when there is none at `path`. */
export const openLocalTree = async (path: string, disk: DiskThreads): Promise<LocalTree | undefined> => {
  const { entry, walk } = await openRoot(path, disk)
  if (entry.kind !== 'folder') return undefined
  return { root: entry.path, entries: (folder) => all(walk.batches(folder)) }
}

const all = async (batches: AsyncIterable<readonly FoundEntry[]>): Promise<readonly FoundEntry[]> => {
  const found: FoundEntry[] = []
  for await (const batch of batches) found.push(...batch)
  // Each batch is in the order of names; the folder has to be.
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}
