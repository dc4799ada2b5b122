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
export const openLocalTree = async (path: string): Promise<LocalTree | undefined> => {
  const { entry, walk } = await openRoot(path)
  if (entry.kind !== 'folder') return undefined
  return { root: entry.path, entries: (folder) => walk.entries(folder) }
}
