import { setTimeout as wait } from 'node:timers/promises'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { authorised, internalHeaders, isInternal, lateness } from './auth.ts'
import type { PortalContext } from './context.ts'
import { result } from './envelope.ts'
import type { Fault } from './faults.ts'
import { looksFirst, makeLate, untilDue } from './late.ts'
import { refusal } from './refusal.ts'
import type { LogEntry } from './request-log.ts'

/** What every request under `/v1` goes through: log, latency, faults, the key. Answers a stop for what runs late. */
export function hookApi(app: FastifyInstance, context: PortalContext): () => void {
  const faultOf = new WeakMap<FastifyRequest, Fault>()
  const closing = new AbortController()

  app.addHook('onRequest', async (request, reply) => {
    const late = lateness(context, request)
    if (late !== null) {
      // In the log from when it is made: until then nothing has happened.
      makeLate(request, late, closing.signal, () => {
        logged(context, request, reply, { late: true }).authorised = true
      })
      return undefined
    }
    const entry = logged(context, request, reply)
    if (!isInternal(context, request)) {
      const fault = context.faults.take('api', request.method, pathOf(request))
      if (fault !== undefined) {
        faultOf.set(request, fault)
        entry.fault = fault.id
        if (isWholeAnswer(fault)) {
          if (fault.delayMs !== undefined) await wait(fault.delayMs)
          return refuseByFault(fault, request, reply)
        }
      }
    }
    entry.authorised = authorised(context, request)
    if (!entry.authorised) throw refusal(401, 'The API key is not valid')
    return undefined
  })

  app.addHook('preHandler', async (request, reply) => {
    const fault = faultOf.get(request)
    // The body is read by now: a client that hangs up while it waits has sent its request all the same.
    if (fault?.delayMs !== undefined) await wait(fault.delayMs)
    if (!looksFirst(request)) await untilDue(request)
    if (fault?.commitLateMs === undefined) return undefined
    void app.inject({
      method: request.method as 'POST',
      url: request.url,
      headers: internalHeaders(context, { lateMs: fault.commitLateMs }),
      ...(request.body === undefined ? {} : { payload: JSON.stringify(request.body) }),
    })
    if (fault.status !== undefined) return answerFault(fault, fault.status, reply)
    reply.hijack()
    if (fault.hang !== true) request.raw.socket.destroy()
    return reply
  })

  app.addHook('onSend', async (request, reply, payload) => {
    if (context.latencyMs > 0 && !isInternal(context, request)) await wait(context.latencyMs)
    if (context.clock.skew() !== 0) reply.header('date', new Date(context.clock.now()).toUTCString())
    const cut = faultOf.get(request)?.cut
    if (cut === 'after') {
      // The change is made; only the reply is lost.
      reply.hijack()
      request.raw.socket.destroy()
    } else if (cut === 'middle') {
      reply.hijack()
      const body = Buffer.from(String(payload))
      reply.raw.writeHead(reply.statusCode, {
        'content-type': 'application/json',
        'content-length': body.length,
      })
      reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => request.raw.socket.destroy())
    }
    return payload
  })

  return () => {
    closing.abort()
  }
}

function logged(
  context: PortalContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { late }: Pick<LogEntry, 'late'> = { late: false },
): LogEntry {
  const entry = context.log.begin({
    service: 'api',
    method: request.method,
    url: request.url,
    route: request.routeOptions.url === '/v1/*' ? 'unknown' : (request.routeOptions.url ?? 'unknown'),
    bodyBytes: Number(request.headers['content-length'] ?? 0),
    late,
  })
  reply.raw.once('close', () => {
    context.log.end(entry, reply.raw.headersSent ? reply.raw.statusCode : null)
  })
  return entry
}

/** Whether nothing is handled, now or later. */
function isWholeAnswer(fault: Fault): boolean {
  if (fault.commitLateMs !== undefined) return false
  return fault.hang === true || fault.cut === 'before' || fault.status !== undefined
}

function refuseByFault(fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (fault.hang !== true && fault.cut !== 'before' && fault.status !== undefined)
    return answerFault(fault, fault.status, reply)
  reply.hijack()
  if (fault.cut === 'before') request.raw.socket.destroy()
  return reply
}

function answerFault(fault: Fault, status: number, reply: FastifyReply): FastifyReply {
  const body = fault.body ?? result({ message: `Injected fault ${status}` })
  return reply
    .code(status)
    .headers(fault.headers ?? {})
    .type(fault.contentType ?? 'application/json; charset=utf-8')
    .send(typeof body === 'string' ? body : JSON.stringify(body))
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url
}
