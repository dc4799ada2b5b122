import { z } from 'zod'
import { failure } from '../failure.ts'
import { messageId } from '../message.ts'
import { spaceId } from '../space.ts'

export const mailingId = z.string().min(1).max(40).brand<'MailingId', 'inout'>()
export type MailingId = z.infer<typeof mailingId>

/** Where one space's message of a mailing stands (O1.19 to O1.22). */
export const mailingRowState = z.enum([
  'left-out', // a field has no value here, or the text would be too long
  'waiting', // not yet: shown, or stopped
  'queued', // in the outbox
  'arrived',
  'refused', // waits in its space for a person
  'dropped', // taken back or discarded in its space
])
export type MailingRowState = z.infer<typeof mailingRowState>

export const mailingRow = z.object({
  spaceId,
  space: z.string(),
  content: z.string(),
  state: mailingRowState,
  /** Fields without a value, as they were written. */
  unfilled: z.array(z.string()),
  readers: z.number().int(),
  clients: z.number().int(),
  /** The receipt: the portal's message, and when it was stored there (ms by the portal's clock). */
  messageId: messageId.nullable(),
  arrivedAt: z.number().nullable(),
  problem: failure.nullable(),
})
export type MailingRow = Readonly<z.infer<typeof mailingRow>>

export const mailingState = z.enum(['draft', 'running', 'stopped', 'done'])

export const mailingSummary = z.object({
  id: mailingId,
  /** The text with its fields. */
  body: z.string(),
  createdAt: z.number(),
  state: mailingState,
  counts: z.record(mailingRowState, z.number().int()),
})
export type MailingSummary = Readonly<z.infer<typeof mailingSummary>>

export const mailingView = mailingSummary.extend({ rows: z.array(mailingRow) })
export type MailingView = Readonly<z.infer<typeof mailingView>>

/** O1.26: what is being written to many spaces. */
export const mailingDraft = z.object({
  body: z.string().max(100_000),
  spaceIds: z.array(spaceId).max(5000).readonly(),
  /** What the list of spaces is narrowed by. */
  finding: z.string().max(1000),
})
export type MailingDraft = Readonly<z.infer<typeof mailingDraft>>

export type MailingCounts = Readonly<Record<MailingRowState, number>>

/** Follows from its rows and whether it was ever started. */
export const stateOfMailing = (started: boolean, counts: MailingCounts): z.infer<typeof mailingState> => {
  if (!started) return 'draft'
  if (counts.queued > 0) return 'running'
  return counts.waiting > 0 ? 'stopped' : 'done'
}
