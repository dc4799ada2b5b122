import { z } from 'zod'
import { messageCursor, messageGap, messageId, messageView } from '../core/message.ts'
import { outboxId, outgoingView } from '../core/outbox/outgoing.ts'
import { spaceRemovals } from '../core/outbox/removal.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { audience } from '../core/writing/audience.ts'
import { call } from './define.ts'

export const messageCalls = {
  /**
   * A page of a space's messages, oldest first within the page.
   * `before` null: the newest page. `older` null: there is nothing older in the archive;
   * `complete` tells whether the archive reaches back to the space's first message.
   */
  'messages.page': call(
    z.object({
      portalId,
      spaceId,
      before: messageCursor.nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({
      messages: z.array(messageView),
      older: messageCursor.nullable(),
      complete: z.boolean(),
      gaps: z.array(messageGap),
    }),
  ),
  /** A window of messages around one of them, oldest first: for jumping to a search hit. */
  'messages.around': call(
    z.object({ portalId, spaceId, messageId, limit: z.number().int().min(1).max(500) }),
    z.object({
      messages: z.array(messageView),
      older: messageCursor.nullable(),
      newer: messageCursor.nullable(),
      gaps: z.array(messageGap),
    }),
  ),
  /** What this computer still has to send to a space, in order. */
  'messages.outgoing': call(z.object({ portalId, spaceId }), z.array(outgoingView)),
  /** Puts a message into the outbox (on disk before this answers) and clears the space's draft. */
  'messages.send': call(
    z.object({
      portalId,
      spaceId,
      content: z.string().min(1).max(20_000),
      /** O1.14: not before this time, ms by this computer's clock. */
      sendAt: z.number().int().optional(),
    }),
    z.object({ id: outboxId }),
  ),
  /** O1.16: another text or time (null: now) for a message that was not accepted yet; `not-found` once it may have arrived. */
  'messages.edit': call(
    z.object({
      portalId,
      outboxId,
      content: z.string().min(1).max(20_000).optional(),
      sendAt: z.number().int().nullable().optional(),
    }),
    z.undefined(),
  ),
  /** O1.17: a person is changing the message; called every minute, and with `held` false when they gave it up. */
  'messages.hold': call(z.object({ portalId, outboxId, held: z.boolean() }), z.undefined()),
  /**
   * O1.25: keeps what a message is being changed to, as it is typed; null: nothing. `not-found` once it may have arrived:
   * then it is kept for the space's draft, until this takes it away again.
   */
  'messages.keepEdit': call(
    z.object({ portalId, outboxId, spaceId, content: z.string().max(20_000).nullable() }),
    z.undefined(),
  ),
  /** Takes a queued message back; answers its text, which becomes the draft again. `not-found` once it is on its way. */
  'messages.undo': call(z.object({ portalId, outboxId }), z.object({ content: z.string() })),
  /** For `unsure` and `refused` rows: try again, or give up and get the text back. */
  'messages.resolve': call(
    z.object({ portalId, outboxId, action: z.enum(['send-again', 'discard']) }),
    z.object({ content: z.string() }),
  ),
  /** O1.34: deletes a message once its undo window is over; it is out of sight before this answers. */
  'messages.remove': call(z.object({ portalId, spaceId, messageId }), z.undefined()),
  /** The message is back; `not-found` once a request to delete it was begun. */
  'messages.undoRemove': call(z.object({ portalId, messageId }), z.undefined()),
  /** O1.37: for a refused deletion, try again, or leave the message where it is. */
  'messages.resolveRemoval': call(
    z.object({ portalId, messageId, action: z.enum(['again', 'leave']) }),
    z.undefined(),
  ),
  /** What of a space is being deleted. */
  'messages.removals': call(z.object({ portalId, spaceId }), spaceRemovals),
  /** O1.24: who will read a message, and whether to ask first. */
  'messages.audience': call(z.object({ portalId, spaceId }), audience),
  /** Writes what the archive holds of a thread where the person says; `saved` false when they closed the dialog. */
  'messages.export': call(
    z.object({ portalId, spaceId, format: z.enum(['html', 'json']) }),
    z.object({ saved: z.boolean() }),
  ),
  'drafts.get': call(z.object({ portalId, spaceId }), z.object({ content: z.string() })),
  /** A draft may be longer than a message: what was taken back joins what is written, and nothing of it is dropped. */
  'drafts.save': call(z.object({ portalId, spaceId, content: z.string().max(500_000) }), z.undefined()),
}
