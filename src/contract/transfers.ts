import { z } from 'zod'
import { failureCode } from '../core/failure.ts'
import { fileId } from '../core/file.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { downloadPolicy } from '../core/transfers/download-rules.ts'
import { longestSummary } from '../core/transfers/summary.ts'
import { show } from '../core/transfers/show.ts'
import {
  conflictPolicy,
  dropId,
  jobId,
  jobView,
  planId,
  transferRow,
  uploadPlan,
} from '../core/transfers/views.ts'
import { call, event } from './define.ts'

const oneFile = z.object({ portalId, jobId, number: z.number().int().min(0) })

export const transferCalls = {
  /** Walks what was dropped and compares it with the space; reads the target folder afresh when online. */
  'uploads.plan': call(z.object({ portalId, spaceId, folderId: fileId.nullable(), dropId }), uploadPlan),
  'uploads.start': call(
    z.object({
      planId,
      policy: conflictPolicy,
      silent: z.boolean(),
      /** One message when everything has arrived; {count} and {folder} are filled then. */
      message: z.string().max(longestSummary).optional(),
    }),
    z.object({ jobId }),
  ),
  'uploads.discard': call(z.object({ planId }), z.undefined()),
  /** Downloads files and whole folders into the download folder (or one the person picks in a native dialog). */
  'downloads.start': call(
    z.object({
      portalId,
      spaceId,
      /** Files and folders; empty: everything in `folderId`. */
      fileIds: z.array(fileId).max(10_000),
      folderId: fileId.nullable(),
      chooseFolder: z.boolean(),
      /** What happens where a name is taken. */
      policy: downloadPolicy.default('keep-both'),
      /** Everything goes into a folder named like the space or folder it comes from. */
      ownFolder: z.boolean().default(false),
    }),
    /** null: the person closed the dialog. */
    z.object({ jobId: jobId.nullable() }),
  ),
  /** Exports a whole space into a new folder in one that the person picks; null: the dialog was closed. */
  'exports.start': call(z.object({ portalId, spaceId }), z.object({ jobId: jobId.nullable() })),
  'transfers.list': call(z.undefined(), z.array(jobView)),
  'transfers.files': call(
    z.object({
      portalId,
      jobId,
      only: show,
      /** Only files whose path has this in it. */
      search: z.string().max(200).optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ rows: z.array(transferRow), total: z.number().int() }),
  ),
  'transfers.pause': call(z.object({ portalId, jobId }), z.undefined()),
  'transfers.resume': call(z.object({ portalId, jobId }), z.undefined()),
  'transfers.cancel': call(z.object({ portalId, jobId }), z.undefined()),
  /** `reason`: only the files that failed for it; null: all that trying again can help. */
  'transfers.retryFailed': call(
    z.object({ portalId, jobId, reason: failureCode.nullable().default(null) }),
    z.undefined(),
  ),
  /** One file of a job, by its number, while the others go on. */
  'transfers.pauseFile': call(oneFile, z.undefined()),
  'transfers.resumeFile': call(oneFile, z.undefined()),
  'transfers.cancelFile': call(oneFile, z.undefined()),
  /** Takes an ended job off the list. */
  'transfers.dismiss': call(z.object({ portalId, jobId }), z.undefined()),
  /** Shows a finished download in the system's file manager. */
  'transfers.reveal': call(z.object({ portalId, jobId }), z.undefined()),
  /** Opens a downloaded file with the system's program for it, where its kind is safe to open; else shows where it is. */
  'transfers.open': call(z.object({ portalId, jobId }), z.undefined()),
}

export const transferEvents = {
  /** Jobs whose numbers changed, at most 10 times a second. */
  'transfers.progress': event(z.array(jobView)),
}
