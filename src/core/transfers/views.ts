import { z } from 'zod'
import { failure, failureCode } from '../failure.ts'
import { portalId } from '../portal.ts'
import { spaceId } from '../space.ts'
import { jobSummary } from './summary.ts'

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

export const conflictPolicy = z.enum(['new-version', 'skip', 'keep-both'])
export type ConflictPolicy = z.infer<typeof conflictPolicy>

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
})
export type UploadPlan = z.infer<typeof uploadPlan>

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
