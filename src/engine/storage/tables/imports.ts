import type { Failure } from '../../../core/failure.ts'
import type { Link, PlannedGroup, PlannedPerson } from '../../../core/people/import-plan.ts'
import { type ImportChoices, importChoices } from '../../../core/people/import-row.ts'
import {
  type ImportId,
  type ImportSource,
  importSource,
  type ImportState,
  importState,
  type RowKind,
  rowKind,
} from '../../../core/people/import-views.ts'
import type { UserId } from '../../../core/person.ts'
import { flag, integer, integerOrNull, json, problemOf, text, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row } from '../driver.ts'
import { phaseOf, type RowPhase } from './import-rows.ts'
import { newestFirst, nextPosition } from './made-order.ts'

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

export type ImportSums = {
  readonly kinds: Readonly<Record<RowKind, number>>
  readonly todo: number
  readonly done: number
  readonly failed: number
}

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
        `INSERT INTO people_imports
           (id, source, title, choices, state, complete, shrunk, problem, created_at, ended_at, position)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextPosition('people_imports')})`,
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
    journal.all(`SELECT * FROM people_imports ORDER BY ${newestFirst}`).map(importOf),

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
