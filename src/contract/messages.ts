import { z } from 'zod'
import { messageCursor, messageId, messageView } from '../core/message.ts'
import { outboxId, outgoingView } from '../core/outbox/outgoing.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
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
    z.object({ messages: z.array(messageView), older: messageCursor.nullable(), complete: z.boolean() }),
  ),
  /** A window of messages around one of them, oldest first: for jumping to a search hit. */
  'messages.around': call(
    z.object({ portalId, spaceId, messageId, limit: z.number().int().min(1).max(500) }),
    z.object({
      messages: z.array(messageView),
      older: messageCursor.nullable(),
      newer: messageCursor.nullable(),
    }),
  ),
  /** What this computer still has to send to a space, in order. */
  'messages.outgoing': call(z.object({ portalId, spaceId }), z.array(outgoingView)),
  /** Puts a message into the outbox (on disk before this answers) and clears the space's draft. */
  'messages.send': call(
    z.object({ portalId, spaceId, content: z.string().min(1).max(20_000) }),
    z.object({ id: outboxId }),
  ),
  /** Takes a queued message back; answers its text, which becomes the draft again. `not-found` once it is on its way. */
  'messages.undo': call(z.object({ portalId, outboxId }), z.object({ content: z.string() })),
  /** For `unsure` and `refused` rows: try again, or give up and get the text back. */
  'messages.resolve': call(
    z.object({ portalId, outboxId, action: z.enum(['send-again', 'discard']) }),
    z.object({ content: z.string() }),
  ),
  'drafts.get': call(z.object({ portalId, spaceId }), z.object({ content: z.string() })),
  'drafts.save': call(z.object({ portalId, spaceId, content: z.string().max(20_000) }), z.undefined()),
}
