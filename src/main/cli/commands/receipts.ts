import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { JobId } from '../../../core/transfers/views.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import type { Invocation } from '../session.ts'
import { chainWords } from '../words.ts'

/** Receipts of one job, or of all: one line a file, JSON, CSV, or whether the chain still holds. */
export const showReceipts = async (
  { flags, output, signal }: Invocation,
  portal: PortalEngine,
  job: string | undefined,
): Promise<Result<number>> => {
  const { receipts } = portal.transfers
  if (flags.verify === true || flags.noted !== undefined) return verify({ flags, output }, portal)
  if (flags.csv === true && flags.json === true) {
    return err(fail('usage', { detail: 'Say --csv or --json, not both.' }))
  }
  // A receipt outlives its job, so the id need not be one of the list's.
  const jobId = job === undefined ? null : (job as JobId)
  if (jobId !== null && (await receipts.page(jobId, { offset: 0, limit: 1 })).total === 0) {
    return err(fail('unknown-id', { about: jobId }))
  }
  if (flags.csv === true) {
    for await (const text of receipts.written(jobId, 'csv')) output.line(text.replace(/\r\n$/, ''))
    return ok(0)
  }
  for await (const some of receipts.each(jobId)) {
    if (signal.aborted) return err(fail('cancelled'))
    for (const one of some) {
      if (flags.json === true) output.json(one)
      else {
        const at = new Date(one.verifiedAt).toISOString()
        output.line(`${at}\t${one.size}\t${one.sha256 ?? ''}\t${one.spaceName}\t${one.path}`)
      }
    }
  }
  return ok(0)
}

const verify = async (
  { flags, output }: Pick<Invocation, 'flags' | 'output'>,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const { checked, end, fault } = await portal.transfers.receipts.verify(flags.noted)
  if (flags.json === true) output.json({ event: 'verify', checked, last: end.hash, fault })
  else if (fault === null) output.line(`${checked} receipts, unchanged. The last one’s hash: ${end.hash}`)
  else output.problem(chainWords(fault))
  return ok(fault === null ? 0 : 1)
}
