import { z } from 'zod'
import { failure, failureCode } from '../failure.ts'
import { fileId } from '../file.ts'
import { portalId } from '../portal.ts'
import { spaceId } from '../space.ts'

export const watchId = z.string().min(1).max(64).brand<'WatchId', 'inout'>()
export type WatchId = z.infer<typeof watchId>

/** What a person may choose for a watched folder. */
export const watchChoices = z.object({
  /** Folders below it count too. */
  subfolders: z.boolean(),
  /** What lies there already is sent as well. */
  existing: z.boolean(),
  /** No e-mail to the space's members. */
  silent: z.boolean(),
})
export type WatchChoices = z.infer<typeof watchChoices>

/**
 * - `starting`: not looked through yet
 * - `missing`: the folder is not there (a drive that was unplugged); goes on by itself
 * - `stuck`: what was noticed can't be handed over for now; `problem` says why; tried again by itself
 */
const watchState = z.enum(['starting', 'watching', 'paused', 'missing', 'stuck'])

/** A folder of this computer whose files go into a space by themselves (W1.1). */
export const watchView = watchChoices.extend({
  id: watchId,
  portalId,
  /** The folder of this computer, for reading. */
  path: z.string(),
  spaceId,
  spaceName: z.string(),
  folderId: fileId.nullable(),
  folderPath: z.array(z.string()),
  state: watchState,
  problem: failure.nullable(),
  /** Noticed, not handed over yet: still being written, or waiting for the portal. */
  waiting: z.number().int(),
  /** Handed over to the transfers and not ended. */
  underWay: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  /** Files that are open elsewhere or can't be read for now. */
  blocked: z.object({ count: z.number().int(), example: z.string() }).nullable(),
  /** The system tells of no changes there: it is looked through every minute. */
  polled: z.boolean(),
  /** The newest first. */
  recent: z.array(
    z.object({
      /** Below the folder, with forward slashes. */
      path: z.string(),
      at: z.number(),
      /** `there`: the portal had it already. */
      outcome: z.enum(['sent', 'there', 'failed']),
      reason: failureCode.nullable(),
    }),
  ),
})
export type WatchView = z.infer<typeof watchView>
