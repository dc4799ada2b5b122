import { type AppId, appId } from '../../../core/app.ts'
import type { PlannedChange } from '../../../core/customizations/table.ts'
import {
  type ChangeKind,
  changeKind,
  changePhase,
  type CustomizationJobId,
  customizationJobId,
  type JobKind,
  jobKind,
  type JobState,
  jobState,
} from '../../../core/customizations/views.ts'
import type { Failure } from '../../../core/failure.ts'
import { integer, integerOrNull, problemOf, text, timesOf, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row } from '../driver.ts'
import { newestFirst, nextPosition } from './made-order.ts'

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

export type JobSums = {
  readonly kinds: Readonly<Record<ChangeKind, number>>
  readonly done: number
  readonly failed: number
  readonly left: number
  readonly written: number
}

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

export const customizationOperations = {
  'customizations.save': (
    { journal }: Databases,
    { job, changes }: { readonly job: StoredJob; readonly changes: readonly PlannedChange[] },
  ): void =>
    journal.transaction(() => {
      journal.run(
        `INSERT INTO customization_jobs
           (id, app_id, app_label, kind, title, state, problem, created_at, ended_at, position)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextPosition('customization_jobs')})`,
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
    journal.all(`SELECT * FROM customization_jobs ORDER BY ${newestFirst}`).map(jobOf),

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
      const times = timesOf(row)
      kinds[changeKind.parse(text(row, 'kind'))] += times
      const phase = changePhase.parse(text(row, 'phase'))
      if (phase === 'done' || phase === 'failed' || phase === 'left') sums[phase] += times
      if (row['outcome'] === 'set') sums.written += times
    }
    return { kinds, ...sums }
  },
}
