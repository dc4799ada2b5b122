import { integer } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { type StoredTransfer, transferOf } from './transfer-rows.ts'

type Which = { readonly jobId: string; readonly number: number }

// A registered file is in the portal: what is left is to look at it, which nobody needs to stop.
const stoppable = `('planned', 'staging', 'committed')`

/** Files paused and cancelled one by one (T1.90). */
export const holdOperations = {
  /** Pauses a file, or lets it go on. Answers whether it was for this call to change. */
  'transfers.hold': ({ journal }: Databases, input: Which & { readonly held: boolean }): boolean =>
    journal.run(
      `UPDATE transfers SET held = ? WHERE job_id = ? AND number = ? AND held <> ? AND phase IN ${stoppable}`,
      [input.held ? 1 : 0, input.jobId, input.number, input.held ? 1 : 0],
    ) > 0,

  'transfers.releaseAll': ({ journal }: Databases, input: { readonly jobId: string }): number =>
    journal.run(`UPDATE transfers SET held = 0 WHERE job_id = ? AND held = 1`, [input.jobId]),

  /** How the files that have not ended stand: paused on their own, or to be worked on. */
  'transfers.left': (
    { journal }: Databases,
    input: { readonly jobId: string },
  ): { readonly held: number; readonly open: number } => {
    // A file that got as far as being registered before it could be stopped is not paused.
    journal.run(`UPDATE transfers SET held = 0 WHERE job_id = ? AND held = 1 AND phase NOT IN ${stoppable}`, [
      input.jobId,
    ])
    const held = journal.get(`SELECT count(*) AS files FROM transfers WHERE job_id = ? AND held = 1`, [
      input.jobId,
    ])
    const all = journal.get(
      `SELECT count(*) AS files FROM transfers
       WHERE job_id = ? AND phase IN ('planned', 'staging', 'committed', 'registered')`,
      [input.jobId],
    )
    const heldFiles = held === undefined ? 0 : integer(held, 'files')
    return { held: heldFiles, open: (all === undefined ? 0 : integer(all, 'files')) - heldFiles }
  },

  /** Cancels one file that has not arrived. Answers its size, or null when there was nothing to cancel. */
  'transfers.cancelOne': (
    { journal }: Databases,
    input: Which & { readonly at: number },
  ): { readonly size: number } | null =>
    journal.transaction(() => {
      const changed = journal.run(
        `UPDATE transfers SET phase = 'cancelled', held = 0, ended_at = ?
         WHERE job_id = ? AND number = ? AND phase IN ${stoppable}`,
        [input.at, input.jobId, input.number],
      )
      if (changed === 0) return null
      const row = journal.get(`SELECT size FROM transfers WHERE job_id = ? AND number = ?`, [
        input.jobId,
        input.number,
      ])
      return row === undefined ? null : { size: integer(row, 'size') }
    }),

  /** One unfinished file to be worked on, as it stood, claimed as `transfers.claim` does (T1.3). */
  'transfers.claimOne': (
    { journal }: Databases,
    input: Which & { readonly at: number },
  ): StoredTransfer | null =>
    journal.transaction(() => {
      const row = journal.get(
        `SELECT * FROM transfers WHERE job_id = ? AND number = ? AND held = 0
         AND phase IN ('planned', 'staging', 'committed', 'registered')`,
        [input.jobId, input.number],
      )
      if (row === undefined) return null
      const stored = transferOf(row)
      if (stored.phase === 'planned') {
        journal.run(`UPDATE transfers SET phase = 'staging', staged_at = ? WHERE job_id = ? AND number = ?`, [
          input.at,
          input.jobId,
          input.number,
        ])
      }
      return stored
    }),
}
