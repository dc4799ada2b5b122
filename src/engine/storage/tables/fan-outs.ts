import { failureCode } from '../../../core/failure.ts'
import type { SpaceId } from '../../../core/space.ts'
import type { Speed } from '../../../core/transfers/estimate.ts'
import type { FanOutOutcome, FanOutRow } from '../../../core/transfers/fan-out-views.ts'
import { fanOutOutcome } from '../../../core/transfers/fan-out-views.ts'
import type { ConflictPolicy } from '../../../core/transfers/views.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row, SqlValue } from '../driver.ts'
import { addSummary } from './job-summaries.ts'
import { startPlan } from './transfer-plans.ts'

export type StoredFanOutRow = FanOutRow & { readonly fanOutId: string; readonly number: number }

const rowOf = (row: Row): FanOutRow => {
  const reason = textOrNull(row, 'reason')
  return {
    path: text(row, 'path'),
    size: integer(row, 'size'),
    outcome: fanOutOutcome.parse(text(row, 'outcome')),
    words: text(row, 'words'),
    reason: reason === null ? null : failureCode.parse(reason),
    warning: textOrNull(row, 'warning'),
  }
}

const jobsOf = ({ journal }: Databases, fanOutId: string): readonly string[] =>
  journal
    .all(
      `SELECT f.job_id FROM fan_out_jobs f JOIN transfer_jobs j ON j.id = f.job_id
       WHERE f.fan_out_id = ? AND j.state = 'plan'`,
      [fanOutId],
    )
    .map((row) => text(row, 'job_id'))

/** What a dry run came to; what it asked is kept. */
export const forgetRows = (databases: Databases, fanOutId: string): void => {
  for (const jobId of jobsOf(databases, fanOutId))
    databases.journal.run(`DELETE FROM transfer_jobs WHERE id = ?`, [jobId])
  databases.journal.run(`DELETE FROM fan_outs WHERE id = ?`, [fanOutId])
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export const fanOutOperations = {
  'spaces.names': ({ cache }: Databases): readonly { readonly id: SpaceId; readonly name: string }[] =>
    cache
      .all(`SELECT id, name FROM spaces WHERE listed = 1 AND name <> '' ORDER BY name, id`)
      .map((row) => ({ id: text(row, 'id') as SpaceId, name: text(row, 'name') })),

  'fanOut.create': (
    { journal }: Databases,
    input: { readonly id: string; readonly createdAt: number },
  ): void => {
    journal.run(`INSERT INTO fan_outs (id, created_at) VALUES (?, ?)`, [input.id, input.createdAt])
  },

  'fanOut.addJob': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly fanOutId: string; readonly title: string },
  ): void => {
    journal.run(`INSERT INTO fan_out_jobs (job_id, fan_out_id, title) VALUES (?, ?, ?)`, [
      input.jobId,
      input.fanOutId,
      input.title,
    ])
  },

  'fanOut.addRows': ({ journal }: Databases, rows: readonly StoredFanOutRow[]): void =>
    journal.transaction(() => {
      for (const row of rows) {
        journal.run(
          `INSERT INTO fan_out_rows (fan_out_id, number, path, size, outcome, words, reason, warning)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [row.fanOutId, row.number, row.path, row.size, row.outcome, row.words, row.reason, row.warning],
        )
      }
    }),

  'fanOut.rows': (
    { journal }: Databases,
    input: {
      readonly fanOutId: string
      readonly only: 'all' | 'warned' | FanOutOutcome
      readonly offset: number
      readonly limit: number
    },
  ): readonly FanOutRow[] => {
    const { fanOutId, only, limit, offset } = input
    const params: SqlValue[] = [fanOutId, limit, offset]
    if (only !== 'all' && only !== 'warned') params.push(only)
    const where = only === 'all' ? '1' : only === 'warned' ? 'warning IS NOT NULL' : 'outcome = ?4'
    return journal
      .all(
        `SELECT * FROM fan_out_rows WHERE fan_out_id = ?1 AND ${where} ORDER BY number LIMIT ?2 OFFSET ?3`,
        params,
      )
      .map(rowOf)
  },

  /** T1.125: all of its jobs at once, or none, each with its own message (T1.105). Answers their ids. */
  'fanOut.start': (
    databases: Databases,
    input: {
      readonly fanOutId: string
      readonly policy: ConflictPolicy
      readonly silent: boolean
      readonly message: string | null
      readonly at: number
    },
  ): readonly string[] =>
    databases.journal.transaction(() => {
      const { fanOutId, message, ...how } = input
      const jobs = jobsOf(databases, fanOutId)
      if (message !== null) for (const jobId of jobs) addSummary(databases.journal, jobId, message)
      const started = jobs.filter((jobId) => startPlan(databases.journal, { jobId, ...how }) === 'started')
      databases.journal.run(`DELETE FROM fan_outs WHERE id = ?`, [fanOutId])
      // T1.127: and so is the saved one it was made from.
      if (started.length > 0) {
        databases.journal.run(
          `DELETE FROM saved_fan_outs WHERE id IN (?1, (SELECT made_from FROM saved_fan_outs WHERE id = ?1))`,
          [fanOutId],
        )
      }
      return started
    }),

  /** Forgets a dry run, shown or saved. */
  'fanOut.discard': (databases: Databases, { fanOutId }: { readonly fanOutId: string }): void =>
    databases.journal.transaction(() => {
      forgetRows(databases, fanOutId)
      databases.journal.run(`DELETE FROM saved_fan_outs WHERE id = ?`, [fanOutId])
    }),

  'transfers.speed': (
    { journal }: Databases,
    input: { readonly direction: 'upload' | 'download' },
  ): Speed => {
    const row = journal.get(`SELECT * FROM transfer_speed WHERE direction = ?`, [input.direction])
    return {
      bytesPerSecond: numberOrNull(row?.['bytes_per_second']),
      filesPerSecond: numberOrNull(row?.['files_per_second']),
    }
  },

  'transfers.setSpeed': (
    { journal }: Databases,
    input: Speed & { readonly direction: 'upload' | 'download' },
  ): void => {
    journal.run(
      `INSERT OR REPLACE INTO transfer_speed (direction, bytes_per_second, files_per_second) VALUES (?, ?, ?)`,
      [input.direction, input.bytesPerSecond, input.filesPerSecond],
    )
  },
}
