import { concludeExport } from '../export/conclude.ts'
import type { JobNumbers } from './job-state.ts'
import { refusedRow } from './plan-rows.ts'
import type { Tools } from './tools.ts'

/** E1.9: an export ends with its manifest; one that can't be written is a failed row like any other. */
export const concludeDownload = async (numbers: JobNumbers, tools: Tools): Promise<void> => {
  const { archive, ports } = tools.context
  const job = numbers.job()
  const terms = await archive.run('downloads.terms', { jobId: job.id })
  const failed = terms.kind === 'export' ? await concludeExport(job, tools) : null
  if (failed === null) return
  const { file } = await archive.run('transfers.nextNumbers', { jobId: job.id })
  const key = { jobId: job.id, number: file, id: ports.random.uuid(), path: failed.path, source: null }
  const row = refusedRow(key, failed.problem, ports.clock.now())
  await archive.run('transfers.add', { folders: [], files: [row], listed: null })
  numbers.grow(1, 0)
  numbers.ended('failed', failed.problem, failed.path, ports.clock.now())
}
