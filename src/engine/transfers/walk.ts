import { dirname } from 'node:path'
import { type FoundEntry, refused } from '../disk/listing.ts'
import type { DiskThreads } from '../disk/threads.ts'

export type { FoundEntry } from '../disk/listing.ts'

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
  disk: DiskThreads,
): Promise<{ readonly entry: FoundEntry; readonly walk: Walk }> => {
  const entry = await disk.lookAt(root)
  return { entry, walk: createWalk(entry.path, disk) }
}

const createWalk = (root: string, disk: DiskThreads): Walk => {
  /** Every folder walked, and those they lie in up to the root: walking one of these would walk the other again. */
  const holding = new Set<string>()

  const remember = (folder: string): void => {
    for (let path = folder; !holding.has(path); path = dirname(path)) {
      holding.add(path)
      if (path === root) return
    }
  }

  return {
    batches: async function* (folder) {
      remember(folder)
      for await (const { entries, linked } of disk.list(folder, root)) {
        // T1.35: a link into a folder already walked is not followed: that is how loops are made.
        const loops = new Set(linked.filter(({ path }) => holding.has(path)))
        yield loops.size === 0
          ? entries
          : entries.map((entry) =>
              loops.has(entry) ? refused(entry.name, entry.path, 'source-unreadable') : entry,
            )
      }
    },
  }
}
