import type { FileId } from '../../core/file.ts'
import type { SpaceId } from '../../core/space.ts'
import { type ReceiptFormat, receiptWriter } from '../../core/transfers/receipt-export.ts'
import { type ChainEnd, type ChainFault, emptyChain, type Receipt } from '../../core/transfers/receipt.ts'
import type { JobId } from '../../core/transfers/views.ts'
import type { Archive } from '../storage/client.ts'

/** What a look at the whole chain found. `fault` null: every receipt is as it was written. */
export type ChainReport = {
  readonly checked: number
  readonly end: ChainEnd
  readonly fault: ChainFault | null
}

/** Receipts of verified uploads (T1.100 to T1.104). They stay when their job is taken off the list. */
export type Receipts = {
  page(
    jobId: JobId,
    query: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly receipts: readonly Receipt[]; readonly total: number }>
  ofFile(spaceId: SpaceId, fileId: FileId): Promise<readonly Receipt[]>
  /** A job's receipts as text, piece by piece, so that any number needs little memory. `jobId` null: all. */
  written(jobId: JobId | null, format: ReceiptFormat): AsyncIterable<string>
  each(jobId: JobId | null): AsyncIterable<readonly Receipt[]>
  /** Follows the chain from its beginning. `noted`: a hash that was written down, which has to be in it. */
  verify(noted?: string): Promise<ChainReport>
}

/** Rows at once: a few milliseconds of the storage worker, which has other things to do too. */
const batch = 500

export const createReceipts = (archive: Archive): Receipts => {
  const each = async function* (jobId: JobId | null): AsyncGenerator<readonly Receipt[]> {
    for (let after = 0; ;) {
      const { receipts } = await archive.run('receipts.page', { jobId, after, offset: 0, limit: batch })
      const last = receipts.at(-1)
      if (last === undefined) return
      yield receipts
      after = last.number
    }
  }

  return {
    each,
    page: (jobId, query) => archive.run('receipts.page', { jobId, after: 0, ...query }),
    ofFile: (spaceId, fileId) => archive.run('receipts.ofFile', { spaceId, fileId }),
    written: async function* (jobId, format) {
      const writer = receiptWriter(format)
      yield writer.head
      let isFirst = true
      for await (const receipts of each(jobId)) {
        const text = receipts.map(writer.row).join(writer.between)
        yield isFirst ? text : `${writer.between}${text}`
        isFirst = false
      }
      yield writer.tail
    },
    verify: async (noted) => {
      let end = emptyChain
      for (;;) {
        const step = await archive.run('receipts.follow', { end, limit: batch })
        end = step.end
        if (step.fault !== null) return { checked: end.number, end, fault: step.fault }
        if (step.looked === 0) break
      }
      if (noted !== undefined && (await archive.run('receipts.withHash', { hash: noted })) === undefined) {
        return { checked: end.number, end, fault: { number: end.number, fault: 'forgotten' } }
      }
      return { checked: end.number, end, fault: null }
    },
  }
}
