import type { Failure, FailureCode } from '../../../core/failure.ts'
import type { TransferPhase } from '../../../core/transfers/views.ts'
import { transferPhase } from '../../../core/transfers/views.ts'
import { integer, integerOrNull, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { addReceipts } from './receipts.ts'
import type { StoredFolder } from './transfer-folders.ts'

export type Lane = 'small' | 'large'

/** One file of a job as journaled. Times in ms since the epoch, sizes in bytes, MD5 in base64, SHA-256 in hex. */
export type StoredTransfer = {
  readonly jobId: string
  readonly number: number
  readonly id: string
  readonly folder: number | null
  readonly path: string
  readonly source: string | null
  readonly name: string
  readonly size: number
  readonly fingerprint: string | null
  readonly lane: Lane
  readonly phase: TransferPhase
  /** For a failed transfer, the phase it goes on from. */
  readonly before: TransferPhase | null
  readonly blob: string
  readonly blockSize: number
  readonly staged: Uint8Array | null
  readonly stagedAt: number | null
  readonly intentAt: number | null
  readonly fileId: string | null
  readonly md5: string | null
  readonly sha256: string | null
  readonly etag: string | null
  readonly problem: Failure | null
  readonly conflict: { readonly id: string; readonly size: number } | null
  readonly otherName: string | null
  readonly endedAt: number | null
}

export const transferOf = (row: Row): StoredTransfer => {
  const conflictId = textOrNull(row, 'conflict_id')
  const before = textOrNull(row, 'before_phase')
  return {
    jobId: text(row, 'job_id'),
    number: integer(row, 'number'),
    id: text(row, 'id'),
    folder: integerOrNull(row, 'folder'),
    path: text(row, 'path'),
    source: textOrNull(row, 'source'),
    name: text(row, 'name'),
    size: integer(row, 'size'),
    fingerprint: textOrNull(row, 'fingerprint'),
    lane: text(row, 'lane') === 'large' ? 'large' : 'small',
    phase: transferPhase.parse(text(row, 'phase')),
    before: before === null ? null : transferPhase.parse(before),
    blob: text(row, 'blob'),
    blockSize: integer(row, 'block_size'),
    staged: bytesOrNull(row, 'staged'),
    stagedAt: integerOrNull(row, 'staged_at'),
    intentAt: integerOrNull(row, 'intent_at'),
    fileId: textOrNull(row, 'file_id'),
    md5: textOrNull(row, 'md5'),
    sha256: textOrNull(row, 'sha256'),
    etag: textOrNull(row, 'etag'),
    // Written by this program and read by it alone: the journal is ours.
    problem: row['problem'] === null ? null : (json(row, 'problem') as Failure),
    conflict: conflictId === null ? null : { id: conflictId, size: integerOrNull(row, 'conflict_size') ?? 0 },
    otherName: textOrNull(row, 'other_name'),
    endedAt: integerOrNull(row, 'ended_at'),
  }
}

export const bytesOrNull = (row: Row, name: string): Uint8Array | null => {
  const value = row[name]
  // libsql answers a blob as a Buffer from get() and as an ArrayBuffer from all().
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (value === null) return null
  throw new TypeError(`Column ${name} should be bytes, is ${typeof value}`)
}

const problemColumns = (problem: Failure | null): readonly [string | null, string | null] =>
  problem === null ? [null, null] : [JSON.stringify(problem), problem.code]

const insert = (journal: Database, transfer: StoredTransfer): void => {
  journal.run(
    `INSERT INTO transfers (job_id, number, id, folder, path, source, name, size, fingerprint, lane, phase, before_phase,
       blob, block_size, staged, staged_at, intent_at, file_id, md5, sha256, etag, problem, problem_code,
       conflict_id, conflict_size, other_name, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[transfer.jobId, transfer.number, transfer.id, transfer.folder, transfer.path, transfer.source],
      ...[transfer.name, transfer.size, transfer.fingerprint, transfer.lane, transfer.phase, transfer.before],
      ...[transfer.blob, transfer.blockSize, transfer.staged, transfer.stagedAt, transfer.intentAt],
      ...[transfer.fileId, transfer.md5, transfer.sha256, transfer.etag, ...problemColumns(transfer.problem)],
      ...[
        transfer.conflict?.id ?? null,
        transfer.conflict?.size ?? null,
        transfer.otherName,
        transfer.endedAt,
      ],
    ],
  )
}

/** Writes a row; true when that made it a verified upload. */
const update = (journal: Database, transfer: StoredTransfer): boolean => {
  // T1.64: a cancelled transfer stays cancelled, whatever was still under way. T1.100: a verified one stays as it is, so
  // that it has one receipt, however often its row is written.
  const changed = journal.run(
    `UPDATE transfers SET name = ?, size = ?, fingerprint = ?, lane = ?, phase = ?, before_phase = ?, blob = ?,
       block_size = ?, staged = ?, staged_at = ?, intent_at = ?, file_id = ?, md5 = ?, sha256 = ?, etag = ?, problem = ?,
       problem_code = ?, ended_at = ?
     WHERE job_id = ? AND number = ? AND phase NOT IN ('cancelled', 'verified')`,
    [
      ...[transfer.name, transfer.size, transfer.fingerprint, transfer.lane, transfer.phase, transfer.before],
      ...[transfer.blob, transfer.blockSize, transfer.staged, transfer.stagedAt, transfer.intentAt],
      ...[transfer.fileId, transfer.md5, transfer.sha256, transfer.etag, ...problemColumns(transfer.problem)],
      ...[transfer.endedAt, transfer.jobId, transfer.number],
    ],
  )
  return changed > 0 && transfer.phase === 'verified' && transfer.source !== null && transfer.fileId !== null
}

const unfinished = `('planned', 'staging', 'committed', 'registered')`

export const rowOperations = {
  /**
   * Adds folders and files to a job, and for a download marks the folder they came from as listed, all in one
   * transaction: a crash leaves the folder either unread or read in full.
   */
  'transfers.add': (
    { journal }: Databases,
    input: {
      readonly folders: readonly StoredFolder[]
      readonly files: readonly StoredTransfer[]
      readonly listed: { readonly jobId: string; readonly number: number } | null
    },
  ): void =>
    journal.transaction(() => {
      for (const folder of input.folders) {
        journal.run(
          `INSERT INTO transfer_folders (job_id, number, parent, path, name, remote_id, intent_at, made, listed, problem)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
          [
            ...[folder.jobId, folder.number, folder.parent, folder.path, folder.name, folder.remoteId],
            ...[folder.intentAt, folder.made ? 1 : 0, folder.listed ? 1 : 0],
          ],
        )
      }
      for (const file of input.files) insert(journal, file)
      if (input.listed !== null) {
        journal.run(`UPDATE transfer_folders SET listed = 1 WHERE job_id = ? AND number = ?`, [
          input.listed.jobId,
          input.listed.number,
        ])
      }
    }),

  /** The numbers that the job's next folder and file may take. */
  'transfers.nextNumbers': (
    { journal }: Databases,
    input: { readonly jobId: string },
  ): { readonly folder: number; readonly file: number } => {
    const next = (table: string): number => {
      const row = journal.get(`SELECT coalesce(max(number), -1) + 1 AS next FROM ${table} WHERE job_id = ?`, [
        input.jobId,
      ])
      return row === undefined ? 0 : integer(row, 'next')
    }
    return { folder: next('transfer_folders'), file: next('transfers') }
  },

  /**
   * The next unfinished files of a lane, as they stood; those still planned are in `staging` from now on, so that
   * the journal knows of a file before its first byte goes (T1.3).
   */
  'transfers.claim': (
    { journal }: Databases,
    input: {
      readonly jobId: string
      readonly lane: Lane
      readonly after: number
      readonly limit: number
      readonly at: number
    },
  ): readonly StoredTransfer[] =>
    journal.transaction(() => {
      const rows = journal
        .all(
          `SELECT * FROM transfers WHERE job_id = ? AND number > ? AND lane = ? AND held = 0 AND phase IN ${unfinished}
           ORDER BY number LIMIT ?`,
          [input.jobId, input.after, input.lane, input.limit],
        )
        .map(transferOf)
      const last = rows.at(-1)
      if (last !== undefined) {
        journal.run(
          `UPDATE transfers SET phase = 'staging', staged_at = ?
           WHERE job_id = ? AND number > ? AND number <= ? AND lane = ? AND phase = 'planned'`,
          [input.at, input.jobId, input.after, last.number, input.lane],
        )
      }
      return rows
    }),

  /** Rows as they are now; what is verified gets its receipt in the same transaction (T1.100). */
  'transfers.write': (
    { journal }: Databases,
    input: { readonly rows: readonly StoredTransfer[]; readonly userId: string },
  ): void =>
    journal.transaction(() => {
      addReceipts(
        journal,
        input.rows.filter((transfer) => update(journal, transfer)),
        input.userId,
      )
    }),

  /**
   * Failed files go on from where they were: those of one reason, or all that trying again can help (T1.109).
   * Answers how many.
   */
  'transfers.retryFailed': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly reason: FailureCode | null },
  ): number =>
    journal.transaction(() => {
      const which = `job_id = ?1 AND phase = 'failed' AND (problem_code = ?2 OR (?2 IS NULL AND problem_code <> 'name-refused'))`
      const params = [input.jobId, input.reason]
      // Rows that only told of a folder's failure go; the folder itself is tried again.
      journal.run(`UPDATE transfer_folders SET problem = NULL WHERE job_id = ?`, [input.jobId])
      const folders = journal.run(
        `DELETE FROM transfers WHERE ${which} AND source IS NULL AND file_id IS NULL`,
        params,
      )
      const files = journal.run(
        `UPDATE transfers SET phase = coalesce(before_phase, 'planned'), before_phase = NULL, problem = NULL,
           problem_code = NULL, ended_at = NULL
         WHERE ${which}`,
        params,
      )
      return folders + files
    }),

  'transfers.cancelRest': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly at: number },
  ): void => {
    journal.run(
      `UPDATE transfers SET phase = 'cancelled', held = 0, ended_at = ? WHERE job_id = ? AND phase IN ${unfinished}`,
      [input.at, input.jobId],
    )
  },
}
