import type { Show } from '../../core/transfers/show.ts'
import type { JobId, TransferRow } from '../../core/transfers/views.ts'
import type { ListedTransfer } from '../storage/tables/transfer-pages.ts'
import type { Tools } from './tools.ts'
import { viewRow } from './view-row.ts'

type Query = {
  readonly only: Show
  readonly offset: number
  readonly limit: number
  readonly search?: string | undefined
}
type Page = { readonly rows: readonly TransferRow[]; readonly total: number }

/** A search reads every path of a job: what it found serves the next pages, for this long in ms. */
const foundForMs = 2_000

/** T1.91: pages of a job's files, at a cost that does not grow with how far down they lie. */
export const createPages = (
  tools: Tools,
  totalOf: (jobId: JobId) => number | null,
): ((jobId: JobId, query: Query) => Promise<Page>) => {
  const { archive, ports } = tools.context
  let found: { readonly key: string; readonly at: number; readonly numbers: readonly number[] } | null = null

  const find = async (jobId: JobId, only: Show, search: string): Promise<readonly number[]> => {
    const key = JSON.stringify([jobId, only, search])
    const now = ports.clock.now()
    if (found?.key === key && now - found.at < foundForMs) return found.numbers
    const numbers = await archive.run('transfers.find', { jobId, only, search })
    found = { key, at: ports.clock.now(), numbers }
    return numbers
  }

  const viewOf = (row: ListedTransfer): TransferRow => viewRow(row, tools.atWork.has(row.jobId, row.number))

  return async (jobId, { only, offset, limit, search = '' }) => {
    await tools.journal.flush()
    if (search === '') {
      const page = await archive.run('transfers.page', {
        ...{ jobId, only, offset, limit },
        expected: totalOf(jobId),
      })
      return { rows: page.rows.map(viewOf), total: page.total }
    }
    const numbers = await find(jobId, only, search)
    const rows = await archive.run('transfers.rowsAt', {
      jobId,
      numbers: numbers.slice(offset, offset + limit),
    })
    return { rows: rows.map(viewOf), total: numbers.length }
  }
}
