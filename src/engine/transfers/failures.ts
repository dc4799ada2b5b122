import type { FailureCode } from '../../core/failure.ts'
import { isRetryable } from '../../core/transfers/failure-groups.ts'
import type { FailureGroup } from '../../core/transfers/failure-views.ts'
import type { JobId, TransferRow } from '../../core/transfers/views.ts'
import type { Archive } from '../storage/client.ts'
import type { Journal } from './journal.ts'
import { viewRow } from './view-row.ts'

/** A job's failures by reason (T1.108). */
export type Failures = {
  groups(jobId: JobId): Promise<readonly FailureGroup[]>
  files(
    jobId: JobId,
    query: { readonly reason: FailureCode; readonly offset: number; readonly limit: number },
  ): Promise<{ readonly rows: readonly TransferRow[]; readonly total: number }>
}

export const createFailures = (archive: Archive, journal: Journal): Failures => ({
  groups: async (jobId) => {
    await journal.flush()
    const groups = await archive.run('transfers.failureGroups', { jobId })
    return groups.map((group) => ({ ...group, retryable: isRetryable(group.reason) }))
  },
  files: async (jobId, query) => {
    await journal.flush()
    const page = await archive.run('transfers.failedPage', { jobId, ...query })
    return { rows: page.rows.map((row) => viewRow({ ...row, held: false }, false)), total: page.total }
  },
})
