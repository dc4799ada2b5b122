import type { Archive } from '../storage/client.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import type { Clock } from '../ports.ts'
import { sleepUnlessClosing } from './sleep.ts'

/** Writes transfers' rows to disk, many at a time. */
export type Journal = {
  /** Resolves once this row, or a later form of it, is on disk: what a side effect waits for. */
  write(row: StoredTransfer): Promise<void>
  /**
   * Written within a moment, for what no side effect waits for (T1.81). A later form of the row takes its place. Those
   * that have ended will have none: a few hundred of them go with the next transaction.
   */
  writeSoon(row: StoredTransfer): void
  /** No more rows are to come just now: those that were handed over wait for none. */
  hurry(): void
  /**
   * Whether no file waits to be begun: then rows that have ended are written as they come, so that a job's end does not
   * find hundreds of them unwritten.
   */
  setFewLeft(few: boolean): void
  /** Resolves once everything handed over so far is on disk. */
  flush(): Promise<void>
}

/**
 * What comes within so short a time goes with one transaction: each costs a wait for the disk and processor time. The
 * more came with the last one the longer is gathered for the next, so that one that comes alone hardly waits.
 */
const gatherMs = { least: 2, aRow: 1, most: 20 }
/** So many rows that have ended go with a transaction: fewer are not worth the pages they lie on. */
const enough = 256
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
  /** Rows nobody waits for that will not change any more. */
  let ended = new Map<string, StoredTransfer>()
  let next: Promise<void> | undefined
  let writing: Promise<void> = Promise.resolve()
  let timer: Promise<void> | undefined
  let lastRows = 0
  let hurried = false
  let fewLeft = false
  let stopGathering = (): void => undefined

  /** Until as many came as are worth a transaction, or somebody knows that no more are to come. */
  const gather = async (): Promise<void> => {
    const wait = Math.min(gatherMs.most, gatherMs.least + gatherMs.aRow * lastRows)
    const cutShort = new Promise<void>((resolve) => {
      stopGathering = resolve
    })
    if (!hurried) await Promise.race([cutShort, sleepUnlessClosing(clock, wait, closing)])
    hurried = false
  }

  const writeGathered = async (): Promise<void> => {
    await gather()
    const late = ended.size < (fewLeft ? 1 : enough) ? new Map<string, StoredTransfer>() : ended
    const rows = [...gathered.values(), ...late.values()]
    lastRows = gathered.size
    gathered = new Map()
    if (late === ended) ended = new Map()
    next = undefined
    if (rows.length === 0) return
    try {
      await archive.run('transfers.write', { rows, userId })
    } catch (error) {
      keep(late)
      throw error
    }
  }

  /** Rows that could not be written wait for the next time, unless a later form of them does. */
  const keep = (rows: Iterable<readonly [string, StoredTransfer]>): void => {
    for (const [key, row] of rows) {
      if (!gathered.has(key) && !waiting.has(key) && !ended.has(key)) waiting.set(key, row)
    }
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

  const writeWaiting = async (): Promise<void> => {
    const late = [...waiting, ...ended]
    waiting.clear()
    ended.clear()
    for (const [key, row] of late) gathered.set(key, row)
    if (late.length === 0) {
      await writing
      return
    }
    try {
      await begin()
    } catch (error) {
      keep(late)
      throw error
    }
  }

  const hurry = (): void => {
    hurried = next !== undefined
    stopGathering()
  }

  const later = async (): Promise<void> => {
    await sleepUnlessClosing(clock, soonMs, closing)
    timer = undefined
    // At the end what waits is written by the last flush.
    if (closing.aborted) return
    try {
      await writeWaiting()
    } catch (error) {
      onTrouble(error)
    }
  }

  return {
    write: (row) => {
      const key = `${row.jobId} ${row.number}`
      waiting.delete(key)
      ended.delete(key)
      gathered.set(key, row)
      return begin()
    },
    writeSoon: (row) => {
      const key = `${row.jobId} ${row.number}`
      // What is about to be written is written in its newest form.
      if (gathered.has(key)) gathered.set(key, row)
      else if (row.endedAt !== null) {
        waiting.delete(key)
        ended.set(key, row)
        if (fewLeft) void begin()
      } else waiting.set(key, row)
      timer ??= later()
    },
    hurry,
    setFewLeft: (few) => {
      fewLeft = few
    },
    flush: () => {
      const written = writeWaiting()
      hurry()
      return written
    },
  }
}
