import { z } from 'zod'
import { failureCode } from '../failure.ts'
import { portalId } from '../portal.ts'
import { conflictPolicy } from './views.ts'

export const fanOutId = z.string().min(1).max(64).brand<'FanOutId', 'inout'>()
export type FanOutId = z.infer<typeof fanOutId>

export const fanOutOutcome = z.enum(['matched', 'unmatched', 'ambiguous', 'refused'])
export type FanOutOutcome = z.infer<typeof fanOutOutcome>

/** One file of a dry run. */
export const fanOutRow = z.object({
  /** Path below the dropped folder, with forward slashes. */
  path: z.string(),
  size: z.number(),
  outcome: fanOutOutcome,
  /** Matched: the space's name. Ambiguous: the names that fit. Unmatched: the client as the file calls it, or ''. */
  words: z.string(),
  /** Why it can't be sent. */
  reason: failureCode.nullable(),
  /** The name of another client's space that the file's name speaks of (T1.124). */
  warning: z.string().nullable(),
})
export type FanOutRow = z.infer<typeof fanOutRow>

/** What sending a folder to many spaces would do. Lists are cut to their first 200 entries; the counts are whole. */
export const fanOutPlan = z.object({
  id: fanOutId,
  title: z.string(),
  spaces: z.number().int(),
  bytes: z.number(),
  counts: z.object({
    all: z.number().int(),
    matched: z.number().int(),
    unmatched: z.number().int(),
    ambiguous: z.number().int(),
    refused: z.number().int(),
    warned: z.number().int(),
  }),
  /** Files whose name is there already in the space they go to. */
  conflicts: z.number().int(),
  newFolders: z.number().int(),
  ignored: z.number().int(),
  /** Lines of the table that could not be used, or that no file met. */
  table: z.object({
    count: z.number().int(),
    first: z.array(
      z.object({
        line: z.number().int(),
        reason: z.enum(['no-path', 'no-space', 'unknown-space', 'no-file']),
        words: z.string(),
      }),
    ),
  }),
  etaMs: z.number().nullable(),
  /** The portal could not be asked what is there: the archive was. */
  away: z.boolean().default(false),
})
export type FanOutPlan = z.infer<typeof fanOutPlan>

/**
 * A dry run that waits to be looked at again. `files`: those that found a space when it was made; `asked`: a person saved
 * it, otherwise it was left as it stood (T1.128); `savedAt`: when either was.
 */
export const savedFanOut = z.object({
  id: fanOutId,
  portalId,
  title: z.string(),
  files: z.number().int(),
  spaces: z.number().int(),
  bytes: z.number(),
  asked: z.boolean(),
  savedAt: z.number(),
})
export type SavedFanOut = z.infer<typeof savedFanOut>

/** A saved dry run made anew, with what was asked and chosen then. `before`: its counts when it was saved. */
export const recheckedFanOut = z.object({
  plan: fanOutPlan,
  before: fanOutPlan.shape.counts,
  asked: z.boolean(),
  savedAt: z.number(),
  policy: conflictPolicy,
  silent: z.boolean(),
  message: z.string().nullable(),
  /** The rule, or the table's file name. */
  by: z.object({ kind: z.enum(['rule', 'table']), words: z.string() }),
  /** Names of folders from the top of each space. */
  folder: z.array(z.string()),
})
export type RecheckedFanOut = z.infer<typeof recheckedFanOut>
