import { z } from 'zod'
import { failure } from '../failure.ts'

export const outboxId = z.string().min(1).max(64).brand<'OutboxId', 'inout'>()
export type OutboxId = z.infer<typeof outboxId>

/** O1: `queued` may still be undone; `unsure` may or may not have arrived; `refused` keeps its text. */
export const outboxState = z.enum(['queued', 'sending', 'unsure', 'refused'])

export const outgoingView = z.object({
  id: outboxId,
  content: z.string(),
  state: outboxState,
  queuedAt: z.number(),
  /** O1.14: when it is to be sent, by this computer's clock; null: as soon as its turn comes. */
  sendAt: z.number().nullable(),
  /** O1.16: its text and time may still be changed. */
  editable: z.boolean(),
  /** O1.25: what it was being changed to, where that was neither saved nor cancelled. */
  edited: z.string().nullable(),
  /** Until when "Undo send" is on offer; null when it no longer is. */
  undoUntil: z.number().nullable(),
  /** Only the person can decide: an unsure row that the search could not settle (O1.9), or a refused one (O1.10). */
  asks: z.boolean(),
  /** Why it is not sent yet, or was refused. */
  problem: failure.nullable(),
})
export type OutgoingView = z.infer<typeof outgoingView>
