import { z } from 'zod'
import { failure } from '../failure.ts'
import { messageId } from '../message.ts'

/**
 * `waiting`: for its undo window, the network or a retry. `refused`: the message is back, and the person decides. `gone`:
 * the portal has it no more; kept for a day (O1.38).
 */
export type RemovalState = 'waiting' | 'sending' | 'refused' | 'gone'

/** A deletion that is not over, for the window. Times are milliseconds since the epoch. */
export const removalView = z.object({
  id: messageId,
  author: z.string(),
  mine: z.boolean(),
  /** When the message was written. */
  writtenAt: z.number(),
  /** How the message begins: text of unknown origin. */
  beginning: z.string(),
  state: z.enum(['waiting', 'sending', 'refused']),
  /** The end of the undo window; null when it is over. */
  undoUntil: z.number().nullable(),
  /** It can still be undone: no request for it was begun. */
  undoable: z.boolean(),
  /** Why it was refused, or what it waits for; null while it waits for its undo window alone. */
  problem: failure.nullable(),
})
export type RemovalView = z.infer<typeof removalView>

/** What of a space is being deleted. */
export const spaceRemovals = z.object({
  /** Messages that are not to be seen: their deletion is pending, or was done a short while ago. */
  hidden: z.array(messageId),
  open: z.array(removalView),
})
export type SpaceRemovals = z.infer<typeof spaceRemovals>
