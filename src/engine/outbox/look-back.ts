import type { Message, MessageId } from '../../core/message.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { FoyerClient } from '../foyer/client.ts'

const pageSize = 100

/** A hundred pages: ten thousand messages since an intent means that something else is wrong. */
const mostPages = 100

/**
 * O1.6: pages back through a space's messages, newest first, until one is older than `since` (the portal's clock).
 * `complete` is false when it had to stop before. Items shift while paging, so they are told apart by id.
 */
export const lookBack = async (
  foyer: FoyerClient,
  spaceId: SpaceId,
  since: number,
  signal: AbortSignal,
): Promise<Result<{ readonly messages: readonly Message[]; readonly complete: boolean }>> => {
  const found = new Map<MessageId, Message>()
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber += 1) {
    const page = await foyer.messages.search(spaceId, { pageSize, pageNumber }, { signal })
    if (!page.ok) return page
    const { results } = page.value
    for (const message of results) found.set(message.id, message)
    const oldest = results.at(-1)
    if (oldest === undefined || results.length < pageSize || oldest.createdAt < since) {
      return ok({ messages: [...found.values()], complete: true })
    }
  }
  return ok({ messages: [...found.values()], complete: false })
}
