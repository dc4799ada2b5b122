import { type CountedPage, isComplete, planSweep } from './sweep.ts'

export type FolderActions = {
  /** Entries to remove, folders with everything below. */
  readonly remove: readonly string[]
  /** The folder was listed in full, so its "as of" may move (S1.8). */
  readonly complete: boolean
}

/** S1.7: what a folder's pages mean for its entries stored before the first page was asked for. */
export const planFolder = (pages: readonly CountedPage[], stored: readonly string[]): FolderActions =>
  isComplete(pages)
    ? {
        remove: planSweep(
          pages.flatMap(({ ids }) => ids),
          stored,
        ).remove,
        complete: true,
      }
    : { remove: [], complete: false }
