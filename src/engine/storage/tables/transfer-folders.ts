import type { Failure } from '../../../core/failure.ts'
import { flag, integer, integerOrNull, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'

/** A folder of a job. `parent` null: it lies in the job's own target. */
export type StoredFolder = {
  readonly jobId: string
  readonly number: number
  readonly parent: number | null
  readonly path: string
  readonly name: string
  readonly remoteId: string | null
  readonly intentAt: number | null
  readonly made: boolean
  readonly listed: boolean
  readonly problem: Failure | null
}

const folderOf = (row: Row): StoredFolder => ({
  jobId: text(row, 'job_id'),
  number: integer(row, 'number'),
  parent: integerOrNull(row, 'parent'),
  path: text(row, 'path'),
  name: text(row, 'name'),
  remoteId: textOrNull(row, 'remote_id'),
  intentAt: integerOrNull(row, 'intent_at'),
  made: flag(row, 'made'),
  listed: flag(row, 'listed'),
  // Written by this program and read by it alone: the journal is ours.
  problem: row['problem'] === null ? null : (json(row, 'problem') as Failure),
})

const update = (journal: Database, folder: StoredFolder): void => {
  journal.run(
    `UPDATE transfer_folders SET path = ?, name = ?, remote_id = ?, intent_at = ?, made = ?, listed = ?, problem = ?
     WHERE job_id = ? AND number = ?`,
    [
      ...[folder.path, folder.name, folder.remoteId, folder.intentAt, folder.made ? 1 : 0],
      ...[folder.listed ? 1 : 0, folder.problem === null ? null : JSON.stringify(folder.problem)],
      ...[folder.jobId, folder.number],
    ],
  )
}

export const folderOperations = {
  'transfers.folder': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly number: number },
  ): StoredFolder | null => {
    const row = journal.get(`SELECT * FROM transfer_folders WHERE job_id = ? AND number = ?`, [
      input.jobId,
      input.number,
    ])
    return row === undefined ? null : folderOf(row)
  },

  /** Folders of a job that are still to be made (or, for a download, listed), from `after` on. */
  'transfers.openFolders': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly after: number; readonly limit: number },
  ): readonly StoredFolder[] =>
    journal
      .all(
        `SELECT * FROM transfer_folders
         WHERE job_id = ? AND number > ? AND (made = 0 OR listed = 0) AND problem IS NULL
         ORDER BY number LIMIT ?`,
        [input.jobId, input.after, input.limit],
      )
      .map(folderOf),

  'transfers.writeFolder': ({ journal }: Databases, folder: StoredFolder): void => update(journal, folder),

  'transfers.writeFolders': ({ journal }: Databases, folders: readonly StoredFolder[]): void =>
    journal.transaction(() => {
      for (const folder of folders) update(journal, folder)
    }),
}
