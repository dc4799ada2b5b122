import type { FastifyInstance } from 'fastify'

import { refusal } from './refusal.ts'

/** What every successful answer looks like on the wire. */
export type Envelope<T> = { readonly result: T }

export function result<T>(payload: T): Envelope<T> {
  return { result: payload }
}

/** What every delete answers. */
export const deleted = result({ message: 'OK' })

/** Bodies are JSON whatever their content type says, and every error wears Foyer's envelope. */
export function serveEnvelope(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    const text = body.toString()
    if (text.trim() === '') {
      done(null, {})
      return
    }
    try {
      done(null, JSON.parse(text))
    } catch (cause) {
      done(Object.assign(refusal(400, 'The request body is not JSON'), { cause }))
    }
  })
  app.setErrorHandler((error, _request, reply) => {
    const message = error instanceof Error ? error.message : 'Internal server error'
    return reply.code(statusOf(error)).send(result({ message }))
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(result({ message: 'Not found' })))
}

function statusOf(error: unknown): number {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')
    return error.statusCode
  return 500
}
