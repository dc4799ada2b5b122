import { randomUUID } from 'node:crypto'

import { z } from 'zod'

/** What to do to the next `count` requests that match. */
export const faultSchema = z.strictObject({
  /** `POST /v1/spaces/:id/messages`, `/v1/me` (any method), `GET /v1/*` (prefix) or a pattern that starts with `^`. */
  route: z.string().default('/*'),
  /** Apply it to the blob service instead of the API. */
  blob: z.boolean().default(false),
  /** How many requests; absent: until removed. */
  count: z.int().min(1).optional(),
  /** Let this many matching requests pass first. */
  skip: z.int().min(0).default(0),
  /** Wait before answering or handling, in milliseconds. What the API was sent is handled even if the client hangs up. */
  delayMs: z.number().min(0).optional(),
  /** Answer this instead of handling. */
  status: z.int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  contentType: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /**
   * Destroy the connection before handling, while the request's body comes in (blob service only),
   * after handling (the reply is lost), or half-way through the reply.
   */
  cut: z.enum(['before', 'body', 'after', 'middle']).optional(),
  /** The same as `cut: 'after'`. */
  lostReply: z.boolean().optional(),
  /** Never answer and never handle: a black hole, until the client hangs up. */
  hang: z.boolean().optional(),
  /** Blob service: one bit of the body is wrong when it arrives, at the service or at the client. */
  flip: z.enum(['request', 'reply']).optional(),
  /** Blob service: leave these headers out of the reply, such as `content-md5`. */
  withoutHeaders: z.array(z.string()).optional(),
  /** Answer (`status`) or cut now, and do what was asked this many milliseconds later. */
  commitLateMs: z.number().min(0).optional(),
})

type FaultRequest = z.input<typeof faultSchema>
export type Fault = z.output<typeof faultSchema> & { readonly id: string }

export type Faults = {
  /** Adds a fault and answers its id. */
  add(fault: FaultRequest): string
  remove(id: string): void
  clear(): void
  list(): readonly Fault[]
  /** The fault for this request, counted as used. */
  take(service: 'api' | 'blob', method: string, path: string): Fault | undefined
}

type Armed = Fault & {
  remaining: number
  toSkip: number
  readonly matches: (method: string, path: string) => boolean
}

export function createFaults(): Faults {
  let armed: Armed[] = []
  return {
    add: (request) => {
      const fault = faultSchema.parse(request)
      const id = randomUUID()
      armed.push({
        ...fault,
        ...(fault.lostReply === true ? { cut: 'after' as const } : {}),
        id,
        remaining: fault.count ?? Infinity,
        toSkip: fault.skip,
        matches: routeMatcher(fault.route),
      })
      return id
    },
    remove: (id) => {
      armed = armed.filter((fault) => fault.id !== id)
    },
    clear: () => {
      armed = []
    },
    list: () => armed,
    take: (service, method, path) => {
      for (const fault of armed) {
        if (fault.blob !== (service === 'blob') || !fault.matches(method, path)) continue
        if (fault.toSkip > 0) {
          fault.toSkip -= 1
          continue
        }
        fault.remaining -= 1
        if (fault.remaining <= 0) armed = armed.filter(({ id }) => id !== fault.id)
        return fault
      }
      return undefined
    },
  }
}

/** Turns a fault's `route` into a test of method and path (the query string is left out). */
export function routeMatcher(route: string): (method: string, path: string) => boolean {
  if (route.startsWith('^')) {
    const pattern = new RegExp(route)
    return (method, path) => pattern.test(`${method} ${path}`)
  }
  const [first = '', second] = route.trim().split(/\s+/)
  const method = second === undefined ? '*' : first.toUpperCase()
  const shape = second ?? first
  const prefix = shape.endsWith('*')
  const source = (prefix ? shape.slice(0, -1) : shape)
    .split(/(:\w+)/)
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('')
  const pattern = new RegExp(`^${source}${prefix ? '' : '/?$'}`)
  return (asked, path) => (method === '*' || method === asked) && pattern.test(path)
}
