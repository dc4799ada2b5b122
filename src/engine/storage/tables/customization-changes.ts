import type { AppId } from '../../../core/app.ts'
import type { Config } from '../../../core/customizations/config.ts'
import {
  type ChangeKind,
  changeKind,
  type ChangeOutcome,
  changeOutcome,
  type ChangePhase,
  changePhase,
  type CustomizationJobId,
  customizationJobId,
  type SkipReason,
  skipReason,
} from '../../../core/customizations/views.ts'
import type { Failure } from '../../../core/failure.ts'
import type { UserId } from '../../../core/person.ts'
import { integer, integerOrNull, json, problemOf, text, textOrNull, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row, SqlValue } from '../driver.ts'
import { paged } from './paged.ts'

// The changes of a job, one row a person (C1.6); the jobs themselves are in customizations.ts.

export type StoredChange = {
  readonly jobId: CustomizationJobId
  readonly number: number
  readonly userId: UserId | null
  readonly email: string
  readonly line: number | null
  readonly kind: ChangeKind
  readonly reason: SkipReason | null
  readonly column: string | null
  readonly before: Config | null
  readonly after: Config | null
  readonly phase: ChangePhase
  readonly sends: number
  readonly outcome: ChangeOutcome | null
  readonly keys: readonly string[]
  readonly problem: Failure | null
  readonly at: number | null
}

type Which = { readonly jobId: CustomizationJobId; readonly number: number }

// What the portal said, written by this program and read by it alone: the journal is ours.
const configOf = (row: Row, name: string): Config | null =>
  row[name] === null ? null : (json(row, name) as Config)

const changeOf = (row: Row): StoredChange => ({
  jobId: customizationJobId.parse(text(row, 'job_id')),
  number: integer(row, 'number'),
  userId: textOrNull(row, 'user_id') as UserId | null,
  email: text(row, 'email'),
  line: integerOrNull(row, 'line'),
  kind: changeKind.parse(text(row, 'kind')),
  reason: skipReason.nullable().parse(row['reason']),
  column: textOrNull(row, 'heading'),
  before: configOf(row, 'before'),
  after: configOf(row, 'after'),
  phase: changePhase.parse(text(row, 'phase')),
  sends: integer(row, 'sends'),
  outcome: changeOutcome.nullable().parse(row['outcome']),
  keys: row['clashes'] === null ? [] : (json(row, 'clashes') as readonly string[]),
  problem: problemOf(row),
  at: integerOrNull(row, 'at'),
})

export const customizationChangeOperations = {
  /** `only` null: every one of the job's. */
  'customizations.changes': (
    { journal }: Databases,
    input: {
      readonly jobId: CustomizationJobId
      readonly only: ChangeKind | 'failed' | 'left' | null
      readonly offset: number
      readonly limit: number
    },
  ): { readonly changes: readonly StoredChange[]; readonly total: number } => {
    const column = input.only === 'failed' || input.only === 'left' ? 'phase' : 'kind'
    const rest = input.only === 'set' ? ` AND phase NOT IN ('failed', 'left')` : ''
    const where = input.only === null ? 'job_id = ?' : `job_id = ? AND ${column} = ?${rest}`
    const params: SqlValue[] = input.only === null ? [input.jobId] : [input.jobId, input.only]
    const from = `FROM customization_changes WHERE ${where}`
    const { rows, total } = paged(journal, { select: '*', from, orderBy: 'number', params }, input)
    return { changes: rows.map(changeOf), total }
  },

  /** Changes that are still to be written, or in doubt. */
  'customizations.open': (
    { journal }: Databases,
    input: { readonly jobId: CustomizationJobId; readonly after: number; readonly limit: number },
  ): readonly StoredChange[] =>
    journal
      .all(
        `SELECT * FROM customization_changes WHERE job_id = ? AND phase IN ('planned', 'sending') AND number > ?
         ORDER BY number LIMIT ?`,
        [input.jobId, input.after, input.limit],
      )
      .map(changeOf),

  'customizations.hasDoubt': (
    { journal }: Databases,
    { jobId }: { readonly jobId: CustomizationJobId },
  ): boolean =>
    journal.get(`SELECT 1 AS one FROM customization_changes WHERE job_id = ? AND phase = 'sending' LIMIT 1`, [
      jobId,
    ]) !== undefined,

  /** C1.6: what there is and what is to be, before the request. */
  'customizations.sending': (
    { journal }: Databases,
    input: Which & { readonly before: Config | null; readonly after: Config | null },
  ): void => {
    journal.run(
      `UPDATE customization_changes SET phase = 'sending', sends = sends + 1, before = ?, after = ?
       WHERE job_id = ? AND number = ?`,
      [written(input.before), written(input.after), input.jobId, input.number],
    )
  },

  /**
   * The times of what was written are in the order of writing even where the clock is set back: the history and what
   * was written last (C1.21) go by them.
   */
  'customizations.done': (
    { journal }: Databases,
    input: Which & {
      readonly outcome: ChangeOutcome
      readonly after: Config | null
      readonly at: number
    },
  ): void => {
    journal.run(
      `UPDATE customization_changes SET phase = 'done', outcome = ?, after = ?, problem = NULL,
         at = max(?, 1 + coalesce((SELECT max(at) FROM customization_changes WHERE outcome = 'set'), 0))
       WHERE job_id = ? AND number = ?`,
      [input.outcome, written(input.after), input.at, input.jobId, input.number],
    )
  },

  'customizations.left': (
    { journal }: Databases,
    input: Which & { readonly keys: readonly string[]; readonly at: number },
  ): void => {
    journal.run(
      `UPDATE customization_changes SET phase = 'left', clashes = ?, at = ? WHERE job_id = ? AND number = ?`,
      [JSON.stringify(input.keys), input.at, input.jobId, input.number],
    )
  },

  'customizations.failed': (
    { journal }: Databases,
    input: Which & { readonly problem: Failure; readonly at: number },
  ): void => {
    journal.run(
      `UPDATE customization_changes SET phase = 'failed', problem = ?, at = ? WHERE job_id = ? AND number = ?`,
      [written(input.problem), input.at, input.jobId, input.number],
    )
  },

  'customizations.retry': (
    { journal }: Databases,
    { jobId }: { readonly jobId: CustomizationJobId },
  ): void => {
    // What was sent once stays in doubt: it may have taken effect after all.
    journal.run(
      `UPDATE customization_changes SET phase = CASE WHEN sends > 0 THEN 'sending' ELSE 'planned' END, problem = NULL
       WHERE job_id = ? AND phase = 'failed'`,
      [jobId],
    )
    journal.run(
      `UPDATE customization_changes SET sends = 1 WHERE job_id = ? AND phase = 'sending' AND sends > 1`,
      [jobId],
    )
  },

  /** C1.10: what this program wrote, newest first. */
  'customizations.history': (
    { journal }: Databases,
    input: {
      readonly appId: AppId | null
      readonly userId: UserId | null
      readonly offset: number
      readonly limit: number
    },
  ): { readonly changes: readonly StoredChange[]; readonly total: number } => {
    const params: SqlValue[] = []
    const conditions = [`change.outcome = 'set'`]
    if (input.appId !== null) {
      conditions.push('job.app_id = ?')
      params.push(input.appId)
    }
    if (input.userId !== null) {
      conditions.push('change.user_id = ?')
      params.push(input.userId)
    }
    const from = `FROM customization_changes AS change JOIN customization_jobs AS job ON job.id = change.job_id
      WHERE ${conditions.join(' AND ')}`
    const orderBy = 'change.at DESC, change.job_id DESC, change.number'
    const { rows, total } = paged(journal, { select: 'change.*', from, orderBy, params }, input)
    return { changes: rows.map(changeOf), total }
  },

  /** C1.21: what this program wrote last for each person in an app. */
  'customizations.newest': (
    { journal }: Databases,
    input: { readonly appId: AppId },
  ): readonly { readonly userId: UserId; readonly after: Config | null }[] =>
    journal
      .all(
        `SELECT change.user_id, change.after FROM customization_changes AS change
         JOIN customization_jobs AS job ON job.id = change.job_id
         WHERE job.app_id = ? AND change.outcome = 'set' AND change.user_id IS NOT NULL
         ORDER BY change.at, job.position`,
        [input.appId],
      )
      .map((row) => ({ userId: text(row, 'user_id') as UserId, after: configOf(row, 'after') })),
}
