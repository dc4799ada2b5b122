import { hasBit } from '../../core/transfers/blocks.ts'
import type { TransferRow } from '../../core/transfers/views.ts'
import type { ListedTransfer } from '../storage/tables/transfer-pages.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'

/** A file of a job as the window shows it. `done`: acknowledged bytes; `active`: it is being worked on. */
export const viewRow = (row: ListedTransfer, active: boolean): TransferRow => ({
  id: row.id,
  number: row.number,
  path: row.path,
  size: row.size,
  done: doneOf(row),
  phase: row.phase,
  problem: row.problem,
  held: row.held,
  active,
})

const doneOf = (row: StoredTransfer): number => {
  switch (row.phase) {
    case 'committed':
    case 'registered':
    case 'verified':
      return row.size
    case 'staging': {
      const { staged } = row
      if (staged === null) return 0
      const count = Math.ceil(row.size / row.blockSize)
      const blocks = Array.from({ length: count }, (_, index) => index).filter((index) =>
        hasBit(staged, index),
      )
      return Math.min(row.size, blocks.length * row.blockSize)
    }
    default:
      return 0
  }
}
