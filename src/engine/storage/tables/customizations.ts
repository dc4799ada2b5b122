import { type AppId, appId } from '../../../core/app.ts'
import type { Config } from '../../../core/customizations/config.ts'
import type { PlannedChange } from '../../../core/customizations/table.ts'
import {
  type ChangeKind,
  changeKind,
  type ChangeOutcome,
  changeOutcome,
  type ChangePhase,
  changePhase,
  type CustomizationJobId,
  customizationJobId,
  type JobKind,
  jobKind,
  type JobState,
  jobState,
  type SkipReason,
  skipReason,
} from '../../../core/customizations/views.ts'
import { type Failure, failure } from '../../../core/failure.ts'
import type { UserId } from '../../../core/person.ts'
import { integer, integerOrNull, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row, SqlValue } from '../driver.ts'

export type StoredJob = {
  readonly id: CustomizationJobId
  readonly appId: AppId
  readonly appLabel: string
  readonly kind: JobKind
  readonly title: string
  readonly state: JobState
  readonly problem: Failure | null
  readonly createdAt: number
  readonly endedAt: number | null
}

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

export type JobSums = {
  readonly kinds: Readonly<Record<ChangeKind, number>>
  readonly done: number
  readonly failed: number
  readonly left: number
  readonly written: number
}

type Which = { readonly jobId: CustomizationJobId; readonly number: number }

const written = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
const problemOf = (row: Row): Failure | null =>
  row['problem'] === null ? null : failure.parse(json(row, 'problem'))
// What the portal said, written by this program and read by it alone: the journal is ours.
const configOf = (row: Row, name: string): Config | null =>
  row[name] === null ? null : (json(row, name) as Config)

const jobOf = (row: Row): StoredJob => ({
  id: customizationJobId.parse(text(row, 'id')),
  appId: appId.parse(text(row, 'app_id')),
  appLabel: text(row, 'app_label'),
  kind: jobKind.parse(text(row, 'kind')),
  title: text(row, 'title'),
  state: jobState.parse(text(row, 'state')),
  problem: problemOf(row),
  createdAt: integer(row, 'created_at'),
  endedAt: integerOrNull(row, 'ended_at'),
})

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

const count = (row: Row | undefined): number => (row === undefined ? 0 : integer(row, 'times'))

export const customizationOperations = {
  'customizations.save': (
    { journal }: Databases,
    { job, changes }: { readonly job: StoredJob; readonly changes: readonly PlannedChange[] },
  ): void =>
    journal.transaction(() => {
      journal.run(
        `INSERT INTO customization_jobs (id, app_id, app_label, kind, title, state, problem, created_at, ended_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[job.id, job.appId, job.appLabel, job.kind, job.title, job.state],
          ...[written(job.problem), job.createdAt, job.endedAt],
        ],
      )
      for (const [number, change] of changes.entries()) {
        const set = change.kind === 'set' ? change : null
        const skipped = change.kind === 'skipped' ? change : null
        journal.run(
          `INSERT INTO customization_changes
             (job_id, number, user_id, email, line, kind, reason, heading, before, after, phase, clashes)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[job.id, number, 'userId' in change ? change.userId : null, change.email, change.line],
            ...[change.kind, skipped?.reason ?? null, skipped?.column ?? null],
            ...[written(set?.before ?? null), written(set?.after ?? null)],
            ...[set === null ? 'none' : set.clashes === undefined ? 'planned' : 'left'],
            set?.clashes === undefined ? null : JSON.stringify(set.clashes),
          ],
        )
      }
    }),

  'customizations.jobs': ({ journal }: Databases): readonly StoredJob[] =>
    journal.all('SELECT * FROM customization_jobs ORDER BY created_at DESC, id').map(jobOf),

  'customizations.job': (
    { journal }: Databases,
    { jobId }: { readonly jobId: CustomizationJobId },
  ): StoredJob | null => {
    const row = journal.get('SELECT * FROM customization_jobs WHERE id = ?', [jobId])
    return row === undefined ? null : jobOf(row)
  },

  /** Only a plan, or a job that wrote nothing: what was written stays in the history. Answers whether it is gone. */
  'customizations.remove': (
    { journal }: Databases,
    { jobId }: { readonly jobId: CustomizationJobId },
  ): boolean =>
    journal.run(
      `DELETE FROM customization_jobs WHERE id = ?1 AND state <> 'running' AND NOT EXISTS (
         SELECT 1 FROM customization_changes WHERE job_id = ?1 AND (outcome = 'set' OR phase = 'sending'))`,
      [jobId],
    ) > 0,

  'customizations.setState': (
    { journal }: Databases,
    input: {
      readonly jobId: CustomizationJobId
      readonly state: JobState
      readonly problem: Failure | null
      readonly endedAt: number | null
    },
  ): void => {
    journal.run('UPDATE customization_jobs SET state = ?, problem = ?, ended_at = ? WHERE id = ?', [
      ...[input.state, written(input.problem), input.endedAt, input.jobId],
    ])
  },

  'customizations.sums': (
    { journal }: Databases,
    { jobId }: { readonly jobId: CustomizationJobId },
  ): JobSums => {
    const kinds = { set: 0, same: 0, skipped: 0 }
    const sums = { done: 0, failed: 0, left: 0, written: 0 }
    const rows = journal.all(
      `SELECT kind, phase, outcome, count(*) AS times FROM customization_changes WHERE job_id = ?
       GROUP BY kind, phase, outcome`,
      [jobId],
    )
    for (const row of rows) {
      const times = count(row)
      kinds[changeKind.parse(text(row, 'kind'))] += times
      const phase = changePhase.parse(text(row, 'phase'))
      if (phase === 'done' || phase === 'failed' || phase === 'left') sums[phase] += times
      if (row['outcome'] === 'set') sums.written += times
    }
    return { kinds, ...sums }
  },

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
    const total = journal.get(`SELECT count(*) AS times FROM customization_changes WHERE ${where}`, params)
    const rows = journal.all(
      `SELECT * FROM customization_changes WHERE ${where} ORDER BY number LIMIT ? OFFSET ?`,
      [...params, input.limit, input.offset],
    )
    return { changes: rows.map(changeOf), total: count(total) }
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

  'customizations.done': (
    { journal }: Databases,
    input: Which & {
      readonly outcome: ChangeOutcome
      readonly after: Config | null
      readonly at: number
    },
  ): void => {
    journal.run(
      `UPDATE customization_changes SET phase = 'done', outcome = ?, after = ?, at = ?, problem = NULL
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
    const total = journal.get(`SELECT count(*) AS times ${from}`, params)
    const rows = journal.all(
      `SELECT change.* ${from} ORDER BY change.at DESC, change.job_id DESC, change.number LIMIT ? OFFSET ?`,
      [...params, input.limit, input.offset],
    )
    return { changes: rows.map(changeOf), total: count(total) }
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
         ORDER BY change.at, job.created_at`,
        [input.appId],
      )
      .map((row) => ({ userId: text(row, 'user_id') as UserId, after: configOf(row, 'after') })),
}
