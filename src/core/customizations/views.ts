import { z } from 'zod'
import { appId } from '../app.ts'
import { failure } from '../failure.ts'
import { userId } from '../person.ts'
import { config, difference } from './config-schema.ts'

export const customizationJobId = z.string().min(1).max(64).brand<'CustomizationJobId', 'inout'>()
export type CustomizationJobId = z.infer<typeof customizationJobId>

/** By hand, from a table, from Foundry's progress, or the undoing of another job. */
export const jobKind = z.enum(['edit', 'bulk', 'training', 'rollback'])
export type JobKind = z.infer<typeof jobKind>

export const jobState = z.enum(['plan', 'running', 'paused', 'done', 'cancelled'])
export type JobState = z.infer<typeof jobState>

export const changeKind = z.enum(['set', 'same', 'skipped'])
export type ChangeKind = z.infer<typeof changeKind>

/** C1.16, C1.19: why a line of a table, or a person, is left out. */
export const skipReason = z.enum([
  ...(['no-email', 'bad-email', 'no-person', 'several-people', 'bad-value', 'differs', 'again'] as const),
])
export type SkipReason = z.infer<typeof skipReason>

export const changePhase = z.enum(['none', 'planned', 'sending', 'done', 'failed', 'left'])
export type ChangePhase = z.infer<typeof changePhase>

/** `set`: this program wrote it. `there`: it was so already when its turn came. */
export const changeOutcome = z.enum(['set', 'there'])
export type ChangeOutcome = z.infer<typeof changeOutcome>

export const customizationJobView = z.object({
  id: customizationJobId,
  appId,
  appLabel: z.string(),
  kind: jobKind,
  /** The table's name; for a rollback what it undoes. */
  title: z.string(),
  state: jobState,
  sums: z.object({ set: z.number(), same: z.number(), skipped: z.number() }),
  /** Of those to set: what is written, refused, and left because somebody changed it since. */
  done: z.number(),
  failed: z.number(),
  left: z.number(),
  /** Changes of it that took effect by this program, and can be rolled back. */
  written: z.number(),
  problem: failure.nullable(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
})
export type CustomizationJobView = z.infer<typeof customizationJobView>

export const customizationChangeView = z.object({
  jobId: customizationJobId,
  number: z.number().int(),
  appId,
  appLabel: z.string(),
  /** Of the job it belongs to. */
  job: jobKind,
  userId: userId.nullable(),
  /** The person's name; where nobody was found, what the table says. */
  name: z.string(),
  email: z.string(),
  line: z.number().int().nullable(),
  kind: changeKind,
  reason: skipReason.nullable(),
  /** The column of a value that is none. */
  column: z.string().nullable(),
  differences: z.array(difference),
  /** Whether there was a configuration before, and is one after. */
  had: z.boolean(),
  has: z.boolean(),
  phase: changePhase,
  outcome: changeOutcome.nullable(),
  /** C1.5: keys that somebody changed since. */
  keys: z.array(z.string()),
  problem: failure.nullable(),
  /** When it was written, ms; null: it was not. */
  at: z.number().nullable(),
})
export type CustomizationChangeView = z.infer<typeof customizationChangeView>

/** What the form shows of one person: what is there, null where nobody set one yet. */
export const customizationView = z.object({
  appId,
  userId,
  config: config.nullable(),
  updatedAt: z.number().nullable(),
})
export type CustomizationView = z.infer<typeof customizationView>

/** What became of one change by hand. */
export const savedCustomization = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), now: config.nullable() }),
  /** Somebody was quicker: nothing was written (C1.5). */
  z.object({ kind: z.literal('changed'), keys: z.array(z.string()), now: config.nullable() }),
])
export type SavedCustomization = z.infer<typeof savedCustomization>

/** Where training status stands for a portal. */
export const trainingView = z.object({
  /** Whether the portal is connected to EVERFI Foundry. */
  connected: z.boolean(),
  /** Where it is published; null: nowhere yet. */
  appId: appId.nullable(),
  key: z.string(),
  /** When progress was last read, ms; null: never. */
  readAt: z.number().nullable(),
  /** People of the portal with assignments, and people of Foundry who are nobody here. */
  people: z.number(),
  strangers: z.number(),
})
export type TrainingView = z.infer<typeof trainingView>
