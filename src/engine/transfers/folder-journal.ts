import type { Clock } from '../ports.ts'
import type { Archive } from '../storage/client.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import { sleepUnlessClosing } from './sleep.ts'

/** Writes the folders of uploads to disk, those that come within a moment with one transaction. */
export type FolderJournal = {
  /** Resolves once the folder is on disk: what a side effect waits for. */
  write(folder: StoredFolder): Promise<void>
  /** Goes with the next one that is waited for, or with a flush. */
  writeSoon(folder: StoredFolder): void
  /** Resolves once everything handed over so far is on disk. */
  flush(): Promise<void>
}

/** As of files: the more came with the last transaction, the longer is gathered for the next. */
const gatherMs = { least: 1, aFolder: 1, most: 6 }

export const createFolderJournal = (
  archive: Pick<Archive, 'run'>,
  clock: Clock,
  closing: AbortSignal,
): FolderJournal => {
  let gathered = new Map<string, StoredFolder>()
  const soon = new Map<string, StoredFolder>()
  let next: Promise<void> | undefined
  let writing = Promise.resolve()
  let last = 0
  const keyOf = (folder: StoredFolder): string => `${folder.jobId} ${folder.number}`

  const writeGathered = async (): Promise<void> => {
    const wait = Math.min(gatherMs.most, gatherMs.least + gatherMs.aFolder * last)
    await sleepUnlessClosing(clock, wait, closing)
    const late = [...soon]
    const folders = [...gathered.values(), ...soon.values()]
    last = folders.length
    gathered = new Map()
    soon.clear()
    next = undefined
    try {
      await archive.run('transfers.writeFolders', folders)
    } catch (error) {
      // Nobody hears of these: they go with the next, unless a later form of them does.
      for (const [key, folder] of late) if (!gathered.has(key) && !soon.has(key)) soon.set(key, folder)
      throw error
    }
  }

  const begin = (): Promise<void> => {
    if (next === undefined) {
      next = writeGathered()
      writing = next.catch(() => undefined)
    }
    return next
  }

  return {
    write: (folder) => {
      soon.delete(keyOf(folder))
      gathered.set(keyOf(folder), folder)
      return begin()
    },
    writeSoon: (folder) => void soon.set(keyOf(folder), folder),
    flush: async () => {
      await writing
      if (soon.size > 0) await begin()
    },
  }
}
