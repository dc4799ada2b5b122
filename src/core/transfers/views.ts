import { z } from 'zod'
import { failure, failureCode } from '../failure.ts'
import { portalId } from '../portal.ts'
import { spaceId } from '../space.ts'
import { downloadPolicies } from './download-rules.ts'
import { jobSummary } from './summary-views.ts'

/**
 * The window can't name paths (hardening 24): the bridge hands dropped or picked files to the main process,
 * which answers with an opaque id for the whole drop.
 */
export const dropId = z.string().min(1).max(64).brand<'DropId', 'inout'>()
export type DropId = z.infer<typeof dropId>

export const planId = z.string().min(1).max(64).brand<'PlanId', 'inout'>()
export type PlanId = z.infer<typeof planId>

export const jobId = z.string().min(1).max(64).brand<'JobId', 'inout'>()
export type JobId = z.infer<typeof jobId>

/** What happens to one file whose name is there already. */
export const conflictChoice = z.enum(['new-version', 'skip', 'keep-both'])
export type ConflictChoice = z.infer<typeof conflictChoice>

/** T1.33: the same for all, or `skip-same`: only what is the same is left out; or `ask`: file by file. */
export const conflictPolicy = z.enum([...conflictChoice.options, 'skip-same', 'ask'])
export type ConflictPolicy = z.infer<typeof conflictPolicy>

export const downloadPolicy = z.enum(downloadPolicies)

/** What an upload would do, before one byte goes. Lists are cut to their first 200 entries; the counts are whole. */
export const uploadPlan = z.object({
  id: planId,
  spaceName: z.string(),
  /** Names from the top of the space down to the target folder. */
  folderPath: z.array(z.string()),
  files: z.number().int(),
  bytes: z.number(),
  newFolders: z.number().int(),
  /** Files whose name is there already in the target folder. */
  conflicts: z.object({
    count: z.number().int(),
    /** Of these, how many have the same size. */
    sameSize: z.number().int(),
    /** Of these, how many are the same file (T1.37). */
    same: z.number().int(),
    first: z.array(z.string()),
  }),
  /** Paths that can't be sent, and why. */
  refused: z.object({
    count: z.number().int(),
    first: z.array(z.object({ path: z.string(), reason: failureCode })),
  }),
  /** System files left out (.DS_Store, Thumbs.db, ~$…). */
  ignored: z.object({ count: z.number().int(), first: z.array(z.string()) }),
  emptyFiles: z.number().int(),
  /** How many clients can read the space. */
  clientCount: z.number().int(),
  /** Names that speak of another client's space (T1.124). */
  wrongClient: z.object({
    count: z.number().int(),
    first: z.array(z.object({ path: z.string(), spaceName: z.string() })),
  }),
  /** Milliseconds it will take at the speed last seen; null when none is known. */
  etaMs: z.number().nullable(),
  /** The portal could not be asked what is there: the archive was, as of `asOf` (null: it knows nothing of it). */
  away: z.boolean().default(false),
  asOf: z.number().nullable().default(null),
})
export type UploadPlan = z.infer<typeof uploadPlan>

/** How far the walk of a drop has come. */
export const planning = z.object({ files: z.number().int(), folders: z.number().int(), bytes: z.number() })
export type Planning = z.infer<typeof planning>

/** One file of a plan whose name is there already. Times in ms since the epoch. */
export const conflictRow = z.object({
  number: z.number().int(),
  path: z.string(),
  size: z.number(),
  modifiedAt: z.number(),
  there: z.object({ size: z.number(), at: z.number() }),
  same: z.boolean(),
  /** Its name if both are kept. */
  otherName: z.string().nullable(),
  choice: conflictChoice.nullable(),
})
export type ConflictRow = z.infer<typeof conflictRow>

/** How many files were decided about in which way. */
export const conflictChoices = z.object({
  'new-version': z.number().int(),
  skip: z.number().int(),
  'keep-both': z.number().int(),
  open: z.number().int(),
})
export type ConflictChoices = z.infer<typeof conflictChoices>

/** A plan that waits to be started. */
export const savedPlan = z.object({
  id: planId,
  portalId,
  spaceId,
  spaceName: z.string(),
  folderPath: z.array(z.string()),
  title: z.string(),
  files: z.number().int(),
  bytes: z.number(),
  policy: conflictPolicy,
  silent: z.boolean(),
  savedAt: z.number(),
})
export type SavedPlan = z.infer<typeof savedPlan>

/** A saved plan made anew: what is otherwise since, counted in files. */
export const recheckedPlan = z.object({
  plan: uploadPlan,
  policy: conflictPolicy,
  silent: z.boolean(),
  message: z.string().nullable(),
  savedAt: z.number(),
  since: z.object({
    added: z.number().int(),
    gone: z.number().int(),
    changed: z.number().int(),
    conflicts: z.number().int(),
  }),
})
export type RecheckedPlan = z.infer<typeof recheckedPlan>

export const jobState = z.enum(['running', 'paused', 'waiting', 'done', 'failed', 'cancelled'])
export type JobState = z.infer<typeof jobState>

/** One job of many files. Bytes count only what the other side has acknowledged. */
export const jobView = z.object({
  id: jobId,
  portalId,
  direction: z.enum(['upload', 'download']),
  spaceId,
  spaceName: z.string(),
  /** What it is called on screen: the first root's name, or the number of files. */
  title: z.string(),
  state: jobState,
  files: z.object({
    total: z.number(),
    done: z.number(),
    failed: z.number(),
    skipped: z.number(),
    /** Cancelled one by one; those of a cancelled job as well. */
    cancelled: z.number().default(0),
    /** Paused one by one. */
    held: z.number().default(0),
  }),
  bytes: z.object({ total: z.number(), done: z.number() }),
  /** Bytes a second over the last seconds; 0 while nothing moves. */
  rate: z.number(),
  /** Milliseconds left at that rate; null when it can't be told. */
  etaMs: z.number().nullable(),
  /** Failures grouped by reason. */
  problems: z.array(z.object({ reason: failureCode, count: z.number().int(), example: z.string() })),
  /** Why it waits (offline, throttled, key refused), or null. */
  waitingFor: failure.nullable(),
  /** When it is tried again, in ms since the epoch; null while it doesn't wait. */
  waitingUntil: z.number().nullable().default(null),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
  /** The one message at its end; null: none was asked for. */
  summary: jobSummary.nullable().default(null),
  /** The fan-out it belongs to: jobs of one id are shown together. */
  group: z.object({ id: z.string(), title: z.string() }).nullable().optional(),
})
export type JobView = z.infer<typeof jobView>

export const transferPhase = z.enum([
  'planned',
  'staging',
  'committed',
  'registered',
  'verified',
  'failed',
  'cancelled',
  'skipped',
])
export type TransferPhase = z.infer<typeof transferPhase>

/** One file of a job. */
export const transferRow = z.object({
  id: z.string(),
  /** Its number within the job, by which it is paused and cancelled. */
  number: z.number().int(),
  /** Path within the job, with forward slashes. */
  path: z.string(),
  size: z.number(),
  done: z.number(),
  phase: transferPhase,
  problem: failure.nullable(),
  /** Paused on its own. */
  held: z.boolean().default(false),
  /** Being worked on at this moment. */
  active: z.boolean().default(false),
})
export type TransferRow = z.infer<typeof transferRow>
