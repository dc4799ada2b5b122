import type { SpaceId } from '../space.ts'
import type { OutboxId } from './outgoing.ts'

/** What the order rule looks at. Times are milliseconds by this computer's clock. */
export type QueueRow = {
  readonly id: OutboxId
  readonly spaceId: SpaceId
  readonly state: 'queued' | 'sending' | 'unsure' | 'refused' | 'arrived'
  /** An unsure row that only a person can settle. */
  readonly asks: boolean
  readonly queuedAt: number
  readonly undoMs: number
  /** Waiting for a retry or for its search, or held while a person changes it. */
  readonly resting: boolean
  /** O1.25: it may still be changed, and what was typed for that is neither saved nor cancelled. */
  readonly changing: boolean
  /** O1.14: not before this time; null: as soon as its turn comes. */
  readonly sendAt: number | null
}

export type Next = {
  readonly send: readonly OutboxId[]
  readonly settle: readonly OutboxId[]
  readonly finish: readonly OutboxId[]
  /** O1.15: scheduled rows whose time has come, to be put at the end of their queues. */
  readonly ripe: readonly OutboxId[]
  /** When the next undo window ends; null: only an event changes anything. */
  readonly wakeAt: number | null
}

/** O1.2, O1.3, O1.4, O1.14: which rows may go next. `rows` come in the order they were written; `busy` spaces have a row at work. */
export const nextInOrder = (rows: readonly QueueRow[], busy: ReadonlySet<SpaceId>, now: number): Next => {
  const send: OutboxId[] = []
  const settle: OutboxId[] = []
  const finish: OutboxId[] = []
  const ripe: OutboxId[] = []
  let wakeAt: number | null = null
  const wake = (at: number): void => {
    wakeAt = wakeAt === null ? at : Math.min(wakeAt, at)
  }
  const seen = new Set<SpaceId>(busy)
  for (const row of rows) {
    if (row.sendAt !== null && row.state === 'queued') {
      if (row.resting || row.changing) continue
      if (row.sendAt <= now) ripe.push(row.id)
      else wake(row.sendAt)
      continue
    }
    if (seen.has(row.spaceId) || waitsForPerson(row)) continue
    seen.add(row.spaceId)
    if (row.state === 'arrived') {
      finish.push(row.id)
      continue
    }
    // A request that runs; one that nobody waits for any more is turned into a doubt before (O1.5).
    if (row.state === 'sending' || row.resting) continue
    const due = row.state === 'queued' ? undoEnds(row, now) : now
    if (due > now) wake(due)
    else if (row.state === 'unsure') settle.push(row.id)
    else send.push(row.id)
  }
  return { send, settle, finish, ripe, wakeAt }
}

const waitsForPerson = (row: QueueRow): boolean =>
  row.state === 'refused' ||
  (row.state === 'unsure' && row.asks) ||
  (row.state === 'queued' && row.changing && !row.resting)

/** The end of the undo window; over at once when the clock was set back, for else the message would wait for hours. */
export const undoEnds = (row: Pick<QueueRow, 'queuedAt' | 'undoMs'>, now: number): number =>
  now < row.queuedAt ? now : row.queuedAt + row.undoMs
