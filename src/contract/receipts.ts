import { z } from 'zod'
import { failureCode } from '../core/failure.ts'
import { fileId } from '../core/file.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { failureGroup } from '../core/transfers/failure-views.ts'
import { receiptFormats } from '../core/transfers/receipt-export.ts'
import { chainFault, receipt } from '../core/transfers/receipt.ts'
import { jobId, transferRow } from '../core/transfers/views.ts'
import { call } from './define.ts'

const page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }

/** What became of a job's files: failures by reason, receipts, and the one message at the end. */
export const receiptCalls = {
  'transfers.failures': call(z.object({ portalId, jobId }), z.array(failureGroup)),
  'transfers.failedFiles': call(
    z.object({ portalId, jobId, reason: failureCode, ...page }),
    z.object({ rows: z.array(transferRow), total: z.number().int() }),
  ),
  /** The person's word on a message that was not sent by itself; \`drop\` also before the job has ended. */
  'transfers.message': call(z.object({ portalId, jobId, action: z.enum(['send', 'drop']) }), z.undefined()),
  'receipts.page': call(
    z.object({ portalId, jobId, ...page }),
    z.object({ receipts: z.array(receipt), total: z.number().int() }),
  ),
  /** What this computer can prove of a file of the portal, the newest version first. */
  'receipts.ofFile': call(z.object({ portalId, spaceId, fileId }), z.array(receipt)),
  /** Saves a job's receipts where the person says in a native dialog. */
  'receipts.export': call(
    z.object({ portalId, jobId, format: z.enum(receiptFormats) }),
    /** false: the person closed the dialog. */
    z.object({ saved: z.boolean() }),
  ),
  /** Looks through the whole chain of this portal's receipts. */
  'receipts.verify': call(
    z.object({ portalId }),
    z.object({ checked: z.number().int(), fault: chainFault.nullable() }),
  ),
}
