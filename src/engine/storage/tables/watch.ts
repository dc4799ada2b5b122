import { failureCode, type FailureCode } from '../../../core/failure.ts'
import type { Known } from '../../../core/transfers/watch-rules.ts'
import { flag, integer, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row } from '../driver.ts'
import { isFile } from './receipts.ts'

/** A watched folder as journaled. `path` is absolute and real; times in ms since the epoch. */
export type StoredWatch = {
  readonly id: string
  readonly path: string
  readonly spaceId: string
  readonly spaceName: string
  readonly folderId: string | null
  readonly folderPath: readonly string[]
  readonly subfolders: boolean
  readonly existing: boolean
  readonly silent: boolean
  readonly paused: boolean
  readonly createdAt: number
}

/** A file of a watched folder that need not be sent: it was there before, or the portal has it. */
export type StoredWatchFile = {
  readonly source: string
  readonly size: number
  readonly fingerprint: string
  readonly sha256: string | null
  readonly state: 'before' | 'sent' | 'there'
}

export type WatchTally = {
  readonly counts: Readonly<Partial<Record<Known['state'], number>>>
  readonly recent: readonly {
    readonly source: string
    readonly at: number
    readonly state: 'sent' | 'there' | 'failed'
    readonly problem: FailureCode | null
  }[]
}

const watchOf = (row: Row): StoredWatch => ({
  id: text(row, 'id'),
  path: text(row, 'path'),
  spaceId: text(row, 'space_id'),
  spaceName: text(row, 'space_name'),
  folderId: textOrNull(row, 'folder_id'),
  // Written by this program and read by it alone: the journal is ours.
  folderPath: json(row, 'folder_path') as readonly string[],
  subfolders: flag(row, 'subfolders'),
  existing: flag(row, 'existing'),
  silent: flag(row, 'silent'),
  paused: flag(row, 'paused'),
  createdAt: integer(row, 'created_at'),
})

const problemOf = (row: Row): FailureCode | null => {
  const code = textOrNull(row, 'problem_code')
  if (code === null) return null
  const known = failureCode.safeParse(code)
  return known.success ? known.data : 'internal'
}

const states = ['before', 'sending', 'sent', 'there', 'failed'] as const

const stateOf = (row: Row): Known['state'] => {
  const state = states.find((known) => known === text(row, 'state'))
  if (state === undefined) throw new TypeError('A watched file of an unknown state')
  return state
}

const putFiles = (
  { journal }: Databases,
  watchId: string,
  files: readonly StoredWatchFile[],
  at: number,
): void => {
  for (const file of files) {
    journal.run(
      `INSERT OR REPLACE INTO watch_files
         (watch_id, source, size, fingerprint, sha256, state, problem_code, job_id, number, at)
       VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?)`,
      [watchId, file.source, file.size, file.fingerprint, file.sha256, file.state, at],
    )
  }
}

const recentShown = 8

export const watchOperations = {
  'watch.folders': ({ journal }: Databases): readonly StoredWatch[] =>
    journal.all(`SELECT * FROM watch_folders ORDER BY created_at, id`).map(watchOf),

  /** Adds a folder and what is not to be sent of it, at once: an adding cut short leaves nothing (W1.2). */
  'watch.add': (
    databases: Databases,
    input: { readonly watch: StoredWatch; readonly files: readonly StoredWatchFile[] },
  ): void =>
    databases.journal.transaction(() => {
      const { watch } = input
      databases.journal.run(
        `INSERT INTO watch_folders
           (id, path, space_id, space_name, folder_id, folder_path, subfolders, existing, silent, paused, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[watch.id, watch.path, watch.spaceId, watch.spaceName, watch.folderId],
          ...[JSON.stringify(watch.folderPath), watch.subfolders ? 1 : 0, watch.existing ? 1 : 0],
          ...[watch.silent ? 1 : 0, watch.paused ? 1 : 0, watch.createdAt],
        ],
      )
      putFiles(databases, watch.id, input.files, watch.createdAt)
    }),

  'watch.setPaused': (
    { journal }: Databases,
    input: { readonly watchId: string; readonly paused: boolean },
  ): void => {
    journal.run(`UPDATE watch_folders SET paused = ? WHERE id = ?`, [input.paused ? 1 : 0, input.watchId])
  },

  'watch.remove': ({ journal }: Databases, input: { readonly watchId: string }): void => {
    journal.run(`DELETE FROM watch_folders WHERE id = ?`, [input.watchId])
  },

  /** What is known of each of these files, in their order; null where nothing is. */
  'watch.known': (
    { journal }: Databases,
    input: { readonly watchId: string; readonly sources: readonly string[] },
  ): readonly (Known | null)[] =>
    input.sources.map((source) => {
      const row = journal.get(
        `SELECT size, fingerprint, sha256, state, problem_code FROM watch_files WHERE watch_id = ? AND source = ?`,
        [input.watchId, source],
      )
      if (row === undefined) return null
      return {
        size: integer(row, 'size'),
        fingerprint: text(row, 'fingerprint'),
        sha256: textOrNull(row, 'sha256'),
        state: stateOf(row),
        problem: problemOf(row),
      }
    }),

  /** Notes files as they are now without sending them. */
  'watch.note': (
    databases: Databases,
    input: { readonly watchId: string; readonly files: readonly StoredWatchFile[]; readonly at: number },
  ): void => databases.journal.transaction(() => putFiles(databases, input.watchId, input.files, input.at)),

  /** W1.6: a plan is a watched folder's; when it becomes a job its files count as handed over. */
  'watch.claimPlan': (
    { journal }: Databases,
    input: { readonly watchId: string; readonly planId: string },
  ): void => {
    journal.run(`INSERT INTO watch_jobs (job_id, watch_id) VALUES (?, ?)`, [input.planId, input.watchId])
  },

  'watch.jobs': ({ journal }: Databases, input: { readonly watchId: string }): readonly string[] =>
    journal
      .all(`SELECT job_id FROM watch_jobs WHERE watch_id = ?`, [input.watchId])
      .map((row) => text(row, 'job_id')),

  /** Files that failed are noticed again. Answers how many. */
  'watch.forgetFailed': ({ journal }: Databases, input: { readonly watchId: string }): number =>
    journal.run(`DELETE FROM watch_files WHERE watch_id = ? AND state = 'failed'`, [input.watchId]),

  'watch.tally': ({ journal }: Databases, input: { readonly watchId: string }): WatchTally => ({
    counts: Object.fromEntries(
      journal
        .all(`SELECT state, count(*) AS files FROM watch_files WHERE watch_id = ? GROUP BY state`, [
          input.watchId,
        ])
        .map((row) => [stateOf(row), integer(row, 'files')]),
    ),
    recent: journal
      .all(
        `SELECT source, at, state, problem_code FROM watch_files
         WHERE watch_id = ? AND state IN ('sent', 'there', 'failed') ORDER BY at DESC, source LIMIT ${recentShown}`,
        [input.watchId],
      )
      .flatMap((row) => {
        const state = stateOf(row)
        if (state === 'before' || state === 'sending') return []
        return [{ source: text(row, 'source'), at: integer(row, 'at'), state, problem: problemOf(row) }]
      }),
  }),

  /** The SHA-256 of a file's blob that this computer sent, as its receipt has it. */
  'receipts.sha256': (
    { journal }: Databases,
    input: { readonly spaceId: string; readonly fileId: string; readonly blob: string },
  ): string | null => {
    const row = journal.get(
      `SELECT sha256 FROM receipts r WHERE ${isFile('r', '?2')} AND space_id = ?1 AND blob = ?3
       UNION ALL SELECT sha256 FROM early_receipts WHERE file_id = ?2 AND blob = ?3`,
      [input.spaceId, input.fileId, input.blob],
    )
    return row === undefined ? null : textOrNull(row, 'sha256')
  },
}
