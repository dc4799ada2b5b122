import { z } from 'zod'
import { failureCode } from '../core/failure.ts'
import { fileId } from '../core/file.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { longestSummary } from '../core/transfers/summary.ts'
import { shows } from '../core/transfers/show.ts'
import {
  fanOutId,
  fanOutOutcome,
  fanOutPlan,
  fanOutRow,
  recheckedFanOut,
  savedFanOut,
} from '../core/transfers/fan-out-views.ts'
import {
  conflictChoice,
  conflictChoices,
  conflictPolicy,
  conflictRow,
  downloadPolicy,
  dropId,
  jobId,
  jobView,
  planId,
  planning,
  recheckedPlan,
  savedPlan,
  transferRow,
  uploadPlan,
} from '../core/transfers/views.ts'
import { call, event } from './define.ts'

const oneFile = z.object({ portalId, jobId, number: z.number().int().min(0) })
const page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }
const how = { policy: conflictPolicy, silent: z.boolean() }

export const transferCalls = {
  /** Walks what was dropped and compares it with the space; reads the target folder afresh when online. */
  'uploads.plan': call(z.object({ portalId, spaceId, folderId: fileId.nullable(), dropId }), uploadPlan),
  'uploads.start': call(
    z.object({
      planId,
      ...how,
      /** One message when everything has arrived; {count} and {folder} are filled then. */
      message: z.string().max(longestSummary).optional(),
    }),
    z.object({ jobId }),
  ),
  'uploads.discard': call(z.object({ planId }), z.undefined()),
  /** Ends the walk of a drop (or of a saved plan, by its id) that is under way: its call answers `cancelled`. */
  'uploads.stopPlanning': call(z.object({ of: z.string().max(64) }), z.undefined()),
  /** Files of a plan whose name is there already. */
  'uploads.conflicts': call(
    z.object({ planId, ...page }),
    z.object({ rows: z.array(conflictRow), choices: conflictChoices }),
  ),
  /** Decides about one of them, all, or all that are still open. */
  'uploads.decide': call(
    z.object({
      planId,
      which: z.union([z.enum(['all', 'rest']), z.object({ number: z.number().int() })]),
      choice: conflictChoice,
    }),
    conflictChoices,
  ),
  /** Keeps a plan for later, restarts included. */
  'uploads.save': call(
    z.object({ planId, ...how, message: z.string().max(longestSummary).optional() }),
    z.undefined(),
  ),
  'uploads.saved': call(z.undefined(), z.array(savedPlan)),
  /** Makes a saved plan anew; the new one takes its place. */
  'uploads.recheck': call(z.object({ portalId, planId }), recheckedPlan),
  'uploads.discardSaved': call(z.object({ portalId, planId }), z.undefined()),
  /** The dry run of sending a folder's files to many spaces, by a rule or by a CSV that was offered like a drop. */
  'fanOut.plan': call(
    z.object({
      portalId,
      dropId,
      by: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('rule'), rule: z.string().max(1000) }),
        z.object({ kind: z.literal('table'), dropId }),
      ]),
      /** Names of folders from the top of each space. */
      folder: z.array(z.string().min(1).max(255)).max(100),
    }),
    fanOutPlan,
  ),
  'fanOut.rows': call(
    z.object({ portalId, fanOutId, only: z.enum(['all', 'warned', ...fanOutOutcome.options]), ...page }),
    z.array(fanOutRow),
  ),
  'fanOut.start': call(
    z.object({
      portalId,
      fanOutId,
      ...how,
      /** One message to each space when its files have arrived; {count} and {folder} are filled then. */
      message: z.string().max(longestSummary).optional(),
    }),
    z.object({ jobs: z.number().int() }),
  ),
  /** Keeps what was asked for later, restarts included. */
  'fanOut.save': call(
    z.object({ portalId, fanOutId, ...how, message: z.string().max(longestSummary).optional() }),
    z.undefined(),
  ),
  /** Those saved, and those left as they stood (T1.128). */
  'fanOut.saved': call(z.undefined(), z.array(savedFanOut)),
  /** Makes a saved one anew; it stays saved until that one is started. */
  'fanOut.recheck': call(z.object({ portalId, fanOutId }), recheckedFanOut),
  /** Forgets a dry run, shown or saved. */
  'fanOut.discard': call(z.object({ portalId, fanOutId }), z.undefined()),
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
      only: z.enum(shows),
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
  /** How far the walk of a drop, or of a saved plan, has come; at most 10 times a second. */
  'uploads.planning': event(planning.extend({ of: z.string() })),
}
