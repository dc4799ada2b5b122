import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { actingUser } from '../auth.ts'
import type { PortalContext } from '../context.ts'
import { deleted, result } from '../envelope.ts'
import { parseBody, parseSearch } from '../paging.ts'
import type { Message } from '../records.ts'
import { refusal } from '../refusal.ts'
import type { Store } from '../store.ts'
import { param } from './params.ts'
import { findSpace } from './spaces.ts'

const creation = z.object({
  content: z
    .string('must be a string')
    .refine((text) => text.trim() !== '', 'must not be empty')
    .max(20_000, 'must be at most 20000 characters'),
  user_id: z.string().nullish(),
})

export function serveMessages(app: FastifyInstance, context: PortalContext): void {
  const { store, clock, forms } = context

  app.post('/v1/spaces/:sid/messages', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    const body = parseBody(creation, request.body)
    const author = body.user_id ?? actingUser(context, request)
    if (!store.users.has(author)) throw refusal(400, `user_id: "${author}" is not a user`)
    const message: Message = {
      id: context.newId(),
      space_id: space.id,
      user_id: author,
      content: body.content,
      created_at: clock.stamp(),
    }
    store.messages(space.id).append(message)
    return result(message)
  })

  // The one search that has no count.
  app.post('/v1/spaces/:sid/messages/search', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    const { query, order, skip, take } = parseSearch(request.body, ['created_at'])
    const results = store.messages(space.id).page({
      skip,
      take,
      direction: order[0]?.dir ?? 'desc',
      ...(query === '' ? {} : { matches: ({ content }) => content.toLowerCase().includes(query) }),
    })
    return result({ results })
  })

  if (forms !== 'library')
    app.get('/v1/messages/:id', async (request) => {
      const id = param(request, 'id')
      return result(findMessage(store, store.spaceOfMessage(id) ?? '', id))
    })

  if (forms !== 'documented') {
    app.get('/v1/spaces/:sid/messages/:id', async (request) => {
      const space = findSpace(store, param(request, 'sid'))
      return result(findMessage(store, space.id, param(request, 'id')))
    })

    app.delete('/v1/spaces/:sid/messages/:id', async (request) => {
      const space = findSpace(store, param(request, 'sid'))
      store.messages(space.id).remove(findMessage(store, space.id, param(request, 'id')).id)
      return deleted
    })
  }
}

function findMessage(store: Store, spaceId: string, id: string): Message {
  const message = spaceId === '' ? undefined : store.messages(spaceId).get(id)
  if (message === undefined) throw refusal(404, 'Message not found')
  return message
}
