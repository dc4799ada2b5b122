import { type Failure } from '../../../core/failure.ts'
import type { Message, MessageId } from '../../../core/message.ts'
import type { RemovalState } from '../../../core/outbox/removal.ts'
import type { UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { flag, integer, problemOf, text, written } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { dropAside, putAside } from './aside.ts'
import { addMessages, changeMessages } from './messages.ts'
import { nameOf } from './people.ts'
import { removeMessages, storedMessages } from './stored-messages.ts'

/** A page that was asked for before a deletion was done has long arrived by then. */
const goneKeptMs = 24 * 3_600_000

const beginningLength = 200

/** A deletion as the engine works it off. Times are ms by this computer's clock, `writtenAt` by the portal's. */
export type RemovalRow = {
  readonly id: MessageId
  readonly spaceId: SpaceId
  readonly askedBy: UserId
  readonly state: RemovalState
  readonly begun: number
  readonly askedAt: number
  readonly undoMs: number
  readonly userId: UserId
  readonly writtenAt: number
  readonly beginning: string
  readonly problem: Failure | null
}

const rowOf = (row: Row): RemovalRow => ({
  id: text(row, 'message_id') as MessageId,
  spaceId: text(row, 'space_id') as SpaceId,
  askedBy: text(row, 'asked_by') as UserId,
  // The table's CHECK allows no other state.
  state: text(row, 'state') as RemovalState,
  begun: integer(row, 'begun'),
  askedAt: integer(row, 'asked_at'),
  undoMs: integer(row, 'undo_ms'),
  userId: text(row, 'user_id') as UserId,
  writtenAt: integer(row, 'written_at'),
  beginning: text(row, 'beginning'),
  problem: problemOf(row),
})

const find = (journal: Database, id: MessageId): RemovalRow | undefined => {
  const row = journal.get('SELECT * FROM message_removals WHERE message_id = ?', [id])
  return row === undefined ? undefined : rowOf(row)
}

/**
 * O1.34, O1.38: puts aside what is to be deleted, and back what no longer is. The journal says what is so; a crash
 * between the two databases is made good by the next call.
 */
const settleAside = ({ cache, journal }: Databases): void =>
  cache.transaction(() => {
    const wanted = journal
      .all(`SELECT message_id FROM message_removals WHERE state IN ('waiting', 'sending')`)
      .map((row) => text(row, 'message_id'))
    for (const [id, stored] of storedMessages(cache, wanted)) {
      putAside(cache, stored.space, { ...stored, id, userId: stored.userId as UserId }, stored)
      removeMessages(cache, stored.space, [stored])
    }
    const gone = journal
      .all(`SELECT message_id FROM message_removals WHERE state = 'gone'`)
      .map((row) => text(row, 'message_id'))
    dropAside(cache, gone)
    for (const stored of storedMessages(cache, gone).values()) {
      removeMessages(cache, stored.space, [stored])
    }
    const back = cache.all(
      `SELECT a.*, s.id AS space_id FROM messages_aside a JOIN spaces s ON s.number = a.space
       WHERE a.id NOT IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(wanted)],
    )
    for (const row of back) bringBack(cache, row)
  })

const bringBack = (cache: Database, row: Row): void => {
  const id = text(row, 'id') as MessageId
  const space = integer(row, 'space')
  const message: Message = {
    id,
    spaceId: text(row, 'space_id') as SpaceId,
    userId: text(row, 'user_id') as UserId,
    content: text(row, 'content'),
    createdAt: integer(row, 'created_at'),
  }
  dropAside(cache, [id])
  const listed = flag(row, 'listed')
  const known = storedMessages(cache, [id])
  const added = addMessages(cache, space, [message], listed, known)
  changeMessages(cache, space, [message], listed, known, added)
}

export const removalOperations = {
  /** What the archive holds of a message, wherever it is. */
  'removals.look': (
    { cache }: Databases,
    input: { readonly id: MessageId; readonly spaceId: SpaceId },
  ): Message | undefined => {
    const columns = 'm.user_id, m.content, m.created_at'
    const stored = storedMessages(cache, [input.id]).get(input.id)
    const row = cache.get(
      `SELECT ${columns} FROM messages m JOIN spaces s ON s.number = m.space WHERE m.number = ?1 AND s.id = ?2
       UNION ALL
       SELECT ${columns} FROM messages_aside m JOIN spaces s ON s.number = m.space WHERE m.id = ?3 AND s.id = ?2`,
      [stored?.number ?? -1, input.spaceId, input.id],
    )
    if (row === undefined) return undefined
    return {
      id: input.id,
      spaceId: input.spaceId,
      userId: text(row, 'user_id') as UserId,
      content: text(row, 'content'),
      createdAt: integer(row, 'created_at'),
    }
  },

  /** O1.34: on disk first, then off the screen. Asked for a second time, it stays as it is, unless it was refused. */
  'removals.add': (
    databases: Databases,
    input: {
      readonly message: Message
      readonly askedBy: UserId
      readonly undoMs: number
      readonly now: number
    },
  ): void => {
    const { journal } = databases
    const { message } = input
    journal.transaction(() => {
      journal.run(`DELETE FROM message_removals WHERE state = 'gone' AND ended_at < ?`, [
        input.now - goneKeptMs,
      ])
      journal.run(`DELETE FROM message_removals WHERE message_id = ? AND state = 'refused'`, [message.id])
      journal.run(
        `INSERT OR IGNORE INTO message_removals
           (message_id, space_id, asked_by, state, asked_at, undo_ms, user_id, written_at, beginning)
         VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?)`,
        [
          ...[message.id, message.spaceId, input.askedBy, input.now, input.undoMs],
          ...[message.userId, message.createdAt, message.content.slice(0, beginningLength)],
        ],
      )
    })
    settleAside(databases)
  },

  /** All that are not gone, in the order they were asked for. */
  'removals.rows': ({ journal }: Databases): readonly RemovalRow[] =>
    journal.all(`SELECT * FROM message_removals WHERE state <> 'gone' ORDER BY position`).map(rowOf),

  'removals.row': ({ journal }: Databases, input: { readonly id: MessageId }): RemovalRow | undefined =>
    find(journal, input.id),

  /** Those of a space, with who wrote each message. */
  'removals.ofSpace': (
    { cache, journal }: Databases,
    input: { readonly spaceId: SpaceId },
  ): readonly (RemovalRow & { readonly author: string })[] =>
    journal
      .all('SELECT * FROM message_removals WHERE space_id = ? ORDER BY position', [input.spaceId])
      .map(rowOf)
      .map((row) => {
        const user = cache.get('SELECT first_name, last_name, email FROM users WHERE id = ?', [row.userId])
        return { ...row, author: user === undefined ? '' : nameOf(user) }
      }),

  /** The note that a request is about to be sent; false when it was undone meanwhile. Its problem stays until the answer. */
  'removals.intend': ({ journal }: Databases, input: { readonly id: MessageId }): boolean =>
    journal.transaction(
      () =>
        journal.run(
          `UPDATE message_removals SET state = 'sending', begun = begun + 1
           WHERE message_id = ? AND state IN ('waiting', 'sending')`,
          [input.id],
        ) === 1,
    ),

  /** It is tried again later. `untouched`: the request certainly took no effect, so it can still be undone. */
  'removals.wait': (
    { journal }: Databases,
    input: { readonly id: MessageId; readonly untouched: boolean; readonly problem: Failure | null },
  ): void =>
    journal.transaction(() => {
      journal.run(
        `UPDATE message_removals SET state = 'waiting', begun = max(0, begun - ?), problem = ?
         WHERE message_id = ? AND state = 'sending'`,
        [input.untouched ? 1 : 0, written(input.problem), input.id],
      )
    }),

  /** O1.36: the portal has it no more. How it began is nobody's business then. */
  'removals.gone': (databases: Databases, input: { readonly id: MessageId; readonly now: number }): void => {
    const { journal } = databases
    journal.transaction(() => {
      journal.run(
        `UPDATE message_removals SET state = 'gone', problem = NULL, beginning = '', ended_at = ? WHERE message_id = ?`,
        [input.now, input.id],
      )
    })
    settleAside(databases)
  },

  /** O1.37: the message comes back. */
  'removals.refuse': (
    databases: Databases,
    input: { readonly id: MessageId; readonly problem: Failure },
  ): void => {
    const { journal } = databases
    journal.transaction(() => {
      journal.run(
        `UPDATE message_removals SET state = 'refused', problem = ?
         WHERE message_id = ? AND state IN ('waiting', 'sending')`,
        [written(input.problem), input.id],
      )
    })
    settleAside(databases)
  },

  /** O1.34: answers its space when it could still be undone. */
  'removals.undo': (databases: Databases, input: { readonly id: MessageId }): SpaceId | undefined => {
    const { journal } = databases
    const spaceId = journal.transaction(() => {
      const row = find(journal, input.id)
      if (row?.state !== 'waiting' || row.begun > 0) return undefined
      journal.run('DELETE FROM message_removals WHERE message_id = ?', [input.id])
      return row.spaceId
    })
    if (spaceId !== undefined) settleAside(databases)
    return spaceId
  },

  /** O1.37: the person's word on a refused one; answers its space. */
  'removals.resolve': (
    databases: Databases,
    input: {
      readonly id: MessageId
      readonly action: 'again' | 'leave'
      readonly askedBy: UserId
      readonly now: number
    },
  ): SpaceId | undefined => {
    const { journal } = databases
    const spaceId = journal.transaction(() => {
      const row = find(journal, input.id)
      if (row?.state !== 'refused') return undefined
      if (input.action === 'leave') {
        journal.run('DELETE FROM message_removals WHERE message_id = ?', [input.id])
      } else {
        journal.run(
          `UPDATE message_removals
           SET state = 'waiting', begun = 0, undo_ms = 0, asked_at = ?, asked_by = ?, problem = NULL
           WHERE message_id = ?`,
          [input.now, input.askedBy, input.id],
        )
      }
      return row.spaceId
    })
    if (spaceId !== undefined) settleAside(databases)
    return spaceId
  },

  /** At the start: what a crash left between the two databases. */
  'removals.settle': (databases: Databases): void => settleAside(databases),
}
