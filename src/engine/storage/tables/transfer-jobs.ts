import { type ConflictPolicy, conflictPolicy } from '../../../core/transfers/views.ts'
import { flag, integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'

export type StoredJobState = 'plan' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'

/** A job as journaled. Times in ms since the epoch. */
export type StoredJob = {
  readonly id: string
  readonly direction: 'upload' | 'download'
  readonly spaceId: string
  readonly spaceName: string
  readonly title: string
  readonly state: StoredJobState
  readonly folderId: string | null
  readonly silent: boolean
  readonly target: string | null
  readonly createdAt: number
  readonly endedAt: number | null
  /** T1.129: of a started upload; null: a download, or a job of an older version. */
  readonly conflicts?: ConflictPolicy | null
  /** The fan-out it belongs to. */
  readonly group?: { readonly id: string; readonly title: string } | null
}

/** How the files of a job stand: one line for each phase and problem. */
export type JobTally = {
  readonly jobId: string
  readonly phase: string
  /** Of failed ones: the reason, and the path of one of them. */
  readonly problem: string | null
  readonly example: string
  readonly count: number
  readonly bytes: number
}

const states: readonly StoredJobState[] = ['plan', 'running', 'paused', 'done', 'failed', 'cancelled']

const jobOf = (row: Row): StoredJob => {
  const state = states.find((known) => known === text(row, 'state'))
  if (state === undefined) throw new TypeError('A job of an unknown state')
  const groupId = textOrNull(row, 'fan_out_id')
  return {
    id: text(row, 'id'),
    direction: text(row, 'direction') === 'upload' ? 'upload' : 'download',
    spaceId: text(row, 'space_id'),
    spaceName: text(row, 'space_name'),
    title: text(row, 'title'),
    state,
    folderId: textOrNull(row, 'folder_id'),
    silent: flag(row, 'silent'),
    target: textOrNull(row, 'target'),
    createdAt: integer(row, 'created_at'),
    endedAt: integerOrNull(row, 'ended_at'),
    conflicts: conflictPolicy.nullable().parse(textOrNull(row, 'conflicts')),
    group: groupId === null ? null : { id: groupId, title: text(row, 'fan_out_title') },
  }
}

/**
 * How the files of a job, or of every job, stand. Both halves go along an index, whose order is the groups': a job of any
 * size is counted without being sorted in memory.
 */
const talliesOf = (journal: Database, jobId: string | null): readonly JobTally[] => {
  const which = jobId === null ? '' : 'AND job_id = ?1'
  return journal
    .all(
      `SELECT job_id, phase, NULL AS problem_code, count(*) AS files, coalesce(sum(size), 0) AS bytes, '' AS example
       FROM transfers INDEXED BY transfers_by_phase WHERE phase <> 'failed' ${which} GROUP BY job_id, phase
       UNION ALL
       SELECT job_id, phase, problem_code, count(*), coalesce(sum(size), 0), min(path)
       FROM transfers INDEXED BY transfers_failed WHERE phase = 'failed' ${which} GROUP BY job_id, problem_code`,
      jobId === null ? [] : [jobId],
    )
    .map((row) => ({
      jobId: text(row, 'job_id'),
      phase: text(row, 'phase'),
      problem: textOrNull(row, 'problem_code'),
      count: integer(row, 'files'),
      bytes: integer(row, 'bytes'),
      example: text(row, 'example'),
    }))
}

export const jobOperations = {
  'transfers.createJob': ({ journal }: Databases, job: StoredJob): void => {
    journal.run(
      `INSERT INTO transfer_jobs (id, direction, space_id, space_name, title, state, folder_id, silent, target, created_at, ended_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[job.id, job.direction, job.spaceId, job.spaceName, job.title, job.state, job.folderId],
        ...[job.silent ? 1 : 0, job.target, job.createdAt, job.endedAt],
      ],
    )
  },

  /** Every job that was started and not dismissed, oldest first, with how its files stand. */
  'transfers.jobs': (
    { journal }: Databases,
    input: { readonly jobId: string | null },
  ): {
    readonly jobs: readonly StoredJob[]
    readonly tallies: readonly JobTally[]
    readonly held: readonly { readonly jobId: string; readonly files: number }[]
  } => ({
    jobs: journal
      .all(
        `SELECT j.*, f.fan_out_id, f.title AS fan_out_title
         FROM transfer_jobs j LEFT JOIN fan_out_jobs f ON f.job_id = j.id
         WHERE j.state <> 'plan' AND (?1 IS NULL OR j.id = ?1) ORDER BY j.created_at, j.id`,
        [input.jobId],
      )
      .map(jobOf),
    tallies: talliesOf(journal, input.jobId),
    held: journal
      .all(
        `SELECT job_id, count(*) AS files FROM transfers WHERE held = 1 AND (?1 IS NULL OR job_id = ?1) GROUP BY job_id`,
        [input.jobId],
      )
      .map((row) => ({ jobId: text(row, 'job_id'), files: integer(row, 'files') })),
  }),

  'transfers.setJob': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly state: StoredJobState; readonly endedAt: number | null },
  ): void => {
    journal.run(`UPDATE transfer_jobs SET state = ?, ended_at = ? WHERE id = ?`, [
      input.state,
      input.endedAt,
      input.jobId,
    ])
  },

  'transfers.removeJob': ({ journal }: Databases, input: { readonly jobId: string }): void => {
    journal.run(`DELETE FROM transfer_jobs WHERE id = ?`, [input.jobId])
  },
}
