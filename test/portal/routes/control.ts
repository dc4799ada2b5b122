import type { FastifyInstance, InjectOptions } from 'fastify'
import { z } from 'zod'

import { internalHeaders } from '../auth.ts'
import type { PortalContext } from '../context.ts'
import { faultSchema } from '../faults.ts'
import { parseBody } from '../paging.ts'
import { findUser } from '../lookups.ts'
import { findSpace } from './spaces.ts'
import { fullState, stateCounts } from '../state.ts'

const skew = z.object({ skewMs: z.number().default(0) })
const sas = z.object({
  seconds: z.number().positive().optional(),
  permissions: z
    .string()
    .regex(/^[racwd]*$/)
    .optional(),
  revoke: z.boolean().default(false),
})
const incoming = z.object({
  space_id: z.string(),
  user_id: z.string().optional(),
  content: z.string(),
  count: z.int().min(1).max(100_000).default(1),
})
const act = z.object({
  user_id: z.string(),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  path: z.string().startsWith('/v1/'),
  body: z.unknown().optional(),
})

/** Routes by which a test steers the portal. They take no key and answer plain JSON, without the envelope. */
export function serveControl(app: FastifyInstance, context: PortalContext): void {
  const { store, clock, desk, faults, log } = context

  app.get('/__control/faults', async () => ({ faults: faults.list() }))
  app.post('/__control/faults', async (request) => ({ id: faults.add(parseBody(faultSchema, request.body)) }))
  app.delete('/__control/faults', async () => {
    faults.clear()
    return {}
  })

  app.post('/__control/clock', async (request) => {
    clock.setSkew(parseBody(skew, request.body).skewMs)
    return { skewMs: clock.skew(), now: new Date(clock.now()).toISOString() }
  })

  app.post('/__control/sas', async (request) => {
    const body = parseBody(sas, request.body)
    desk.set(body)
    if (body.revoke) desk.revokeAll()
    return desk.terms()
  })

  app.post('/__control/latency', async (request) => {
    context.latencyMs = parseBody(z.object({ latencyMs: z.number().min(0) }), request.body).latencyMs
    return { latencyMs: context.latencyMs }
  })

  app.get('/__control/log', async () => ({ requests: log.entries() }))
  app.delete('/__control/log', async () => {
    log.clear()
    return {}
  })

  app.get('/__control/state', async (request) => {
    const { full } = request.query as Readonly<Record<string, string | undefined>>
    return full === '1' ? fullState(context) : stateCounts(context)
  })

  app.post('/__control/messages', async (request) => {
    const body = parseBody(incoming, request.body)
    const space = findSpace(store, body.space_id)
    const author = findUser(store, body.user_id ?? firstClient(context, space.members.users))
    const messages = Array.from({ length: body.count }, (_, index) => ({
      id: context.newId(),
      space_id: space.id,
      user_id: author.id,
      content: body.count === 1 ? body.content : `${body.content} ${index + 1}`,
      created_at: clock.stamp(),
    }))
    for (const message of messages) store.messages(space.id).append(message)
    return { messages }
  })

  app.post('/__control/act', async (request, reply) => {
    const body = parseBody(act, request.body)
    const asked: InjectOptions = {
      method: body.method,
      url: body.path,
      headers: internalHeaders(context, { actsAs: findUser(store, body.user_id).id }),
      ...(body.body === undefined ? {} : { payload: JSON.stringify(body.body) }),
    }
    const answer = await app.inject(asked)
    return reply.code(answer.statusCode).type('application/json').send(answer.payload)
  })

  app.post('/__control/revoke-key', async () => {
    context.key = null
    return {}
  })
  app.post('/__control/key', async (request) => {
    const { key } = parseBody(z.object({ key: z.string().min(1).optional() }), request.body)
    context.key = key ?? `fk_${context.newId().replaceAll('-', '')}`
    return { key: context.key }
  })
}

/** Who writes an incoming message when nobody is named: a client of the space, else anybody in it. */
function firstClient({ store }: PortalContext, members: readonly string[]): string {
  const client = members.find((id) => store.users.get(id)?.role === 'client')
  return client ?? members.find((id) => id !== store.keyUser) ?? store.keyUser
}
