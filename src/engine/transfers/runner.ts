import type { Result } from '../../core/result.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import type { Live } from './live.ts'

/** How the files of one job are worked on: uploads and downloads differ here alone. */
export type Runner = {
  /**
   * Works on one file. `rest`: what is still to be waited for although the next file may begin (reading back). `aside`:
   * it is more than that (T1.28), and the signal still stops it.
   * A failure with `cancelled` means that the signal, the job's or this file's own, ended it; others end the file.
   */
  file(
    live: Live,
    signal: AbortSignal,
  ): Promise<Result<{ readonly rest: Promise<void> | null; readonly aside?: true }>>
  /** What is done beside the files: making folders, reading the portal's tree. `added` tells of new files. */
  background(added: (files: readonly StoredTransfer[]) => void): Promise<void>
}
