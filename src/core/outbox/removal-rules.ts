import type { Failure } from '../failure.ts'
import type { MessageId } from '../message.ts'
import { afterFailure } from './after-failure.ts'
import { undoEnds } from './order.ts'
import type { RemovalState } from './removal.ts'

/** O1.33: whether a message may be deleted from here; the portal may still say no. */
export const mayRemove = (mine: boolean, staffMode: boolean): boolean => mine || staffMode

/** What the order of deletions looks at. Times are milliseconds by this computer's clock. */
export type RemovalInQueue = {
  readonly id: MessageId
  readonly state: RemovalState
  readonly askedAt: number
  readonly undoMs: number
  /** Waiting for a retry. */
  readonly resting: boolean
}

/**
 * O1.35: which deletion goes now; `rows` come in the order they were asked for, and none of them is at work: one that is
 * `sending` was left by a program that ended. `wakeAt`: when the next undo window ends.
 */
export const nextRemoval = (
  rows: readonly RemovalInQueue[],
  now: number,
): { readonly send: MessageId | null; readonly wakeAt: number | null } => {
  let wakeAt: number | null = null
  for (const row of rows) {
    if (row.state === 'refused' || row.state === 'gone' || row.resting) continue
    const due = row.state === 'sending' ? now : undoEnds({ queuedAt: row.askedAt, undoMs: row.undoMs }, now)
    if (due <= now) return { send: row.id, wakeAt: null }
    wakeAt = wakeAt === null ? due : Math.min(wakeAt, due)
  }
  return { send: null, wakeAt }
}

/** `look`: the portal does not know it; whether it is gone, the question for the message tells (O1.36). */
export type AfterRemoval = 'look' | 'refuse' | 'park' | 'later'

/** What becomes of a deletion that failed; in doubt it is sent again, for it does no harm twice (O1.35). */
export const afterRemoval = (why: Failure): AfterRemoval => {
  if (why.code === 'not-found') return 'look'
  const after = afterFailure(why)
  return after === 'doubt' ? 'later' : after
}
