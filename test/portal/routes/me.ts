import type { FastifyInstance } from 'fastify'

import { actingUser } from '../auth.ts'
import type { PortalContext } from '../context.ts'
import { result } from '../envelope.ts'
import { findUser } from '../lookups.ts'

export function serveMe(app: FastifyInstance, context: PortalContext): void {
  app.get('/v1/me', async (request) => result(findUser(context.store, actingUser(context, request))))
}
