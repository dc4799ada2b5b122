import type { Archive } from '../storage/client.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import type { Clock } from '../ports.ts'

/** Writes transfers' rows to disk, many at a time. */
export type Journal = {
  /** Resolves once this row, or a later form of it, is on disk: what a side effect waits for. */
  write(row: StoredTransfer): Promise<void>
  /** Written within a moment, for what no side effect waits for (T1.81). A later form of the row takes its place. */
  writeSoon(row: StoredTransfer): void
  /** Resolves once everything handed over so far is on disk. */
  flush(): Promise<void>
}

/**
 * What comes within so short a time goes with one transaction: each costs a wait for the disk and processor time. The
 * more came with the last one the longer is gathered for the next, so that one that comes alone hardly waits.
 */
const gatherMs = { least: 2, aRow: 1, most: 20 }
const folderGatherMs = 6
/** How long a row may wait to be written with others. */
const soonMs = 800

/** T1.3: `userId`: whose key it is, for the receipts. While one batch is being written the next gathers, so 20,000 files do not cost as many round trips. */
export const createJournal = (
  archive: Pick<Archive, 'run'>,
  userId: string,
  clock: Clock,
  closing: AbortSignal,
  /** A batch nobody waited for could not be written: its rows are kept and go with the next. */
  onTrouble: (error: unknown) => void,
): Journal => {
  let gathered = new Map<string, StoredTransfer>()
  const waiting = new Map<string, StoredTransfer>()
  let next: Promise<void> | undefined
  let writing: Promise<void> = Promise.resolve()
  let timer: Promise<void> | undefined
  let lastRows = 0

  const writeGathered = async (): Promise<void> => {
    const wait = Math.min(gatherMs.most, gatherMs.least + gatherMs.aRow * lastRows)
    await sleepUnlessClosing(clock, wait, closing)
    const rows = [...gathered.values()]
    lastRows = rows.length
    gathered = new Map()
    next = undefined
    if (rows.length > 0) await archive.run('transfers.write', { rows, userId })
  }

  const begin = (): Promise<void> => {
    if (next === undefined) {
      // A failed batch rejects for those who wait for it; the batch after it is tried all the same.
      const batch = writing.then(writeGathered, writeGathered)
      next = batch
      writing = batch
      // Those who wait for it have heard of its failure; a flush that comes later is not answered with it.
      batch.catch(() => {
        if (writing === batch) writing = Promise.resolve()
      })
    }
    return next
  }

  const flush = async (): Promise<void> => {
    const late = [...waiting]
    waiting.clear()
    for (const [key, row] of late) gathered.set(key, row)
    if (late.length === 0) {
      await writing
      return
    }
    try {
      await begin()
    } catch (error) {
      for (const [key, row] of late) if (!gathered.has(key) && !waiting.has(key)) waiting.set(key, row)
      throw error
    }
  }

  const later = async (): Promise<void> => {
    await sleepUnlessClosing(clock, soonMs, closing)
    timer = undefined
    // At the end what waits is written by the last flush.
    if (closing.aborted) return
    try {
      await flush()
    } catch (error) {
      onTrouble(error)
    }
  }

  return {
    write: (row) => {
      const key = `${row.jobId} ${row.number}`
      waiting.delete(key)
      gathered.set(key, row)
      return begin()
    },
    writeSoon: (row) => {
      const key = `${row.jobId} ${row.number}`
      // What is about to be written is written in its newest form.
      if (gathered.has(key)) gathered.set(key, row)
      else waiting.set(key, row)
      timer ??= later()
    },
    flush,
  }
}

/** Writes the folders of uploads to disk, those that come within a moment with one transaction. */
export type FolderJournal = { write(folder: StoredFolder): Promise<void> }

export const createFolderJournal = (archive: Archive, clock: Clock, closing: AbortSignal): FolderJournal => {
  let gathered: StoredFolder[] = []
  let next: Promise<void> | undefined

  const writeGathered = async (): Promise<void> => {
    await sleepUnlessClosing(clock, folderGatherMs, closing)
    const folders = gathered
    gathered = []
    next = undefined
    await archive.run('transfers.writeFolders', folders)
  }

  return {
    write: (folder) => {
      gathered.push(folder)
      next ??= writeGathered()
      return next
    },
  }
}

/** At the end nothing is waited for any more. */
const sleepUnlessClosing = async (clock: Clock, ms: number, closing: AbortSignal): Promise<void> => {
  try {
    await clock.sleep(ms, closing)
  } catch (error) {
    if (!closing.aborted) throw error
  }
}
