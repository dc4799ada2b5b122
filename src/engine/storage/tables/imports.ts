import { type Failure, failure } from '../../../core/failure.ts'
import type { Link, PlannedGroup, PlannedPerson } from '../../../core/people/import-plan.ts'
import { type ImportChoices, importChoices } from '../../../core/people/import-row.ts'
import {
  type ImportId,
  type ImportSource,
  importSource,
  type ImportState,
  importState,
  type RowFilter,
  type RowKind,
  rowKind,
  type RowOutcome,
  rowOutcome,
} from '../../../core/people/import-views.ts'
import type { GroupId, UserId } from '../../../core/person.ts'
import { flag, integer, integerOrNull, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'

export type RowPhase = 'none' | 'planned' | 'sending' | 'done' | 'failed'

export type StoredImport = {
  readonly id: ImportId
  readonly source: ImportSource
  readonly title: string
  readonly choices: ImportChoices
  readonly state: ImportState
  readonly complete: boolean
  readonly shrunk: boolean
  readonly problem: Failure | null
  readonly createdAt: number
  readonly endedAt: number | null
}

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

export type ImportSums = {
  readonly kinds: Readonly<Record<RowKind, number>>
  readonly todo: number
  readonly done: number
  readonly failed: number
}

const problemOf = (row: Row): Failure | null =>
  row['problem'] === null ? null : failure.parse(json(row, 'problem'))

const written = (problem: Failure | null): string | null =>
  problem === null ? null : JSON.stringify(problem)

const importOf = (row: Row): StoredImport => ({
  id: text(row, 'id') as ImportId,
  source: importSource.parse(text(row, 'source')),
  title: text(row, 'title'),
  choices: importChoices.parse(json(row, 'choices')),
  state: importState.parse(text(row, 'state')),
  complete: flag(row, 'complete'),
  shrunk: flag(row, 'shrunk'),
  problem: problemOf(row),
  createdAt: integer(row, 'created_at'),
  endedAt: integerOrNull(row, 'ended_at'),
})

const phases = ['none', 'planned', 'sending', 'done', 'failed'] as const

const phaseOf = (row: Row): RowPhase => {
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

export const importOperations = {
  /** Puts a plan in place of the one of this id. */
  'imports.save': (
    { journal }: Databases,
    input: {
      readonly job: StoredImport
      readonly people: readonly PlannedPerson[]
      readonly groups: readonly PlannedGroup[]
    },
  ): void =>
    journal.transaction(() => {
      const { job, people, groups } = input
      journal.run('DELETE FROM people_imports WHERE id = ?', [job.id])
      journal.run(
        `INSERT INTO people_imports (id, source, title, choices, state, complete, shrunk, problem, created_at, ended_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[job.id, job.source, job.title, JSON.stringify(job.choices), job.state, job.complete ? 1 : 0],
          ...[job.shrunk ? 1 : 0, written(job.problem), job.createdAt, job.endedAt],
        ],
      )
      for (const [number, person] of people.entries()) {
        const hasWork = person.kind === 'new' || person.kind === 'changed'
        journal.run(
          `INSERT INTO people_import_rows (import_id, number, key, kind, phase, planned, source_id, user_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[job.id, number, person.key, person.kind, hasWork ? 'planned' : 'none'],
            ...[JSON.stringify(person), person.row.sourceId, 'userId' in person ? person.userId : null],
          ],
        )
      }
      for (const [number, group] of groups.entries()) {
        journal.run(
          `INSERT INTO people_import_groups (import_id, number, name, group_id, adds, ambiguous, phase)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[job.id, number, group.name, group.groupId, JSON.stringify(group.add)],
            ...[group.ambiguous ? 1 : 0, group.ambiguous ? 'done' : 'planned'],
          ],
        )
      }
    }),

  'imports.list': ({ journal }: Databases): readonly StoredImport[] =>
    journal.all('SELECT * FROM people_imports ORDER BY created_at DESC, id').map(importOf),

  'imports.get': ({ journal }: Databases, input: { readonly importId: ImportId }): StoredImport | null => {
    const row = journal.get('SELECT * FROM people_imports WHERE id = ?', [input.importId])
    return row === undefined ? null : importOf(row)
  },

  'imports.remove': ({ journal }: Databases, input: { readonly importId: ImportId }): void => {
    journal.run('DELETE FROM people_imports WHERE id = ?', [input.importId])
  },

  'imports.setState': (
    { journal }: Databases,
    input: {
      readonly importId: ImportId
      readonly state: ImportState
      readonly problem: Failure | null
      readonly endedAt: number | null
    },
  ): void => {
    journal.run('UPDATE people_imports SET state = ?, problem = ?, ended_at = ? WHERE id = ?', [
      ...[input.state, written(input.problem), input.endedAt, input.importId],
    ])
  },

  'imports.sums': ({ journal }: Databases, input: { readonly importId: ImportId }): ImportSums => {
    const kinds = { new: 0, changed: 0, same: 0, decision: 0, skipped: 0 }
    const sums = { todo: 0, done: 0, failed: 0 }
    const count = (phase: RowPhase, times: number): void => {
      if (phase === 'none') return
      sums.todo += times
      if (phase === 'done') sums.done += times
      if (phase === 'failed') sums.failed += times
    }
    const rows = journal.all(
      'SELECT kind, phase, count(*) AS times FROM people_import_rows WHERE import_id = ? GROUP BY kind, phase',
      [input.importId],
    )
    for (const row of rows) {
      kinds[rowKind.parse(text(row, 'kind'))] += integer(row, 'times')
      count(phaseOf(row), integer(row, 'times'))
    }
    const groups = journal.all(
      `SELECT phase, count(*) AS times FROM people_import_groups WHERE import_id = ? AND ambiguous = 0 GROUP BY phase`,
      [input.importId],
    )
    for (const row of groups) count(phaseOf(row), integer(row, 'times'))
    return { kinds, ...sums }
  },

  'imports.rows': (
    { journal }: Databases,
    input: {
      readonly importId: ImportId
      readonly only: RowFilter
      readonly offset: number
      readonly limit: number
    },
  ): { readonly rows: readonly StoredRow[]; readonly total: number } => {
    const where =
      input.only === 'all' ? '' : input.only === 'failed' ? `AND phase = 'failed'` : `AND kind = ?2`
    const params =
      input.only === 'all' || input.only === 'failed' ? [input.importId] : [input.importId, input.only]
    const total = journal.get(
      `SELECT count(*) AS times FROM people_import_rows WHERE import_id = ?1 ${where}`,
      params,
    )
    const rows = journal.all(
      `SELECT * FROM people_import_rows WHERE import_id = ?1 ${where} ORDER BY number
       LIMIT ${Math.trunc(input.limit)} OFFSET ${Math.trunc(input.offset)}`,
      params,
    )
    return { rows: rows.map(rowOf), total: total === undefined ? 0 : integer(total, 'times') }
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

  'imports.links': ({ journal }: Databases, input: { readonly source: ImportSource }): readonly Link[] =>
    journal
      .all('SELECT source_id, user_id FROM people_links WHERE source = ?', [input.source])
      .map((row) => ({
        sourceId: text(row, 'source_id'),
        userId: text(row, 'user_id') as UserId,
      })),

  /** How many rows the source had the last time, or null. */
  'imports.lastCount': ({ journal }: Databases, input: { readonly source: string }): number | null => {
    const row = journal.get('SELECT rows FROM people_sources WHERE source = ?', [input.source])
    return row === undefined ? null : integer(row, 'rows')
  },

  'imports.noteCount': (
    { journal }: Databases,
    input: { readonly source: string; readonly rows: number; readonly at: number },
  ): void => {
    journal.run(
      `INSERT INTO people_sources (source, rows, at) VALUES (?, ?, ?)
       ON CONFLICT (source) DO UPDATE SET rows = excluded.rows, at = excluded.at`,
      [input.source, input.rows, input.at],
    )
  },
}
