import { z } from 'zod'
import { failure } from '../failure.ts'
import { userId } from '../person.ts'
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
  complete: z.boolean(),
  shrunk: z.boolean(),
  /** Why it stands still. */
  problem: failure.nullable(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
})
export type ImportView = z.infer<typeof importView>

export const importRowView = z.object({
  number: z.number().int(),
  key: z.string(),
  kind: rowKind,
  row: importRow,
  changes: z.array(z.object({ field: personField, from: z.string().nullable(), to: z.string() })),
  /** Why a decision is needed, or why it is skipped. */
  reason: z.string().nullable(),
  candidates: z.array(z.object({ id: userId, name: z.string(), email: z.string() })),
  phase: z.enum(['none', 'planned', 'sending', 'done', 'failed']),
  outcome: rowOutcome.nullable(),
  problem: failure.nullable(),
})
export type ImportRowView = z.infer<typeof importRowView>
