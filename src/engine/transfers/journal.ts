import type { Archive } from '../storage/client.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'

/** Writes transfers' rows to disk, many at a time. */
export type Journal = {
  /** Resolves once this row, or a later form of it, is on disk. */
  write(row: StoredTransfer): Promise<void>
  /** Resolves once everything handed over so far is on disk. */
  flush(): Promise<void>
}

/** T1.3: `userId`: whose key it is, for the receipts. While one batch is being written the next gathers, so 20,000 files do not cost as many round trips. */
export const createJournal = (archive: Archive, userId: string): Journal => {
  let gathered = new Map<string, StoredTransfer>()
  let next: Promise<void> | undefined
  let writing: Promise<void> = Promise.resolve()

  const writeGathered = async (): Promise<void> => {
    const rows = [...gathered.values()]
    gathered = new Map()
    next = undefined
    await archive.run('transfers.write', { rows, userId })
  }

  return {
    write: (row) => {
      gathered.set(`${row.jobId} ${row.number}`, row)
      if (next === undefined) {
        // A failed batch rejects for those who wait for it; the batch after it is tried all the same.
        next = writing.then(writeGathered, writeGathered)
        writing = next
      }
      return next
    },
    flush: () => writing,
  }
}
