import { z } from 'zod'
import { failure } from '../failure.ts'
import { userId } from '../person.ts'
import { columnMap, tableEncoding, tableSeparator } from './csv-columns.ts'
import { importChoices, importRow, personField } from './import-row.ts'

export const importId = z.string().min(1).max(64).brand<'ImportId', 'inout'>()
export type ImportId = z.infer<typeof importId>

export const importSource = z.enum(['csv', 'foundry'])
export type ImportSource = z.infer<typeof importSource>

export const rowKind = z.enum(['new', 'changed', 'same', 'decision', 'skipped'])
export type RowKind = z.infer<typeof rowKind>

export const importState = z.enum(['plan', 'running', 'paused', 'done', 'cancelled'])
export type ImportState = z.infer<typeof importState>

export const rowOutcome = z.enum(['created', 'there', 'changed', 'left'])
export type RowOutcome = z.infer<typeof rowOutcome>

export const importView = z.object({
  id: importId,
  source: importSource,
  title: z.string(),
  state: importState,
  /** How many rows of each kind the plan has. */
  sums: z.object({
    ...{ new: z.number(), changed: z.number(), same: z.number(), decision: z.number() },
    skipped: z.number(),
  }),
  /** What is to be done, and how far it has come; groups counted. */
  todo: z.number(),
  done: z.number(),
  failed: z.number(),
  /** E-mails that starting it sends. */
  invitations: z.number(),
  groups: z.array(
    z.object({
      name: z.string(),
      isNew: z.boolean(),
      add: z.number(),
      ambiguous: z.boolean(),
      problem: failure.nullable(),
    }),
  ),
  choices: importChoices,
  /** How many rows have another value than the portal, field by field; only of a plan. */
  differs: z.partialRecord(personField, z.number().int()),
  complete: z.boolean(),
  shrunk: z.boolean(),
  /** Why it stands still. */
  problem: failure.nullable(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
})
export type ImportView = z.infer<typeof importView>

const fieldChange = z.object({ field: personField, from: z.string().nullable(), to: z.string() })

export const importRowView = z.object({
  number: z.number().int(),
  key: z.string(),
  kind: rowKind,
  row: importRow,
  changes: z.array(fieldChange),
  /** What differs and stays as the portal has it. */
  kept: z.array(fieldChange),
  /** Why a decision is needed, or why it is skipped. */
  reason: z.string().nullable(),
  candidates: z.array(z.object({ id: userId, name: z.string(), email: z.string() })),
  phase: z.enum(['none', 'planned', 'sending', 'done', 'failed']),
  outcome: rowOutcome.nullable(),
  problem: failure.nullable(),
})
export type ImportRowView = z.infer<typeof importRowView>

/** Which rows are looked at. */
export const rowFilter = z.enum(['all', ...rowKind.options, 'failed'])
export type RowFilter = z.infer<typeof rowFilter>

/** What a person decides about a row: who it is, that it is somebody new, that of its doubles it counts, or none of it. */
export const rowDecision = z.union([
  z.object({ is: z.enum(['new', 'skip', 'keep', 'open']) }),
  z.object({ is: z.literal('person'), userId }),
])
export type RowDecision = z.infer<typeof rowDecision>

/** The beginning of a table, for a person who says what its columns are. */
export const tableView = z.object({
  title: z.string(),
  /** The first records, headings among them. */
  records: z.array(z.array(z.string())),
  /** How many records there are. */
  count: z.number().int(),
  columns: columnMap,
  headed: z.boolean(),
  encoding: tableEncoding,
  separator: tableSeparator,
})
export type TableView = z.infer<typeof tableView>

export const readingId = z.string().min(1).max(64).brand<'ReadingId', 'inout'>()
export type ReadingId = z.infer<typeof readingId>

/** How far the reading of a source has come. */
export const readingProgress = z.object({
  stage: z.enum(['source', 'portal']),
  read: z.number().int(),
  total: z.number().int().nullable(),
})
export type ReadingProgress = z.infer<typeof readingProgress>
