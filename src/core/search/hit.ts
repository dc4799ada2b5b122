import { z } from 'zod'
import { fileId } from '../file.ts'
import { messageId } from '../message.ts'
import { userId } from '../person.ts'
import { portalId } from '../portal.ts'
import { spaceId } from '../space.ts'

/** Text in pieces, some of them marked as matching: shown without any markup of its own. */
export const markedText = z.array(z.object({ text: z.string(), hit: z.boolean() }))
export type MarkedText = z.infer<typeof markedText>

export const searchHit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    portalId,
    spaceId,
    spaceName: z.string(),
    messageId,
    author: z.string(),
    at: z.number(),
    snippet: markedText,
  }),
  z.object({
    kind: z.literal('file'),
    portalId,
    spaceId,
    spaceName: z.string(),
    fileId,
    /** The folder it lies in; null at the top level. */
    folderId: fileId.nullable(),
    isFolder: z.boolean(),
    at: z.number(),
    size: z.number(),
    snippet: markedText,
    /** Where its text has what was searched for, when it is pinned; `page` 0: it has none. */
    inside: z.object({ page: z.number().int(), snippet: markedText }).nullable(),
  }),
  z.object({ kind: z.literal('space'), portalId, spaceId, snippet: markedText }),
  z.object({
    kind: z.literal('person'),
    portalId,
    userId,
    email: z.string(),
    role: z.string(),
    snippet: markedText,
  }),
])
export type SearchHit = z.infer<typeof searchHit>
