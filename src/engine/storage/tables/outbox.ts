import type { Failure } from '../../../core/failure.ts'
import type { Message, MessageId } from '../../../core/message.ts'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import type { UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, integerOrNull, text, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { noteAudience } from './audiences.ts'
import { outboxChanges } from './outbox-changes.ts'
import { draftOperations, readDraft, writeDraft } from './drafts.ts'
import { editOperations } from './edits.ts'
import { messageOperations } from './messages.ts'
import {
  arrivedMessage,
  doubtColumns,
  type DoubtRow,
  doubtRow,
  type OutboxRow,
  outboxRow,
  rowColumns,
} from './outbox-rows.ts'

/** How far before the intent a search goes at least: several servers have several clocks, and ours is a guess. */
const stampSlackMs = 300_000

/** Where the archive knows no message of a space, a search goes back this far before the intent. */
const unknownSpaceMs = 24 * 3_600_000

/** Claims older than this can't be mistaken for anything that is still in the outbox. */
const claimsKeptMs = 7 * 24 * 3_600_000

export const outboxOperations = {
  ...draftOperations,
  ...editOperations,

  /** O1.1, O1.13: the row is written and the draft cleared in one step. */
  'outbox.add': (
    databases: Databases,
    input: {
      readonly id: OutboxId
      readonly spaceId: SpaceId
      readonly content: string
      readonly now: number
      readonly undoMs: number
      readonly sendAt?: number | null
    },
  ): void => {
    const { journal } = databases
    journal.transaction(() => {
      journal.run(
        `INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms, send_at)
         VALUES (?, ?, ?, 'queued', ?, ?, ?)`,
        [input.id, input.spaceId, input.content, input.now, input.undoMs, input.sendAt ?? null],
      )
      writeDraft(journal, input.spaceId, '', input.now)
      noteAudience(databases, input.spaceId)
    })
  },

  /** Every row, in the order of sending. */
  'outbox.rows': ({ journal }: Databases): readonly OutboxRow[] =>
    journal.all(`SELECT ${rowColumns} FROM outbox ORDER BY position`).map(outboxRow),

  ...outboxChanges,

  'outbox.row': ({ journal }: Databases, input: { readonly id: OutboxId }): OutboxRow | undefined => {
    const row = journal.get(`SELECT ${rowColumns} FROM outbox WHERE id = ?`, [input.id])
    return row === undefined ? undefined : outboxRow(row)
  },

  /** Whether a row has no intent yet, and when its space's messages were last read, by the portal's clock. */
  'outbox.footing': (
    { cache, journal }: Databases,
    input: { readonly id: OutboxId; readonly spaceId: SpaceId },
  ): { readonly isFirst: boolean; readonly readAt: number } => {
    const row = journal.get('SELECT sends FROM outbox WHERE id = ?', [input.id])
    const space = cache.get('SELECT messages_as_of FROM spaces WHERE id = ?', [input.spaceId])
    return {
      isFirst: row !== undefined && integer(row, 'sends') === 0,
      readAt: space === undefined ? 0 : (integerOrNull(space, 'messages_as_of') ?? 0),
    }
  },

  /**
   * O1.1, O1.6: the intent, with what is known at this moment. A repeated sending keeps the first intent, so that a
   * late arrival of the first request is still found. Undefined when the row is not queued any more, or is being changed
   * (O1.25).
   */
  'outbox.intend': (
    { cache, journal }: Databases,
    input: {
      readonly id: OutboxId
      readonly me: UserId
      readonly portalNow: number
      /** The newest messages as the portal listed them just now; none when the archive was read a moment ago. */
      readonly seen: readonly Message[]
    },
  ): { readonly spaceId: SpaceId; readonly content: string } | undefined =>
    journal.transaction(() => {
      const row = journal.get(
        `SELECT space_id, content, sends FROM outbox WHERE id = ? AND state = 'queued' AND send_at IS NULL
           AND (sends > 0 OR id NOT IN (SELECT outbox_id FROM outbox_edits))`,
        [input.id],
      )
      if (row === undefined) return undefined
      const spaceId = text(row, 'space_id') as SpaceId
      journal.run(
        `UPDATE outbox SET state = 'sending', sends = sends + 1, asks = 0, problem = NULL WHERE id = ?`,
        [input.id],
      )
      if (integer(row, 'sends') === 0) {
        const { since, known } = knownNow(cache, spaceId, input)
        journal.run(
          `UPDATE outbox SET author = ?, intended_portal_at = ?, since_portal_at = ?, known_ids = ? WHERE id = ?`,
          [input.me, input.portalNow, since, JSON.stringify(known), input.id],
        )
      }
      return { spaceId, content: text(row, 'content') }
    }),

  /** Moves a row from one state to another; false when it was not in the first one any more. */
  'outbox.move': (
    { journal }: Databases,
    input: {
      readonly id: OutboxId
      readonly from: OutboxRow['state']
      readonly to: OutboxRow['state']
      readonly asks?: boolean
      readonly problem: Failure | null
    },
  ): boolean =>
    journal.transaction(
      () =>
        journal.run('UPDATE outbox SET state = ?, asks = ?, problem = ? WHERE id = ? AND state = ?', [
          input.to,
          input.asks === true ? 1 : 0,
          written(input.problem),
          input.id,
          input.from,
        ]) === 1,
    ),

  /** A request that certainly did not arrive leaves no trace for the search to count. */
  'outbox.unsend': (
    { journal }: Databases,
    input: { readonly id: OutboxId; readonly problem: Failure | null },
  ): void =>
    journal.transaction(() => {
      journal.run(
        `UPDATE outbox SET state = 'queued', sends = max(0, sends - 1), problem = ? WHERE id = ? AND state = 'sending'`,
        [written(input.problem), input.id],
      )
    }),

  /** O1.6, O1.7: what a search of one space has to settle, and the messages other rows have claimed. */
  'outbox.doubts': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId },
  ): { readonly doubts: readonly DoubtRow[]; readonly claimed: ReadonlySet<MessageId> } => ({
    doubts: journal
      .all(
        `SELECT ${doubtColumns} FROM outbox WHERE space_id = ? AND state = 'unsure' AND sends > 0 ORDER BY position`,
        [input.spaceId],
      )
      .map(doubtRow),
    claimed: new Set(
      journal
        .all('SELECT message_id FROM outbox_claims WHERE space_id = ?', [input.spaceId])
        .map((row) => text(row, 'message_id') as MessageId),
    ),
  }),

  /** O1.12, first step: the portal's message is noted on the row and claimed. */
  'outbox.arrived': (
    { journal }: Databases,
    input: { readonly id: OutboxId; readonly message: Message; readonly now: number },
  ): void =>
    journal.transaction(() => {
      const changed = journal.run(
        `UPDATE outbox SET state = 'arrived', asks = 0, problem = NULL, message = ?, message_id = ?
         WHERE id = ? AND state IN ('sending', 'unsure')`,
        [JSON.stringify(input.message), input.message.id, input.id],
      )
      if (changed === 0) return
      journal.run('DELETE FROM outbox_claims WHERE claimed_at < ?', [input.now - claimsKeptMs])
      journal.run(
        'INSERT OR REPLACE INTO outbox_claims (message_id, outbox_id, space_id, claimed_at) VALUES (?, ?, ?, ?)',
        [input.message.id, input.id, input.message.spaceId, input.now],
      )
    }),

  /** O1.12, second and third step: into the cache, and only then out of the outbox. */
  'outbox.deliver': (databases: Databases, input: { readonly id: OutboxId }): void => {
    const { journal } = databases
    const row = journal.get(`SELECT space_id, message FROM outbox WHERE id = ? AND state = 'arrived'`, [
      input.id,
    ])
    if (row === undefined) return
    const arrived = arrivedMessage(row)
    messageOperations['messages.upsert'](databases, {
      spaceId: text(row, 'space_id') as SpaceId,
      messages: [arrived],
    })
    journal.transaction(() => void journal.run('DELETE FROM outbox WHERE id = ?', [input.id]))
  },

  /** Which message of the portal a row turned into. */
  'outbox.claimOf': ({ journal }: Databases, input: { readonly id: OutboxId }): MessageId | undefined => {
    const row = journal.get('SELECT message_id FROM outbox_claims WHERE outbox_id = ?', [input.id])
    return row === undefined ? undefined : (text(row, 'message_id') as MessageId)
  },

  /** O1.2, O1.13: takes a queued row back; answers the draft it became. */
  'outbox.undo': (
    { journal }: Databases,
    input: { readonly id: OutboxId; readonly now: number },
  ): { readonly spaceId: SpaceId; readonly content: string } | undefined =>
    journal.transaction(() => {
      const row = journal.get(`SELECT space_id, content FROM outbox WHERE id = ? AND state = 'queued'`, [
        input.id,
      ])
      if (row === undefined) return undefined
      const spaceId = text(row, 'space_id') as SpaceId
      const draft = readDraft(journal, spaceId)
      const content = draft === '' ? text(row, 'content') : `${text(row, 'content')}\n\n${draft}`
      journal.run('DELETE FROM outbox WHERE id = ?', [input.id])
      writeDraft(journal, spaceId, content, input.now)
      return { spaceId, content }
    }),

  /** O1.9, O1.10: the person's decision on an unsure or refused row; answers its text. */
  'outbox.resolve': (
    { journal }: Databases,
    input: { readonly id: OutboxId; readonly action: 'send-again' | 'discard' },
  ): { readonly spaceId: SpaceId; readonly content: string } | undefined =>
    journal.transaction(() => {
      const row = journal.get(
        `SELECT space_id, content FROM outbox WHERE id = ? AND state IN ('unsure', 'refused')`,
        [input.id],
      )
      if (row === undefined) return undefined
      if (input.action === 'discard') {
        journal.run('DELETE FROM outbox WHERE id = ?', [input.id])
      } else {
        // Counted afresh: what the earlier requests may have left behind, the person has just waived.
        journal.run(
          `UPDATE outbox SET state = 'queued', asks = 0, sends = 0, undo_ms = 0, problem = NULL WHERE id = ?`,
          [input.id],
        )
      }
      return { spaceId: text(row, 'space_id') as SpaceId, content: text(row, 'content') }
    }),
}

/** Where a later search may stop, and which of our messages it must not take for the row's own. */
const knownNow = (
  cache: Databases['cache'],
  spaceId: SpaceId,
  {
    me,
    portalNow,
    seen,
  }: { readonly me: UserId; readonly portalNow: number; readonly seen: readonly Message[] },
): { readonly since: number; readonly known: readonly string[] } => {
  const row = cache.get(
    `SELECT m.created_at FROM messages m JOIN spaces s ON s.number = m.space WHERE s.id = ?
     ORDER BY m.created_at DESC LIMIT 1`,
    [spaceId],
  )
  const times = [
    ...(row === undefined ? [] : [integer(row, 'created_at')]),
    ...seen.map((one) => one.createdAt),
  ]
  // The newest known message is the best anchor, being stamped by the portal's clock; but portals hold messages stamped
  // in the future too (imports, corrected clocks), below which a new one would be overlooked.
  const latest = portalNow - stampSlackMs
  const since = times.length === 0 ? portalNow - unknownSpaceMs : Math.min(latest, Math.max(...times))
  const kept = cache
    .all(
      `SELECT m.id FROM messages m JOIN spaces s ON s.number = m.space
       WHERE s.id = ?1 AND m.user_id = ?2 AND m.created_at >= ?3
       UNION ALL
       SELECT m.id FROM messages_aside m JOIN spaces s ON s.number = m.space
       WHERE s.id = ?1 AND m.user_id = ?2 AND m.created_at >= ?3`,
      [spaceId, me, since],
    )
    .map((each) => text(each, 'id'))
  const listed = seen
    .filter(({ userId, createdAt }) => userId === me && createdAt >= since)
    .map(({ id }) => id)
  return { since, known: [...new Set([...kept, ...listed])] }
}
