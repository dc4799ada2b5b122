import type { FoyerClient } from './client.ts'
import { messagePageWire } from './message-page.ts'
import { given, pageBody } from './page.ts'
import { remove } from './removal.ts'
import type { Requester } from './request.ts'
import { messageWire } from './wire.ts'

export const createMessages = (requester: Requester): FoyerClient['messages'] => {
  const { ask } = requester
  return {
    search: (spaceId, page, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces', spaceId, 'messages', 'search'],
        body: pageBody({ ...page, orderBy: page.orderBy ?? [{ id: 'created_at', dir: 'desc' }] }),
        schema: messagePageWire,
        kind: 'read',
        signal,
      }),
    // The library's path first; the documentation's where the portal doesn't know it.
    get: async (spaceId, id, { signal } = {}) => {
      const found = await ask({
        method: 'GET',
        path: ['spaces', spaceId, 'messages', id],
        schema: messageWire,
        kind: 'read',
        signal,
      })
      if (found.ok || found.error.code !== 'not-found') return found
      return ask({ method: 'GET', path: ['messages', id], schema: messageWire, kind: 'read', signal })
    },
    send: (spaceId, { content, userId }, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces', spaceId, 'messages'],
        body: given({ content, user_id: userId }),
        schema: messageWire,
        kind: 'create',
        signal,
      }),
    remove: (spaceId, id, { signal } = {}) => remove(requester, ['spaces', spaceId, 'messages', id], signal),
  }
}
