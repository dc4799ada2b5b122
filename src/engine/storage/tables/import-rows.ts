import type { Failure } from '../../../core/failure.ts'
import type { PlannedGroup, PlannedPerson } from '../../../core/people/import-plan.ts'
import {
  type ImportId,
  type ImportSource,
  type RowFilter,
  type RowOutcome,
  rowOutcome,
} from '../../../core/people/import-views.ts'
import type { GroupId, UserId } from '../../../core/person.ts'
import { flag, integer, json, problemOf, text, textOrNull, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { paged } from './paged.ts'

// The people and groups of an import, one row each (P1.9); the imports themselves are in imports.ts.

export type RowPhase = 'none' | 'planned' | 'sending' | 'done' | 'failed'

export type StoredRow = {
  readonly number: number
  readonly phase: RowPhase
  readonly planned: PlannedPerson
  readonly userId: UserId | null
  readonly sends: number
  readonly outcome: RowOutcome | null
  readonly problem: Failure | null
}

export type StoredGroup = PlannedGroup & {
  readonly number: number
  readonly phase: Exclude<RowPhase, 'none'>
  readonly sends: number
  readonly problem: Failure | null
}

const phases = ['none', 'planned', 'sending', 'done', 'failed'] as const

export const phaseOf = (row: Row): RowPhase => {
  const phase = phases.find((known) => known === text(row, 'phase'))
  if (phase === undefined) throw new TypeError('A row of an unknown phase')
  return phase
}

const rowOf = (row: Row): StoredRow => {
  const outcome = textOrNull(row, 'outcome')
  return {
    number: integer(row, 'number'),
    phase: phaseOf(row),
    // Written by this program and read by it alone: the journal is ours.
    planned: json(row, 'planned') as PlannedPerson,
    userId: textOrNull(row, 'user_id') as UserId | null,
    sends: integer(row, 'sends'),
    outcome: outcome === null ? null : rowOutcome.parse(outcome),
    problem: problemOf(row),
  }
}

const groupOf = (row: Row): StoredGroup => {
  const phase = phaseOf(row)
  return {
    number: integer(row, 'number'),
    name: text(row, 'name'),
    groupId: textOrNull(row, 'group_id') as GroupId | null,
    add: json(row, 'adds') as readonly string[],
    ambiguous: flag(row, 'ambiguous'),
    phase: phase === 'none' ? 'done' : phase,
    sends: integer(row, 'sends'),
    problem: problemOf(row),
  }
}

const link = (
  journal: Database,
  source: string,
  sourceId: string | null,
  userId: string,
  at: number,
): void => {
  if (sourceId === null) return
  journal.run(
    `INSERT INTO people_links (source, source_id, user_id, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (source, source_id) DO UPDATE SET user_id = excluded.user_id, at = excluded.at`,
    [source, sourceId, userId, at],
  )
}

type Which = { readonly importId: ImportId; readonly number: number }

export const importRowOperations = {
  'imports.rows': (
    { journal }: Databases,
    input: {
      readonly importId: ImportId
      readonly only: RowFilter
      readonly offset: number
      readonly limit: number
    },
  ): { readonly rows: readonly StoredRow[]; readonly total: number } => {
    const { importId, only } = input
    const where = only === 'all' ? '' : only === 'failed' ? `AND phase = 'failed'` : 'AND kind = ?'
    const params = only === 'all' || only === 'failed' ? [importId] : [importId, only]
    const from = `FROM people_import_rows WHERE import_id = ? ${where}`
    const { rows, total } = paged(journal, { select: '*', from, orderBy: 'number', params }, input)
    return { rows: rows.map(rowOf), total }
  },

  /** Rows that are still to be done, those in doubt first. */
  'imports.open': (
    { journal }: Databases,
    input: { readonly importId: ImportId; readonly after: number; readonly limit: number },
  ): readonly StoredRow[] =>
    journal
      .all(
        `SELECT * FROM people_import_rows WHERE import_id = ? AND phase IN ('planned', 'sending') AND number > ?
         ORDER BY number LIMIT ?`,
        [input.importId, input.after, input.limit],
      )
      .map(rowOf),

  'imports.hasDoubt': ({ journal }: Databases, input: { readonly importId: ImportId }): boolean =>
    journal.get(
      `SELECT 1 AS one FROM people_import_rows WHERE import_id = ?1 AND phase = 'sending'
      UNION ALL SELECT 1 FROM people_import_groups WHERE import_id = ?1 AND phase = 'sending' LIMIT 1`,
      [input.importId],
    ) !== undefined,

  /** P1.9: the note that a request is about to be sent. */
  'imports.sending': ({ journal }: Databases, input: Which): void => {
    journal.run(
      `UPDATE people_import_rows SET phase = 'sending', sends = sends + 1 WHERE import_id = ? AND number = ?`,
      [input.importId, input.number],
    )
  },

  /** A row that is done, and its link, at once. */
  'imports.done': (
    { journal }: Databases,
    input: Which & {
      readonly outcome: RowOutcome
      readonly userId: UserId
      readonly source: ImportSource
      readonly sourceId: string | null
      readonly at: number
    },
  ): void =>
    journal.transaction(() => {
      journal.run(
        `UPDATE people_import_rows SET phase = 'done', outcome = ?, user_id = ?, problem = NULL
         WHERE import_id = ? AND number = ?`,
        [input.outcome, input.userId, input.importId, input.number],
      )
      link(journal, input.source, input.sourceId, input.userId, input.at)
    }),

  'imports.failed': ({ journal }: Databases, input: Which & { readonly problem: Failure }): void => {
    journal.run(
      `UPDATE people_import_rows SET phase = 'failed', problem = ? WHERE import_id = ? AND number = ?`,
      [written(input.problem), input.importId, input.number],
    )
  },

  /** P1.12: refused rows are tried once more, with as many tries as at first. */
  'imports.retry': ({ journal }: Databases, input: { readonly importId: ImportId }): void =>
    journal.transaction(() => {
      for (const table of ['people_import_rows', 'people_import_groups'] as const) {
        journal.run(
          `UPDATE ${table} SET phase = 'planned', sends = 0, problem = NULL WHERE import_id = ? AND phase = 'failed'`,
          [input.importId],
        )
      }
    }),

  /** Links of rows that are there already and had none. */
  'imports.linkKnown': (
    { journal }: Databases,
    input: { readonly importId: ImportId; readonly source: ImportSource; readonly at: number },
  ): void => {
    journal.run(
      `INSERT INTO people_links (source, source_id, user_id, at)
       SELECT ?, source_id, user_id, ? FROM people_import_rows
       WHERE import_id = ? AND kind = 'same' AND source_id IS NOT NULL AND user_id IS NOT NULL
       ON CONFLICT (source, source_id) DO UPDATE SET user_id = excluded.user_id`,
      [input.source, input.at, input.importId],
    )
  },

  'imports.groups': (
    { journal }: Databases,
    input: { readonly importId: ImportId },
  ): readonly StoredGroup[] =>
    journal
      .all('SELECT * FROM people_import_groups WHERE import_id = ? ORDER BY number', [input.importId])
      .map(groupOf),

  'imports.group': (
    { journal }: Databases,
    input: Which & {
      readonly phase: Exclude<RowPhase, 'none'>
      readonly groupId: GroupId | null
      readonly problem: Failure | null
    },
  ): void => {
    journal.run(
      `UPDATE people_import_groups SET phase = ?1, group_id = coalesce(?2, group_id), problem = ?3,
         sends = sends + (?1 = 'sending') WHERE import_id = ?4 AND number = ?5`,
      [input.phase, input.groupId, written(input.problem), input.importId, input.number],
    )
  },

  /** Who the rows of these keys are in the portal; those that failed are left out. */
  'imports.people': (
    { journal }: Databases,
    input: { readonly importId: ImportId; readonly keys: readonly string[] },
  ): readonly UserId[] =>
    journal
      .all(
        `SELECT user_id FROM people_import_rows WHERE import_id = ? AND user_id IS NOT NULL
           AND key IN (SELECT value FROM json_each(?)) ORDER BY number`,
        [input.importId, JSON.stringify(input.keys)],
      )
      .map((row) => text(row, 'user_id') as UserId),
}
