import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import type { SpaceId } from '../../../core/space.ts'
import { text } from '../columns.ts'
import type { Databases } from '../databases.ts'

/** What a person changes about a row that was not accepted yet, and what time does (O1.14 to O1.16). */
export const outboxChanges = {
  /** O1.16: answers the space when the row could be changed. A refused row is queued again by it. */
  'outbox.edit': (
    { journal }: Databases,
    input: {
      readonly id: OutboxId
      readonly content?: string | undefined
      /** Null: as soon as its turn comes, without a further undo window. */
      readonly sendAt?: number | null | undefined
      readonly now: number
    },
  ): SpaceId | undefined =>
    journal.transaction(() => {
      const row = journal.get(
        `SELECT space_id, content, send_at FROM outbox
         WHERE id = ? AND (state = 'refused' OR (state = 'queued' AND sends = 0))`,
        [input.id],
      )
      if (row === undefined) return undefined
      const spaceId = text(row, 'space_id') as SpaceId
      if (input.content !== undefined) {
        journal.run('UPDATE outbox SET content = ? WHERE id = ?', [input.content, input.id])
        journal.run('DELETE FROM outbox_edits WHERE outbox_id = ?', [input.id])
      }
      if (input.sendAt === null && row['send_at'] !== null) moveToEnd(journal, input.id, input.now)
      else if (input.sendAt !== undefined) {
        journal.run('UPDATE outbox SET send_at = ? WHERE id = ?', [input.sendAt, input.id])
      }
      // A refused request took no effect, so nothing of it is left to search for (O1.10).
      journal.run(
        `UPDATE outbox SET state = 'queued', asks = 0, sends = 0, problem = NULL WHERE id = ? AND state = 'refused'`,
        [input.id],
      )
      return spaceId
    }),

  /** O1.15: the row's time has come. False when it was taken back or given another time meanwhile. */
  'outbox.ripen': ({ journal }: Databases, input: { readonly id: OutboxId; readonly now: number }): boolean =>
    journal.transaction(() => {
      const ripe = journal.get(`SELECT 1 FROM outbox WHERE id = ? AND state = 'queued' AND send_at <= ?`, [
        input.id,
        input.now,
      ])
      if (ripe === undefined) return false
      moveToEnd(journal, input.id, input.now)
      return true
    }),
}

const moveToEnd = (journal: Databases['journal'], id: OutboxId, now: number): void => {
  journal.run(
    `UPDATE outbox SET position = (SELECT max(position) + 1 FROM outbox), send_at = NULL, queued_at = ?, undo_ms = 0
     WHERE id = ?`,
    [now, id],
  )
}
