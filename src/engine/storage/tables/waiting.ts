// What of a space lies in the journal and waits: messages to send, and a draft.
import { integer, text } from '../columns.ts'
import type { Database } from '../driver.ts'
import { leftEdits } from './edits.ts'

/** Messages of ours that are not in the portal yet, by space; those for a later time apart (O1.14). */
export const outgoingBySpace = (
  journal: Database,
): ReadonlyMap<string, { readonly waiting: number; readonly scheduled: number }> =>
  new Map(
    journal
      .all(
        `SELECT space_id, sum(send_at IS NULL) AS waiting, sum(send_at IS NOT NULL) AS scheduled
         FROM outbox WHERE state <> 'arrived' GROUP BY space_id`,
      )
      .map((row) => [
        text(row, 'space_id'),
        { waiting: integer(row, 'waiting'), scheduled: integer(row, 'scheduled') },
      ]),
  )

/** The beginnings of drafts, by space. What was typed into a message that has gone counts as one (O1.25). */
export const draftsBySpace = (journal: Database): ReadonlyMap<string, string> =>
  new Map(
    journal
      .all(
        `SELECT space_id, substr(content, 1, 200) AS beginning FROM (${leftEdits})
         UNION ALL SELECT space_id, substr(content, 1, 200) FROM drafts`,
      )
      .map((row) => [text(row, 'space_id'), text(row, 'beginning')]),
  )

/** Spaces that must not be erased, whatever the portal says of them (S1.9). */
export const spacesWithSomethingWaiting = (journal: Database): readonly string[] =>
  journal
    .all(
      `SELECT space_id FROM outbox UNION SELECT space_id FROM drafts UNION SELECT space_id FROM outbox_edits
        UNION SELECT space_id FROM message_removals WHERE state <> 'gone'`,
    )
    .map((row) => text(row, 'space_id'))
