import { type Failure, type FailureCode, failureCode } from '../../../core/failure.ts'
import { integer, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { type StoredTransfer, transferOf } from './transfer-rows.ts'

/** Failed files of one reason as the journal counts them. */
export type StoredFailureGroup = {
  readonly reason: FailureCode
  readonly count: number
  readonly bytes: number
  readonly example: Failure
}

export const failureOperations = {
  /** T1.108: how many files failed for which reason, the most frequent first. */
  'transfers.failureGroups': (
    { journal }: Databases,
    input: { readonly jobId: string },
  ): readonly StoredFailureGroup[] =>
    journal
      .all(
        // SQLite takes the bare columns from the row that has the minimum: the first file's own failure.
        `SELECT problem_code, problem, path, count(*) AS files, coalesce(sum(size), 0) AS bytes, min(number) AS first
         FROM transfers WHERE job_id = ? AND phase = 'failed' GROUP BY problem_code
         ORDER BY files DESC, first`,
        [input.jobId],
      )
      .map((row) => {
        const known = failureCode.safeParse(textOrNull(row, 'problem_code'))
        const reason = known.success ? known.data : 'internal'
        // Written by this program and read by it alone: the journal is ours.
        const problem = row['problem'] === null ? { code: reason } : (json(row, 'problem') as Failure)
        return {
          reason,
          count: integer(row, 'files'),
          bytes: integer(row, 'bytes'),
          example: { ...problem, about: text(row, 'path') },
        }
      }),

  'transfers.failedPage': (
    { journal }: Databases,
    input: {
      readonly jobId: string
      readonly reason: FailureCode
      readonly offset: number
      readonly limit: number
    },
  ): { readonly rows: readonly StoredTransfer[]; readonly total: number } => {
    const where = `job_id = ? AND phase = 'failed' AND problem_code = ?`
    const total = journal.get(`SELECT count(*) AS total FROM transfers WHERE ${where}`, [
      input.jobId,
      input.reason,
    ])
    return {
      rows: journal
        .all(`SELECT * FROM transfers WHERE ${where} ORDER BY number LIMIT ? OFFSET ?`, [
          ...[input.jobId, input.reason, input.limit, input.offset],
        ])
        .map(transferOf),
      total: total === undefined ? 0 : integer(total, 'total'),
    }
  },
}
