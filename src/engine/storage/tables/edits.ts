import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import type { SpaceId } from '../../../core/space.ts'
import { text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'
import { readDraft, writeDraft } from './drafts.ts'

/** O1.16: rows whose text may be changed. */
const editable = `(state = 'refused' OR (state = 'queued' AND sends = 0))`

/** O1.25: edits whose row went its way, or may have. They are drafts but for their place. */
export const leftEdits = `SELECT outbox_id, space_id, content, saved_at FROM outbox_edits
  WHERE content <> '' AND outbox_id NOT IN (SELECT id FROM outbox WHERE ${editable})`

const forget = (journal: Database, id: string): void => {
  journal.run('DELETE FROM outbox_edits WHERE outbox_id = ?', [id])
}

/** O1.25: the space's draft, with what was being typed into messages that have gone since below it. */
const gatherDraft = (journal: Database, spaceId: SpaceId, now: number): string => {
  const left = journal.all(`${leftEdits} AND space_id = ? ORDER BY saved_at, outbox_id`, [spaceId])
  const draft = readDraft(journal, spaceId)
  if (left.length === 0) return draft
  const whole = [draft, ...left.map((row) => text(row, 'content'))].filter((part) => part !== '').join('\n\n')
  writeDraft(journal, spaceId, whole, now)
  for (const row of left) forget(journal, text(row, 'outbox_id'))
  return whole
}

export const editOperations = {
  /** The spaces that have a draft. */
  'drafts.spaces': ({ journal }: Databases): readonly SpaceId[] =>
    journal
      .all(`SELECT space_id FROM drafts UNION SELECT space_id FROM (${leftEdits}) ORDER BY space_id`)
      .map((row) => text(row, 'space_id') as SpaceId),

  'drafts.get': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly now: number },
  ): string => journal.transaction(() => gatherDraft(journal, input.spaceId, input.now)),

  /**
   * O1.25: keeps what a row is being changed to; null, or the row's own text: nothing. False when the row can't be
   * changed any more: then it is kept all the same, for the draft.
   */
  'outbox.keepEdit': (
    { journal }: Databases,
    input: {
      readonly id: OutboxId
      readonly spaceId: SpaceId
      readonly content: string | null
      readonly now: number
    },
  ): boolean =>
    journal.transaction(() => {
      const row = journal.get(`SELECT content FROM outbox WHERE id = ? AND ${editable}`, [input.id])
      if (input.content === null || (row !== undefined && text(row, 'content') === input.content)) {
        forget(journal, input.id)
      } else {
        journal.run(
          'INSERT OR REPLACE INTO outbox_edits (outbox_id, space_id, content, saved_at) VALUES (?, ?, ?, ?)',
          [input.id, input.spaceId, input.content, input.now],
        )
      }
      return row !== undefined
    }),
}
