import type { z } from 'zod'
import { type Failure, fail } from '../../core/failure.ts'
import { parseApiUrl } from '../../core/portal.ts'
import { err, type Result } from '../../core/result.ts'
import { defaultRetryPolicy, nextTry, retryAfterMs, type RetryPolicy } from '../../core/retry.ts'
import { skewOf } from '../../core/sync/portal-time.ts'
import type { Clock, Http, HttpRequest, Log, Random } from '../ports.ts'
import { readAnswer } from './answer.ts'
import { createGate } from './gate.ts'

export type FoyerOptions = {
  /** Origin and path of the API, as core's parseApiUrl answers it. */
  readonly apiUrl: string
  /** Asked for at each request, so that a replaced key is used at once. It goes into the Authorization header only. */
  readonly key: () => string
  readonly http: Http
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Told after each request: undefined when the portal answered, else why it can't be spoken to. Not told of cancels. */
  readonly reached?: (failure: Failure | undefined) => void
  /** Told that the portal asked for a pause of so many milliseconds (429). */
  readonly limited?: (ms: number) => void
  /** Time limit for the answer's head and between two parts of its body; 30 s when absent. */
  readonly timeoutMs?: number
  readonly policy?: RetryPolicy
}

export type Ask<T> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Segments below /v1/, unescaped. */
  readonly path: readonly string[]
  readonly body?: Readonly<Record<string, unknown>>
  readonly schema: z.ZodType<T>
  /**
   * `read` changes nothing; `repeatable` may be sent twice without harm;
   * `create` makes something new and is sent again only when it certainly took no effect (quality rule 1).
   */
  readonly kind: 'read' | 'repeatable' | 'create'
  readonly signal?: AbortSignal | undefined
}

export type Requester = {
  readonly ask: <T>(asked: Ask<T>) => Promise<Result<T>>
  readonly clockSkewMs: () => number
  readonly throttles: () => number
}

/** The one place that builds the API's URLs, signs requests with the key, and reads answers. */
export const createRequester = (options: FoyerOptions): Requester => {
  const { clock, log, random } = options
  const policy = options.policy ?? defaultRetryPolicy
  const base = parseApiUrl(options.apiUrl, (text) => (URL.canParse(text) ? new URL(text) : undefined))
  const gate = createGate(clock)
  let skewMs = 0
  let throttles = 0

  const ask = async <T>(asked: Ask<T>): Promise<Result<T>> => {
    if (!base.ok) return base
    // The URL parser resolves "." and ".." even when they are escaped: such an id would name another endpoint.
    if (asked.path.some((segment) => /^\.{0,2}$/.test(segment))) return err(fail('unknown-id'))
    const url = `${base.value}/v1/${asked.path.map(encodeURIComponent).join('/')}`
    const began = clock.now()
    let doubted = false
    for (let tries = 1; ; tries += 1) {
      const result = await once(asked, url)
      if (result.ok) return result
      doubted ||= result.error.unsure === true
      // Once a try may have taken effect, no later refusal takes that back.
      const failure: Failure = doubted ? { ...result.error, unsure: true } : result.error
      const next = nextTry(
        {
          failure,
          tries,
          elapsedMs: clock.now() - began,
          creates: asked.kind === 'create',
          random: random.number(),
        },
        policy,
      )
      if (!next.again) return err(failure)
      if (!(await waited(clock.sleep(next.waitMs, asked.signal), asked.signal))) {
        return err(cancelledAfter(failure, url))
      }
    }
  }

  const once = async <T>(asked: Ask<T>, url: string): Promise<Result<T>> => {
    if (!(await waited(gate.pass(asked.signal), asked.signal))) {
      return err(fail('cancelled', { about: new URL(url).host }))
    }
    const began = clock.now()
    const result = await exchange(asked, url)
    if (!result.ok) {
      if (result.error.code === 'throttled') throttles += 1
      if (result.error.code !== 'cancelled') {
        const { code, status } = result.error
        log.warn('foyer.request', {
          method: asked.method,
          path: new URL(url).pathname,
          code,
          status,
          ms: clock.now() - began,
        })
      }
      if (result.error.retryAfterMs !== undefined && result.error.code === 'throttled') {
        const ms = Math.min(result.error.retryAfterMs, policy.retryAfterCapMs)
        gate.closeFor(ms)
        options.limited?.(ms)
      }
    }
    tellReached(result, options.reached)
    return result
  }

  const exchange = async <T>(asked: Ask<T>, url: string): Promise<Result<T>> => {
    const { host } = new URL(url)
    const key = options.key()
    const timeoutMs = options.timeoutMs ?? 30_000
    const sentAt = clock.now()
    const sent = await options.http.send(requestOf(asked, url, key, timeoutMs))
    if (!sent.ok) return err(withDoubt(sent.error, asked.kind, false))
    const { status, headers } = sent.value
    skewMs = skewOf(headers['date'], { sentAt, readAt: clock.now(), timeoutMs }) ?? skewMs
    const bytes = await sent.value.bytes()
    if (!bytes.ok) return err(withDoubt(bytes.error, asked.kind, true))
    const body = new TextDecoder().decode(bytes.value)
    // A deletion may answer with no body at all.
    const emptyDelete = asked.method === 'DELETE' && body.trim() === '' && status < 300
    const answer = { status, body: emptyDelete ? '{"result":{}}' : body }
    const read = readAnswer(answer, asked.schema, host)
    if (read.ok) return read
    const wait = retryAfterMs(headers['retry-after'], headers['date'], clock.now())
    const failure = {
      ...withoutKey(read.error, key),
      ...(wait === undefined || !(status === 429 || status === 503) ? {} : { retryAfterMs: wait }),
    }
    // After a 5xx, or a good status with a body nobody understands, the portal may have done what was asked.
    const arrived = status >= 500 || status === 408 || (status >= 200 && status < 300)
    return err(withDoubt(failure, asked.kind, arrived))
  }

  return { ask, clockSkewMs: () => skewMs, throttles: () => throttles }
}

const requestOf = (
  asked: Pick<Ask<unknown>, 'method' | 'body' | 'signal'>,
  url: string,
  key: string,
  timeoutMs: number,
): HttpRequest => {
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:`, 'utf8').toString('base64')}`,
    accept: 'application/json',
  }
  const shared = {
    method: asked.method,
    url,
    timeoutMs,
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  }
  // Foyer's own library sends a JSON body with every verb but GET, "{}" when there is nothing to say.
  return asked.method === 'GET'
    ? { ...shared, headers }
    : {
        ...shared,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(asked.body ?? {}),
      }
}

/** `unsure` is kept where it means something: a search that got no answer has changed nothing. */
const withDoubt = (failure: Failure, kind: Ask<unknown>['kind'], arrived: boolean): Failure => {
  const { unsure, ...rest } = failure
  return kind !== 'read' && (unsure === true || arrived) ? { ...rest, unsure: true } : rest
}

/** A server that quotes the Authorization header back must not bring the key into a message on screen. */
const withoutKey = (failure: Failure, key: string): Failure => {
  if (failure.detail === undefined || key === '') return failure
  const forms = [Buffer.from(`${key}:`, 'utf8').toString('base64'), encodeURIComponent(key), key]
  return { ...failure, detail: forms.reduce((text, form) => text.replaceAll(form, '[key]'), failure.detail) }
}

const cancelledAfter = (last: Failure, url: string): Failure => ({
  ...fail('cancelled', { about: new URL(url).host }),
  ...(last.unsure === true ? { unsure: true } : {}),
})

/** True when the wait was over, false when the signal ended it; any other error is a bug and passes on. */
const waited = async (wait: Promise<void>, signal: AbortSignal | undefined): Promise<boolean> => {
  try {
    await wait
    return true
  } catch (error) {
    if (signal?.aborted === true) return false
    throw error
  }
}

const tellReached = (result: Result<unknown>, reached: FoyerOptions['reached']): void => {
  if (reached === undefined) return
  if (result.ok) {
    reached(undefined)
    return
  }
  switch (result.error.code) {
    case 'cancelled':
      return
    case 'server-error':
    case 'key-refused':
    case 'unreachable':
    case 'timed-out':
    case 'tls':
    case 'proxy':
    case 'not-json':
    case 'redirected':
      reached(result.error)
      return
    default:
      // A refusal is an answer all the same.
      reached(undefined)
  }
}
