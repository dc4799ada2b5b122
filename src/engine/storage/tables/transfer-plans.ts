import type {
  ConflictChoice,
  ConflictChoices,
  ConflictPolicy,
  UploadPlan,
} from '../../../core/transfers/views.ts'
import { conflictChoice, conflictPolicy, uploadPlan } from '../../../core/transfers/views.ts'
import type { SpaceId } from '../../../core/space.ts'
import { flag, integer, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'
import { noteAudience } from './audiences.ts'
import { isFile } from './receipts.ts'

/** A planned file whose name is there already. Times in ms since the epoch. */
export type StoredConflict = {
  readonly jobId: string
  readonly number: number
  readonly modifiedAt: number
  readonly thereAt: number
  readonly same: boolean
}

/** Applies the policy, file by file where it was asked (T1.38), and makes the plan a job. */
export const startPlan = (
  journal: Database,
  input: {
    readonly jobId: string
    readonly policy: ConflictPolicy
    readonly silent: boolean
    readonly at: number
  },
): 'started' | 'unknown' | 'undecided' => {
  const { jobId, policy, at } = input
  if (policy === 'ask' && choicesOf(journal, jobId).open > 0) return 'undecided'
  const started = journal.run(
    `UPDATE transfer_jobs SET state = 'running', silent = ?, created_at = ?, conflicts = ?
     WHERE id = ? AND state = 'plan'`,
    [input.silent ? 1 : 0, at, policy, jobId],
  )
  if (started === 0) return 'unknown'
  const chosen = `SELECT t.number FROM transfers t
    LEFT JOIN transfer_conflicts c ON c.job_id = t.job_id AND c.number = t.number
    WHERE t.job_id = ?1 AND t.conflict_id IS NOT NULL AND ?3 = CASE ?2
      WHEN 'ask' THEN c.decision
      WHEN 'skip-same' THEN CASE c.same WHEN 1 THEN 'skip' ELSE 'new-version' END
      ELSE ?2 END`
  journal.run(
    `UPDATE transfers SET phase = 'skipped', ended_at = ?4 WHERE job_id = ?1 AND number IN (${chosen})`,
    [jobId, policy, 'skip', at],
  )
  journal.run(
    `UPDATE transfers SET name = other_name
     WHERE job_id = ?1 AND other_name IS NOT NULL AND number IN (${chosen})`,
    [jobId, policy, 'keep-both'],
  )
  journal.run(`DELETE FROM transfer_plans WHERE job_id = ?`, [jobId])
  return 'started'
}

const choicesOf = (journal: Database, jobId: string): ConflictChoices => {
  const counts = { 'new-version': 0, skip: 0, 'keep-both': 0, open: 0 }
  const rows = journal.all(
    `SELECT decision, count(*) AS files FROM transfer_conflicts WHERE job_id = ? GROUP BY decision`,
    [jobId],
  )
  for (const row of rows) {
    const decision = conflictChoice.nullable().parse(textOrNull(row, 'decision'))
    counts[decision ?? 'open'] = integer(row, 'files')
  }
  return counts
}

export const planOperations = {
  'transfers.startPlan': (
    databases: Databases,
    input: Parameters<typeof startPlan>[1],
  ): ReturnType<typeof startPlan> =>
    databases.journal.transaction(() => {
      const started = startPlan(databases.journal, input)
      const told = databases.journal.get(
        'SELECT j.space_id FROM transfer_jobs j JOIN job_summaries s ON s.job_id = j.id WHERE j.id = ?',
        [input.jobId],
      )
      // O1.24: now, when a person was told who reads it; who joins until the files have arrived is told of the next time.
      if (started === 'started' && told !== undefined)
        noteAudience(databases, text(told, 'space_id') as SpaceId)
      return started
    }),

  /** T1.33, A1.21: plans nobody started or saved before the program ended. Asked before the first one is made. */
  'transfers.dropPlans': ({ journal }: Databases): void =>
    journal.transaction(() => {
      journal.run(
        `DELETE FROM transfer_jobs WHERE state = 'plan'
           AND id NOT IN (SELECT job_id FROM transfer_plans WHERE saved_at IS NOT NULL)`,
      )
      journal.run(`DELETE FROM fan_outs`)
    }),

  /** The names of a job's files in one of its folders (null: its target). */
  'transfers.namesIn': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly folder: number | null },
  ): readonly string[] =>
    journal
      .all(`SELECT name FROM transfers WHERE job_id = ? AND folder IS ?`, [input.jobId, input.folder])
      .map((row) => text(row, 'name')),

  'transfers.planned': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly roots: readonly string[] },
  ): void => {
    journal.run(`INSERT INTO transfer_plans (job_id, roots) VALUES (?, ?)`, [
      input.jobId,
      JSON.stringify(input.roots),
    ])
  },

  'transfers.addConflicts': (
    { journal }: Databases,
    input: {
      readonly conflicts: readonly StoredConflict[]
      readonly otherNames: readonly {
        readonly jobId: string
        readonly number: number
        readonly name: string
      }[]
    },
  ): void =>
    journal.transaction(() => {
      for (const { jobId, number, modifiedAt, thereAt, same } of input.conflicts) {
        journal.run(
          `INSERT INTO transfer_conflicts (job_id, number, modified_at, there_at, same) VALUES (?, ?, ?, ?, ?)`,
          [jobId, number, modifiedAt, thereAt, same ? 1 : 0],
        )
      }
      for (const { jobId, number, name } of input.otherNames) {
        journal.run(`UPDATE transfers SET other_name = ? WHERE job_id = ? AND number = ?`, [
          name,
          jobId,
          number,
        ])
      }
    }),

  /** The receipts of versions this computer sent, for telling whether a file is still that one. */
  'transfers.receiptsFor': (
    { journal }: Databases,
    input: { readonly spaceId: string; readonly fileIds: readonly string[] },
  ): readonly {
    readonly fileId: string
    readonly blob: string
    readonly sha256: string | null
    readonly verifiedAt: number
  }[] =>
    journal
      .all(
        `SELECT r.file_id, r.blob, r.sha256, r.verified_at
         FROM json_each(?2) asked CROSS JOIN receipts r ON ${isFile('r', 'asked.value')} WHERE r.space_id = ?1
         UNION ALL SELECT file_id, blob, sha256, verified_at FROM early_receipts
         WHERE file_id IN (SELECT value FROM json_each(?2))`,
        [input.spaceId, JSON.stringify(input.fileIds)],
      )
      .map((row) => ({
        fileId: text(row, 'file_id'),
        blob: text(row, 'blob'),
        sha256: textOrNull(row, 'sha256'),
        verifiedAt: integer(row, 'verified_at'),
      })),

  'transfers.conflicts': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly offset: number; readonly limit: number },
  ) => ({
    rows: journal
      .all(
        `SELECT c.*, t.path, t.size, t.conflict_size, t.other_name
         FROM transfer_conflicts c JOIN transfers t ON t.job_id = c.job_id AND t.number = c.number
         WHERE c.job_id = ? ORDER BY c.number LIMIT ? OFFSET ?`,
        [input.jobId, input.limit, input.offset],
      )
      .map((row) => ({
        number: integer(row, 'number'),
        path: text(row, 'path'),
        size: integer(row, 'size'),
        modifiedAt: integer(row, 'modified_at'),
        there: { size: integer(row, 'conflict_size'), at: integer(row, 'there_at') },
        same: flag(row, 'same'),
        otherName: textOrNull(row, 'other_name'),
        choice: conflictChoice.nullable().parse(textOrNull(row, 'decision')),
      })),
    choices: choicesOf(journal, input.jobId),
  }),

  'transfers.decide': (
    { journal }: Databases,
    input: {
      readonly jobId: string
      readonly which: 'all' | 'rest' | { readonly number: number }
      readonly choice: ConflictChoice
    },
  ): ConflictChoices =>
    journal.transaction(() => {
      const { jobId, which, choice } = input
      const where = which === 'all' ? '1' : which === 'rest' ? 'decision IS NULL' : 'number = ?3'
      journal.run(
        `UPDATE transfer_conflicts SET decision = ?1 WHERE job_id = ?2 AND ${where}`,
        typeof which === 'object' ? [choice, jobId, which.number] : [choice, jobId],
      )
      return choicesOf(journal, jobId)
    }),

  'transfers.savePlan': (
    { journal }: Databases,
    input: {
      readonly jobId: string
      readonly policy: ConflictPolicy
      readonly silent: boolean
      readonly message: string | null
      readonly sheet: UploadPlan
      readonly at: number
    },
  ): boolean =>
    journal.run(
      `UPDATE transfer_plans SET saved_at = ?, policy = ?, silent = ?, message = ?, sheet = ?
       WHERE job_id = (SELECT id FROM transfer_jobs WHERE id = ? AND state = 'plan')`,
      [
        ...[input.at, input.policy, input.silent ? 1 : 0, input.message],
        ...[JSON.stringify(input.sheet), input.jobId],
      ],
    ) > 0,

  /** Saved plans, the newest first; one by its id. */
  'transfers.savedPlans': ({ journal }: Databases, input: { readonly jobId: string | null }) =>
    journal
      .all(
        `SELECT p.*, j.space_id, j.folder_id, j.title FROM transfer_plans p JOIN transfer_jobs j ON j.id = p.job_id
         WHERE p.saved_at IS NOT NULL AND (?1 IS NULL OR p.job_id = ?1) ORDER BY p.saved_at DESC, p.job_id`,
        [input.jobId],
      )
      .map((row) => ({
        jobId: text(row, 'job_id'),
        spaceId: text(row, 'space_id'),
        folderId: textOrNull(row, 'folder_id'),
        title: text(row, 'title'),
        // Written by this program and read by it alone: the journal is ours.
        roots: json(row, 'roots') as readonly string[],
        savedAt: integer(row, 'saved_at'),
        policy: conflictPolicy.parse(text(row, 'policy')),
        silent: flag(row, 'silent'),
        message: textOrNull(row, 'message'),
        sheet: uploadPlan.parse(json(row, 'sheet')),
      })),

  /**
   * T1.38: what is otherwise since a plan was saved, and what was decided then taken over for files that stand as they
   * stood. The old plan goes: the new one takes its place, saved as it was.
   */
  'transfers.replacePlan': (
    { journal }: Databases,
    input: { readonly from: string; readonly to: string; readonly sheet: UploadPlan },
  ): {
    readonly added: number
    readonly gone: number
    readonly changed: number
    readonly conflicts: number
  } =>
    journal.transaction(() => {
      const rowsOf = (jobId: string) =>
        journal.all(
          `SELECT t.number, t.path, t.fingerprint, t.problem_code, t.conflict_id, c.decision
           FROM transfers t LEFT JOIN transfer_conflicts c ON c.job_id = t.job_id AND c.number = t.number
           WHERE t.job_id = ?`,
          [jobId],
        )
      const before = new Map(rowsOf(input.from).map((row) => [text(row, 'path'), row]))
      const since = { added: 0, gone: 0, changed: 0, conflicts: 0 }
      for (const row of rowsOf(input.to)) {
        const was = before.get(text(row, 'path'))
        before.delete(text(row, 'path'))
        if (was === undefined) since.added += 1
        else if (was['fingerprint'] !== row['fingerprint'] || was['problem_code'] !== row['problem_code'])
          since.changed += 1
        if (row['conflict_id'] !== (was?.['conflict_id'] ?? null)) since.conflicts += 1
        const decision = was === undefined ? null : textOrNull(was, 'decision')
        if (decision === null || was?.['conflict_id'] !== row['conflict_id']) continue
        journal.run(`UPDATE transfer_conflicts SET decision = ? WHERE job_id = ? AND number = ?`, [
          ...[decision, input.to, integer(row, 'number')],
        ])
      }
      since.gone = before.size
      journal.run(
        `UPDATE transfer_plans SET sheet = ?3, (saved_at, policy, silent, message) =
           (SELECT saved_at, policy, silent, message FROM transfer_plans WHERE job_id = ?1) WHERE job_id = ?2`,
        [input.from, input.to, JSON.stringify(input.sheet)],
      )
      journal.run(`DELETE FROM transfer_jobs WHERE id = ? AND state = 'plan'`, [input.from])
      return since
    }),
}
