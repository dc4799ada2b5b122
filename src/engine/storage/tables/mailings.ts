import type { MessageId } from '../../../core/message.ts'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import { isOurSide } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import {
  type MailingCounts,
  type MailingId,
  type MailingRow,
  mailingRowState,
  type MailingSummary,
  type MailingView,
  stateOfMailing,
} from '../../../core/writing/mailing.ts'
import { merge, valuesFor } from '../../../core/writing/merge.ts'
import { integer, integerOrNull, json, problemOf, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { noteAudience } from './audiences.ts'
import { newestFirst, nextPosition } from './made-order.ts'
import { forgetMailingDraft } from './mailing-draft.ts'
import { readersOf } from './spaces.ts'

/** The longest message the portal is sent. */
const longest = 20_000

/** Mailings that can be looked up again; older ones go when a new one is made. */
const mostKept = 200

const nothing = Object.fromEntries(mailingRowState.options.map((state) => [state, 0])) as MailingCounts

const summaryOf = (journal: Database, row: Row): MailingSummary => {
  const counts = {
    ...nothing,
    ...Object.fromEntries(
      journal
        .all('SELECT state, count(*) AS n FROM mailing_rows WHERE mailing_id = ? GROUP BY state', [
          text(row, 'id'),
        ])
        .map((each) => [text(each, 'state'), integer(each, 'n')]),
    ),
  }
  return {
    id: text(row, 'id') as MailingId,
    body: text(row, 'body'),
    createdAt: integer(row, 'created_at'),
    state: stateOfMailing(row['started_at'] !== null, counts),
    counts,
  }
}

const rowOf = (row: Row): MailingRow => ({
  spaceId: text(row, 'space_id') as SpaceId,
  space: text(row, 'space_name'),
  content: text(row, 'content'),
  state: mailingRowState.parse(text(row, 'state')),
  unfilled: json(row, 'unfilled') as string[],
  readers: integer(row, 'readers'),
  clients: integer(row, 'clients'),
  messageId: textOrNull(row, 'message_id') as MessageId | null,
  arrivedAt: integerOrNull(row, 'arrived_at'),
  problem: problemOf(row),
})

export const mailingOperations = {
  'mailings.list': ({ journal }: Databases): readonly MailingSummary[] =>
    journal.all(`SELECT * FROM mailings ORDER BY ${newestFirst}`).map((row) => summaryOf(journal, row)),

  'mailings.get': ({ journal }: Databases, input: { readonly id: MailingId }): MailingView | undefined => {
    const row = journal.get('SELECT * FROM mailings WHERE id = ?', [input.id])
    if (row === undefined) return undefined
    const rows = journal
      .all('SELECT * FROM mailing_rows WHERE mailing_id = ? ORDER BY space_name, space_id', [input.id])
      .map(rowOf)
    return { ...summaryOf(journal, row), rows }
  },

  /** O1.19: each space's own text, and who is left out; nothing is sent. */
  'mailings.plan': (
    { cache, journal }: Databases,
    input: {
      readonly id: MailingId
      readonly body: string
      readonly spaceIds: readonly SpaceId[]
      readonly me: string
      readonly date: string
      readonly now: number
    },
  ): void =>
    journal.transaction(() => {
      journal.run(
        `DELETE FROM mailings WHERE started_at IS NULL OR id IN (
           SELECT m.id FROM mailings m WHERE NOT EXISTS (
             SELECT 1 FROM mailing_rows r WHERE r.mailing_id = m.id AND r.state IN ('waiting', 'queued'))
           ORDER BY ${newestFirst} LIMIT -1 OFFSET ${mostKept})`,
      )
      journal.run(
        `INSERT INTO mailings (id, body, created_at, position) VALUES (?, ?, ?, ${nextPosition('mailings')})`,
        [input.id, input.body, input.now],
      )
      const spaces = cache.all(
        'SELECT id, name FROM spaces WHERE listed = 1 AND id IN (SELECT value FROM json_each(?))',
        [JSON.stringify(input.spaceIds)],
      )
      for (const row of spaces) {
        const id = text(row, 'id') as SpaceId
        const name = text(row, 'name')
        const members = readersOf(cache, id)
        const merged = merge(input.body, valuesFor({ ...input, space: name, members }))
        const fits = merged.unfilled.length === 0 && merged.text.length <= longest
        journal.run(
          `INSERT INTO mailing_rows
             (mailing_id, space_id, space_name, content, state, unfilled, readers, clients)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[input.id, id, name, merged.text, fits ? 'waiting' : 'left-out'],
            ...[JSON.stringify(merged.unfilled), members.length],
            members.filter(({ role }) => !isOurSide(role)).length,
          ],
        )
      }
    }),

  /** O1.20, O1.21: queues what is not there yet, in one transaction; answers the spaces. */
  'mailings.start': (
    databases: Databases,
    input: {
      readonly id: MailingId
      /** Fresh ids, at least as many as rows wait. */
      readonly outboxIds: readonly OutboxId[]
      readonly undoMs: number
      readonly now: number
    },
  ): readonly SpaceId[] => {
    const { journal } = databases
    return journal.transaction(() => {
      const waiting = journal.all(
        `SELECT space_id, content FROM mailing_rows WHERE mailing_id = ? AND state = 'waiting' ORDER BY space_name`,
        [input.id],
      )
      const first = journal.run('UPDATE mailings SET started_at = ? WHERE id = ? AND started_at IS NULL', [
        input.now,
        input.id,
      ])
      // O1.26: going on with what was stopped leaves alone what is being written meanwhile.
      if (first > 0) forgetMailingDraft(journal)
      return waiting.flatMap((row, index): readonly SpaceId[] => {
        const outboxId = input.outboxIds[index]
        if (outboxId === undefined) return []
        const spaceId = text(row, 'space_id') as SpaceId
        journal.run(
          `INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms) VALUES (?, ?, ?, 'queued', ?, ?)`,
          [outboxId, spaceId, text(row, 'content'), input.now, input.undoMs],
        )
        journal.run(
          `UPDATE mailing_rows SET state = 'queued', outbox_id = ? WHERE mailing_id = ? AND space_id = ?`,
          [outboxId, input.id, spaceId],
        )
        noteAudience(databases, spaceId)
        return [spaceId]
      })
    })
  },

  /** O1.21: takes back what was not begun, in one transaction; answers the spaces. */
  'mailings.stop': ({ journal }: Databases, input: { readonly id: MailingId }): readonly SpaceId[] =>
    journal.transaction(() => {
      const rows = journal.all(
        `SELECT r.space_id, o.id FROM mailing_rows r JOIN outbox o ON o.id = r.outbox_id
         WHERE r.mailing_id = ? AND o.state = 'queued' AND o.sends = 0`,
        [input.id],
      )
      for (const row of rows) {
        // Untied first, so that its going is not taken for a person's own taking back.
        journal.run(
          `UPDATE mailing_rows SET state = 'waiting', outbox_id = NULL, problem = NULL WHERE outbox_id = ?`,
          [text(row, 'id')],
        )
        journal.run('DELETE FROM outbox WHERE id = ?', [text(row, 'id')])
      }
      return rows.map((row) => text(row, 'space_id') as SpaceId)
    }),

  /** Forgets a mailing with its receipts; false while something of it is in the outbox. */
  'mailings.remove': ({ journal }: Databases, input: { readonly id: MailingId }): boolean =>
    journal.run(
      `DELETE FROM mailings WHERE id = ?1 AND NOT EXISTS (
         SELECT 1 FROM mailing_rows r JOIN outbox o ON o.id = r.outbox_id WHERE r.mailing_id = ?1)`,
      [input.id],
    ) > 0,
}
