import { z } from 'zod'
import { userId } from './person.ts'
import { spaceId } from './space.ts'

export const messageId = z.string().min(1).max(128).brand<'MessageId', 'inout'>()
export type MessageId = z.infer<typeof messageId>

/** A message as the portal holds it. `content` is text of unknown origin and is shown as inert text only. */
export const message = z.object({
  id: messageId,
  spaceId,
  userId,
  content: z.string(),
  createdAt: z.number(),
})
export type Message = Readonly<z.infer<typeof message>>

export const messageView = z.object({
  id: messageId,
  userId,
  author: z.string(),
  /** `staff`, `admin`, `client`, `guest`, another role as it came, or '' when the person is unknown. */
  role: z.string(),
  mine: z.boolean(),
  content: z.string(),
  at: z.number(),
})
export type MessageView = z.infer<typeof messageView>

/** A stretch of a space's messages that may hold some the archive lacks: from `upper` down to `lower`; null: to the beginning. */
export const messageGap = z.object({ upper: z.number(), lower: z.number().nullable() })
export type MessageGap = Readonly<z.infer<typeof messageGap>>

/** Pages go by (time, id), so that equal times neither repeat nor skip a message. */
export const messageCursor = z.object({ at: z.number(), id: messageId })
export type MessageCursor = z.infer<typeof messageCursor>
