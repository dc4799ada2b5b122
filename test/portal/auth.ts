import type { FastifyRequest } from 'fastify'

import type { PortalContext } from './context.ts'

const secretHeader = 'x-portal-internal'
const actsAsHeader = 'x-portal-acts-as'
const lateHeader = 'x-portal-late'

/** Headers of a request the portal makes to itself: no key needed, no fault applied. */
export function internalHeaders(
  context: PortalContext,
  options: { actsAs?: string; lateMs?: number },
): Record<string, string> {
  return {
    [secretHeader]: context.internalSecret,
    'content-type': 'application/json',
    ...(options.actsAs === undefined ? {} : { [actsAsHeader]: options.actsAs }),
    ...(options.lateMs === undefined ? {} : { [lateHeader]: String(options.lateMs) }),
  }
}

export function isInternal(context: PortalContext, request: FastifyRequest): boolean {
  return request.headers[secretHeader] === context.internalSecret
}

/** How late the portal makes a request of its own, in milliseconds; null for every other. */
export function lateness(context: PortalContext, request: FastifyRequest): number | null {
  const late = request.headers[lateHeader]
  return isInternal(context, request) && typeof late === 'string' ? Number(late) : null
}

/** The user a request acts as: the key's, or the one a control route asked for. */
export function actingUser(context: PortalContext, request: FastifyRequest): string {
  const actsAs = request.headers[actsAsHeader]
  return isInternal(context, request) && typeof actsAs === 'string' ? actsAs : context.store.keyUser
}

/** Whether a request carries the key: `Basic base64(KEY + ":")`, the password empty. */
export function authorised(context: PortalContext, request: FastifyRequest): boolean {
  if (isInternal(context, request)) return true
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (encoded === undefined || context.key === null) return false
  return Buffer.from(encoded, 'base64').toString('utf8') === `${context.key}:`
}
