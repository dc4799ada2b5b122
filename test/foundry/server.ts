import { randomBytes } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { createFoundryClock, type FoundryClock } from './clock.ts'
import { serveControl } from './control.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createFoundryFaults, type FoundryFault, type FoundryFaults } from './faults.ts'
import { createRate, type Rate } from './rate.ts'
import { isRefusal, refuse } from './refusal.ts'
import { checkToken, serveChange, servePeople, serveProgress, serveToken } from './routes.ts'
import { type Behaviour, type Seen, type Standing, usualBehaviour } from './state.ts'

export type FoundryOptions = {
  readonly port?: number
  readonly people?: number
  readonly seed?: number
  /** Requests in a rolling minute; the service's own 200 when absent. */
  readonly limit?: number
  readonly clock?: FoundryClock
  readonly behaviour?: Partial<Behaviour>
}

/** A running stand-in for the Foundry API. Everything beyond the first four is for tests in the same process. */
export type Foundry = {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly control: string
  readonly directory: Directory
  readonly behaviour: Behaviour
  readonly faults: FoundryFaults
  readonly rate: Rate
  readonly clock: FoundryClock
  readonly seen: readonly Seen[]
  /** Ends every token that was given out. */
  endTokens(): void
  close(): Promise<void>
}

/** Longer than that, a query is refused with 414. */
const longestUrl = 4_000

/** Starts a directory on loopback that enforces what reference/foundry-api.md says of the real one. */
export const startFoundry = async (options: FoundryOptions = {}): Promise<Foundry> => {
  const standing: Standing = {
    clock: options.clock ?? createFoundryClock(),
    directory: createDirectory(options.people ?? 60, options.seed ?? 1),
    rate: createRate(options.limit ?? 200),
    faults: createFoundryFaults(),
    behaviour: { ...usualBehaviour(), ...options.behaviour },
    clientId: `ci_${randomBytes(8).toString('hex')}`,
    clientSecret: `cs_${randomBytes(20).toString('hex')}`,
    tokens: new Map(),
    seen: [],
  }
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    // Node's own limit on a request's head answers before anything here does.
    http: { maxHeaderSize: 65_536 },
  })
  readBodies(app)
  answerRefusals(app)
  void app.register(async (control) => serveControl(control, standing))
  void app.register(async (api) => {
    api.addHook('preHandler', async (request, reply) => guard(standing, request, reply))
    api.addHook('onSend', async (request, reply, payload: unknown) =>
      outcome(standing, request, reply, payload),
    )
    for (const serve of [serveToken, servePeople, serveProgress, serveChange]) serve(api, standing)
    api.all('/v1/*', async () => {
      throw refuse(404, { errors: [{ title: 'Not found' }] })
    })
  })
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return {
    ...{ url, clientId: standing.clientId, clientSecret: standing.clientSecret },
    ...{ control: `${url}/__control`, directory: standing.directory, behaviour: standing.behaviour },
    ...{ faults: standing.faults, rate: standing.rate, clock: standing.clock, seen: standing.seen },
    endTokens: () => standing.tokens.clear(),
    close: async () => {
      app.server.closeAllConnections()
      await app.close()
    },
  }
}

const readBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  )
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body.toString()))
    } catch (cause) {
      done(Object.assign(refuse(400, { errors: [{ title: 'The body is not JSON' }] }), { cause }))
    }
  })
}

const answerRefusals = (app: FastifyInstance): void => {
  app.setErrorHandler((error, _request, reply) => {
    if (!isRefusal(error)) return reply.code(500).send({ errors: [{ title: 'Internal error' }] })
    void reply.code(error.statusCode).headers(error.headers)
    if (typeof error.payload === 'string') void reply.type('text/html')
    return reply.send(error.payload)
  })
}

/** A fault that waits for the change to be made first. */
const held = new WeakMap<FastifyRequest, FoundryFault>()

/** What every request meets first: the redirect, the rate, the fault, the token. */
const guard = async (standing: Standing, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const { behaviour, clock, rate, faults } = standing
  const [path = ''] = request.url.split('?')
  if (behaviour.redirectTo !== null) {
    throw refuse(307, '', { location: `${behaviour.redirectTo}${request.url}` })
  }
  if (!rate.take(clock.now())) {
    const seconds = Math.max(1, Math.ceil(rate.wait(clock.now()) / 1000))
    throw refuse(
      429,
      { errors: [{ title: 'Too Many Requests' }] },
      behaviour.retryAfter ? { 'retry-after': String(seconds) } : {},
    )
  }
  if (request.url.length > longestUrl) throw refuse(414, '<html><body>URI Too Long</body></html>')
  const fault = faults.take(request.method, path)
  if (fault?.done === true) held.set(request, fault)
  else if (fault !== undefined) {
    await strike(fault, reply)
    return
  }
  if (path !== '/oauth/token') checkToken(standing, request)
}

const strike = async (
  { status, body, contentType, headers }: FoundryFault,
  reply: FastifyReply,
): Promise<void> => {
  const text = typeof body === 'string' || body === undefined ? (body ?? '') : JSON.stringify(body)
  const usual = typeof body === 'object' ? 'application/json' : 'text/plain'
  await reply
    .code(status)
    .headers(headers ?? {})
    .type(contentType ?? usual)
    .send(text)
}

const outcome = async (
  standing: Standing,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> => {
  const fault = held.get(request)
  if (fault !== undefined) void reply.code(fault.status)
  const override = request.headers['x-http-method-override']
  standing.seen.push({
    ...{ method: request.method, url: request.url, at: standing.clock.now(), status: reply.statusCode },
    override: typeof override === 'string' ? override : null,
  })
  return fault === undefined ? payload : ''
}
