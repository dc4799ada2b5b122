import type { Archive } from '../storage/client.ts'
import type { JobNumbers } from '../transfers/job-state.ts'

/** E1.10: an export of this space into this very folder that was not brought to its end. */
export const unfinishedExport = async (
  jobs: Iterable<JobNumbers>,
  { spaceId, to }: { readonly spaceId: string; readonly to: string },
  archive: Archive,
): Promise<JobNumbers | undefined> => {
  for (const numbers of jobs) {
    const job = numbers.job()
    if (job.target !== to || job.spaceId !== spaceId || job.state === 'done') continue
    const { kind } = await archive.run('downloads.terms', { jobId: job.id })
    if (kind === 'export' && job.state !== 'cancelled') return numbers
  }
  return undefined
}
