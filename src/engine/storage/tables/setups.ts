import type { Failure } from '../../../core/failure.ts'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import {
  plannedSpace,
  type PlannedSpace,
  type SetupId,
  setupPhase,
  type SetupPhase,
  type SetupRow,
  type SetupSummary,
  spacePattern,
  type SpaceTemplate,
  type SpaceTemplateId,
} from '../../../core/people/space-template.ts'
import type { UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, json, problemOf, text, textOrNull, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { noteAudience } from './audiences.ts'
import { newestFirst, nextPosition } from './made-order.ts'

/** A row with what only carrying it out needs. */
export type StoredSetupRow = SetupRow & {
  readonly sends: number
  /** P1.27; null: nothing was sent yet. */
  readonly known: readonly SpaceId[] | null
  readonly outboxId: OutboxId | null
}

/** Finished setups that can be looked up again; older ones go when a new one is planned. */
const mostKept = 100

const none = Object.fromEntries(setupPhase.options.map((phase) => [phase, 0])) as Record<SetupPhase, number>

const summaryOf = (journal: Database, row: Row): SetupSummary => ({
  id: text(row, 'id') as SetupId,
  templateId: textOrNull(row, 'template_id') as SpaceTemplateId | null,
  title: text(row, 'title'),
  state: text(row, 'state') as SetupSummary['state'],
  problem: problemOf(row),
  createdAt: integer(row, 'created_at'),
  counts: {
    ...none,
    ...Object.fromEntries(
      journal
        .all('SELECT phase, count(*) AS n FROM space_setup_rows WHERE setup_id = ? GROUP BY phase', [
          text(row, 'id'),
        ])
        .map((each) => [text(each, 'phase'), integer(each, 'n')]),
    ),
  },
})

const rowOf = (row: Row): StoredSetupRow => ({
  ...plannedSpace.parse(json(row, 'planned')),
  number: integer(row, 'number'),
  phase: text(row, 'phase') as SetupPhase,
  spaceId: textOrNull(row, 'space_id') as SpaceId | null,
  problem: problemOf(row),
  sends: integer(row, 'sends'),
  known: row['known'] === null ? null : (json(row, 'known') as SpaceId[]),
  outboxId: textOrNull(row, 'outbox_id') as OutboxId | null,
})

type Which = { readonly setupId: SetupId; readonly number: number }

export const setupOperations = {
  'spaceTemplates.list': ({ journal }: Databases): readonly SpaceTemplate[] =>
    journal.all('SELECT * FROM space_templates ORDER BY name, id').map((row) => ({
      ...spacePattern.parse(json(row, 'pattern')),
      id: text(row, 'id') as SpaceTemplateId,
      name: text(row, 'name'),
    })),

  'spaceTemplates.save': ({ journal }: Databases, input: { readonly template: SpaceTemplate }): void => {
    const { id, name, ...pattern } = input.template
    journal.run('INSERT OR REPLACE INTO space_templates (id, name, pattern) VALUES (?, ?, ?)', [
      ...[id, name, JSON.stringify(pattern)],
    ])
  },

  'spaceTemplates.remove': ({ journal }: Databases, input: { readonly id: SpaceTemplateId }): void => {
    journal.run('DELETE FROM space_templates WHERE id = ?', [input.id])
  },

  'setups.list': ({ journal }: Databases): readonly SetupSummary[] =>
    journal
      .all(`SELECT * FROM space_setups WHERE state <> 'plan' ORDER BY ${newestFirst}`)
      .map((row) => summaryOf(journal, row)),

  'setups.get': ({ journal }: Databases, input: { readonly id: SetupId }): SetupSummary | undefined => {
    const row = journal.get('SELECT * FROM space_setups WHERE id = ?', [input.id])
    return row === undefined ? undefined : summaryOf(journal, row)
  },

  'setups.rows': ({ journal }: Databases, input: { readonly id: SetupId }): readonly StoredSetupRow[] =>
    journal.all('SELECT * FROM space_setup_rows WHERE setup_id = ? ORDER BY number', [input.id]).map(rowOf),

  /** Who was given a space by a template, and which. */
  'setups.had': (
    { journal }: Databases,
    input: { readonly templateId: SpaceTemplateId },
  ): readonly { readonly userId: UserId; readonly spaceId: SpaceId | null }[] =>
    journal
      .all(
        `SELECT r.user_id, r.space_id FROM space_setup_rows r JOIN space_setups s ON s.id = r.setup_id
         WHERE s.template_id = ? AND r.user_id IS NOT NULL AND (r.space_id IS NOT NULL OR r.phase = 'making')`,
        [input.templateId],
      )
      .map((row) => ({
        userId: text(row, 'user_id') as UserId,
        spaceId: textOrNull(row, 'space_id') as SpaceId | null,
      })),

  /** Keeps a dry run in place of earlier ones that were never started. */
  'setups.plan': (
    { journal }: Databases,
    input: {
      readonly setup: Pick<SetupSummary, 'id' | 'templateId' | 'title' | 'createdAt'>
      readonly rows: readonly PlannedSpace[]
    },
  ): void =>
    journal.transaction(() => {
      const { id, templateId, title, createdAt } = input.setup
      journal.run(
        `DELETE FROM space_setups WHERE state = 'plan' OR id IN (
           SELECT id FROM space_setups WHERE state = 'done' AND template_id IS NULL
           ORDER BY ${newestFirst} LIMIT -1 OFFSET ${mostKept})`,
      )
      journal.run(
        `INSERT INTO space_setups (id, template_id, title, state, created_at, position)
         VALUES (?, ?, ?, 'plan', ?, ${nextPosition('space_setups')})`,
        [id, templateId, title, createdAt],
      )
      for (const [number, row] of input.rows.entries()) {
        journal.run(
          'INSERT INTO space_setup_rows (setup_id, number, user_id, planned, phase) VALUES (?, ?, ?, ?, ?)',
          [id, number, row.userId, JSON.stringify(row), row.leftOut === null ? 'planned' : 'left-out'],
        )
      }
    }),

  'setups.state': (
    { journal }: Databases,
    input: {
      readonly id: SetupId
      readonly state: SetupSummary['state']
      readonly problem: Failure | null
    },
  ): void => {
    journal.run('UPDATE space_setups SET state = ?, problem = ? WHERE id = ?', [
      ...[input.state, written(input.problem), input.id],
    ])
  },

  /** P1.30: refused rows once more, from where each stood. */
  'setups.retry': ({ journal }: Databases, input: { readonly id: SetupId }): void => {
    journal.run(
      `UPDATE space_setup_rows SET phase = CASE WHEN space_id IS NOT NULL THEN 'filling' WHEN sends > 0 THEN 'making'
         ELSE 'planned' END, sends = min(sends, 1), problem = NULL WHERE setup_id = ? AND phase = 'failed'`,
      [input.id],
    )
  },

  /** P1.27: before a space is asked for. */
  'setups.making': ({ journal }: Databases, input: Which & { readonly known: readonly SpaceId[] }): void => {
    journal.run(
      `UPDATE space_setup_rows SET phase = 'making', sends = sends + 1, known = coalesce(known, ?)
       WHERE setup_id = ? AND number = ?`,
      [JSON.stringify(input.known), input.setupId, input.number],
    )
  },

  'setups.made': ({ journal }: Databases, input: Which & { readonly spaceId: SpaceId }): void => {
    journal.run(
      `UPDATE space_setup_rows SET phase = 'filling', space_id = ? WHERE setup_id = ? AND number = ?`,
      [input.spaceId, input.setupId, input.number],
    )
  },

  /** P1.29: the row is done, and its message in the outbox, in one transaction. */
  'setups.finish': (
    databases: Databases,
    input: Which & { readonly outboxId: OutboxId; readonly undoMs: number; readonly now: number },
  ): boolean =>
    databases.journal.transaction(() => {
      const { journal } = databases
      const found = journal.get('SELECT * FROM space_setup_rows WHERE setup_id = ? AND number = ?', [
        input.setupId,
        input.number,
      ])
      if (found === undefined) return false
      const row = rowOf(found)
      const sends = row.message.trim() !== '' && row.outboxId === null && row.spaceId !== null
      if (sends) {
        journal.run(
          `INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms) VALUES (?, ?, ?, 'queued', ?, ?)`,
          [input.outboxId, row.spaceId, row.message, input.now, input.undoMs],
        )
        noteAudience(databases, row.spaceId)
      }
      journal.run(
        `UPDATE space_setup_rows SET phase = 'done', problem = NULL, outbox_id = coalesce(outbox_id, ?)
         WHERE setup_id = ? AND number = ?`,
        [sends ? input.outboxId : null, input.setupId, input.number],
      )
      return sends
    }),

  'setups.failed': ({ journal }: Databases, input: Which & { readonly problem: Failure }): void => {
    // What was surely refused needs no looking for when it is tried again.
    journal.run(
      `UPDATE space_setup_rows SET phase = 'failed', problem = ?, sends = sends * ? WHERE setup_id = ? AND number = ?`,
      [JSON.stringify(input.problem), input.problem.unsure === true ? 1 : 0, input.setupId, input.number],
    )
  },

  /** False while it is under way. */
  'setups.remove': ({ journal }: Databases, input: { readonly id: SetupId }): boolean =>
    journal.run(`DELETE FROM space_setups WHERE id = ? AND state <> 'running'`, [input.id]) > 0,
}
