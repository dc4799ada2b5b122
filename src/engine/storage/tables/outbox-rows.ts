import type { Failure } from '../../../core/failure.ts'
import { message, type Message, type MessageId } from '../../../core/message.ts'
import type { QueueRow } from '../../../core/outbox/order.ts'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import type { Doubt } from '../../../core/outbox/settle.ts'
import type { UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { flag, integer, integerOrNull, json, problemOf, text, textOrNull } from '../columns.ts'
import type { Row } from '../driver.ts'

/** A row as the outbox engine orders and shows it. */
export type OutboxRow = Omit<QueueRow, 'resting' | 'changing'> & {
  /** How often a request for it was begun and may have had an effect. */
  readonly sends: number
  readonly content: string
  /** O1.25: what it is being changed to. */
  readonly edited: string | null
  /** Whose key its first request was sent with; null: none was, or nobody noted it (O1.32). */
  readonly author: UserId | null
  readonly problem: Failure | null
}

export const rowColumns = `id, space_id, content, state, asks, queued_at, undo_ms, problem, send_at, sends, author,
  (SELECT e.content FROM outbox_edits e WHERE e.outbox_id = outbox.id) AS edited`

export const outboxRow = (row: Row): OutboxRow => ({
  id: text(row, 'id') as OutboxId,
  spaceId: text(row, 'space_id') as SpaceId,
  content: text(row, 'content'),
  // The table's CHECK allows no other state.
  state: text(row, 'state') as OutboxRow['state'],
  asks: flag(row, 'asks'),
  queuedAt: integer(row, 'queued_at'),
  undoMs: integer(row, 'undo_ms'),
  sendAt: integerOrNull(row, 'send_at'),
  sends: integer(row, 'sends'),
  edited: textOrNull(row, 'edited'),
  author: textOrNull(row, 'author') as UserId | null,
  problem: problemOf(row),
})

export type DoubtRow = Omit<Doubt, 'author'> & {
  readonly author: UserId | null
  readonly asks: boolean
}

export const doubtColumns = 'id, content, sends, asks, author, intended_portal_at, since_portal_at, known_ids'

export const doubtRow = (row: Row): DoubtRow => ({
  id: text(row, 'id') as OutboxId,
  content: text(row, 'content'),
  sends: integer(row, 'sends'),
  asks: flag(row, 'asks'),
  author: textOrNull(row, 'author') as UserId | null,
  intendedAt: integer(row, 'intended_portal_at'),
  since: integer(row, 'since_portal_at'),
  known: new Set(json(row, 'known_ids') as MessageId[]),
})

export const arrivedMessage = (row: Row): Message => message.parse(json(row, 'message'))
