import type { Archive } from '../storage/client.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredConflict } from '../storage/tables/transfer-plans.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'

/** Writes what a plan finds to the journal, some hundred rows at a time, of one job or many. */
export type PlanWriter = {
  folder(folder: StoredFolder): void
  file(file: StoredTransfer): void
  conflict(conflict: StoredConflict): void
  otherName(name: { readonly jobId: string; readonly number: number; readonly name: string }): void
  /**
   * Writes once enough has gathered, while the next is looked for. To be awaited between lots, which waits for the rows
   * before: that is what bounds the memory (T1.36). Rejects when these could not be written.
   */
  rest(): Promise<void>
  flush(): Promise<void>
}

const enough = 500

export const createPlanWriter = (archive: Archive): PlanWriter => {
  let folders: StoredFolder[] = []
  let files: StoredTransfer[] = []
  let conflicts: StoredConflict[] = []
  let otherNames: { readonly jobId: string; readonly number: number; readonly name: string }[] = []

  let writing: Promise<unknown> = Promise.resolve()

  const write = (): void => {
    const rows = { folders, files, listed: null }
    const more = { conflicts, otherNames }
    folders = []
    files = []
    conflicts = []
    otherNames = []
    // Handed over together, so that nothing asked for later comes between.
    writing = Promise.all([
      rows.folders.length + rows.files.length > 0 ? archive.run('transfers.add', rows) : undefined,
      more.conflicts.length + more.otherNames.length > 0
        ? archive.run('transfers.addConflicts', more)
        : undefined,
    ])
    // Told at the next rest; a plan that is given up before asks no more.
    writing.catch(() => undefined)
  }

  return {
    folder: (folder) => void folders.push(folder),
    file: (file) => void files.push(file),
    conflict: (conflict) => void conflicts.push(conflict),
    otherName: (name) => void otherNames.push(name),
    rest: async () => {
      if (folders.length + files.length + otherNames.length < enough) return
      await writing
      write()
    },
    flush: async () => {
      await writing
      write()
      await writing
    },
  }
}
