import type { Result } from '../../core/result.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import type { Live } from './live.ts'

/** How the files of one job are worked on: uploads and downloads differ here alone. */
export type Runner = {
  /**
   * Works on one file, as long as it needs its place in the lane. A failure with `cancelled` means that the signal, the
   * job's or this file's own, ended it; others end the file.
   */
  file(live: Live, signal: AbortSignal): Promise<Result<Rest | null>>
  /** What is done beside the files: making folders, reading the portal's tree. `added` tells of new files. */
  background(added: (files: readonly StoredTransfer[]) => void): Promise<void>
}

/** What is still to be waited for although the next file may begin: registering and reading back. */
export type Rest = {
  /** As of `file`. */
  readonly over: Promise<Result<void>>
  /** Resolves when the signal stops it no more. */
  readonly beyondStop: Promise<void>
}
