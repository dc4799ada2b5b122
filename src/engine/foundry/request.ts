import { z } from 'zod'
import { type Failure, fail } from '../../core/failure.ts'
import type { FoundrySettings } from '../../core/foundry/settings.ts'
import type { FoundryWait } from '../../core/foundry/wait.ts'
import { troubleOf, waitBeforeNext, wordsOf } from '../../core/foundry/trouble.ts'
import { parseApiUrl } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { retryAfterMs } from '../../core/retry.ts'
import type { Clock, Http, HttpRequest, Log, Random } from '../ports.ts'
import type { Limiter } from './limiter.ts'
import { createTokenDesk, renewAt, type Token } from './token.ts'

export type Credentials = { readonly clientId: string; readonly clientSecret: string }

export type FoundryOptions = {
  readonly settings: FoundrySettings
  readonly credentials: Credentials
  readonly limiter: Limiter
  readonly http: Http
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Time limit of one answer, ms; 30 s when absent. */
  readonly timeoutMs?: number
  /** Told of each pause before a request goes again. */
  readonly onWait?: (wait: FoundryWait) => void
}

export type Asked<T> = {
  readonly method?: 'GET' | 'PATCH'
  /** Below the version: `admin/users`. */
  readonly path: string
  readonly query?: readonly (readonly [string, string])[]
  /** A whole URL of the same origin, instead of path and query (F1.8). */
  readonly link?: string
  readonly body?: unknown
  readonly schema: z.ZodType<T>
  readonly signal?: AbortSignal | undefined
}

/** Answers what was asked, or null for 204. */
export type AskFoundry = <T>(asked: Asked<T>) => Promise<Result<T | null>>

const tokenWire = z.object({
  access_token: z.string().min(1),
  token_type: z.string().min(1),
  expires_in: z.number().positive(),
})

type Answer = { readonly status: number; readonly text: string; readonly retryAfterMs: number | undefined }

/** The one place that speaks to Foundry: token, pace, retries, the words of its errors. */
export const createFoundryRequester = (
  options: FoundryOptions,
): { readonly ask: AskFoundry; readonly login: () => Promise<Result<void>> } => {
  const { clock, credentials, limiter, log, random, settings } = options
  const base = parseApiUrl(settings.baseUrl, (text) => (URL.canParse(text) ? new URL(text) : undefined))
  let token: Token | undefined

  const login = async (): Promise<Result<Token>> => {
    if (!base.ok) return base
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: credentials.clientId },
      client_secret: credentials.clientSecret,
    })
    const sentAt = clock.now()
    const answer = await tried(
      {
        ...{ method: 'POST', url: `${base.value}/oauth/token`, timeoutMs: options.timeoutMs ?? 30_000 },
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: form.toString(),
      },
      // A second token does no harm.
      false,
    )
    if (!answer.ok) return answer
    const read = tokenWire.safeParse(parsed(answer.value.text))
    if (!read.success) return err(unreadable(base.value, answer.value.status, 'token'))
    const { access_token: secret, token_type: kind, expires_in: seconds } = read.data
    token = { header: `${kind} ${secret}`, secret, endsAt: renewAt(sentAt, seconds * 1000) }
    return ok(token)
  }
  const desk = createTokenDesk(clock, login)

  /** One request and its repeats. */
  const tried = async (request: HttpRequest, writes: boolean): Promise<Result<Answer>> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await once(request, writes)
      if (answer.ok) return answer
      const wait = waitBeforeNext(answer.error, { tries, writes, random: random.number() })
      if (wait === null) return answer
      // Whatever was asked to wait is asked of everybody.
      if (answer.error.code === 'foundry-busy') limiter.closeFor(wait)
      else {
        options.onWait?.({ until: clock.now() + wait, why: 'down' })
        if (!(await slept(wait, request.signal))) return err(fail('cancelled'))
      }
    }
  }

  const slept = async (ms: number, signal: AbortSignal | undefined): Promise<boolean> => {
    try {
      await clock.sleep(ms, signal)
      return true
    } catch (error) {
      if (signal?.aborted === true) return false
      throw error
    }
  }

  const once = async (request: HttpRequest, writes: boolean): Promise<Result<Answer>> => {
    try {
      return await limiter.run(() => exchange(request, writes), request.signal)
    } catch (error) {
      if (request.signal?.aborted === true) return err(fail('cancelled'))
      throw error
    }
  }

  const exchange = async (request: HttpRequest, writes: boolean): Promise<Result<Answer>> => {
    const { host, pathname } = new URL(request.url)
    const began = clock.now()
    const sent = await options.http.send(request)
    const read = sent.ok ? await sent.value.bytes() : sent
    if (!sent.ok || !read.ok) {
      const failure = sent.ok ? (read as { readonly error: Failure }).error : sent.error
      return err({ ...failure, about: host, ...(writes ? { unsure: true } : {}) })
    }
    const { status, headers } = sent.value
    const text = new TextDecoder().decode(read.value)
    if (status >= 200 && status < 300) return ok({ status, text, retryAfterMs: undefined })
    log.warn('foundry.request', { path: pathname, status, ms: clock.now() - began })
    const words = withoutSecrets(wordsOf(parsed(text), text))
    const wait = retryAfterMs(headers['retry-after'], headers['date'], clock.now())
    return err({
      ...troubleOf(status, words, host),
      ...(wait !== undefined && (status === 429 || status === 503) ? { retryAfterMs: wait } : {}),
      ...(writes && status >= 500 ? { unsure: true } : {}),
    })
  }

  const withoutSecrets = (words: string): string =>
    [credentials.clientSecret, token?.secret ?? '']
      .filter((secret) => secret !== '')
      .reduce(
        (text, secret) =>
          text.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]'),
        words,
      )

  const ask: AskFoundry = async (asked) => {
    if (!base.ok) return base
    const url = urlOf(base.value, settings.version, asked)
    if (!url.ok) return url
    const writes = asked.method === 'PATCH'
    for (let logins = 1; ; logins += 1) {
      const entitled = await desk.get()
      if (!entitled.ok) return entitled
      const answer = await tried(requestOf(asked, { url: url.value, token: entitled.value, options }), writes)
      if (!answer.ok) {
        if (answer.error.code !== 'foundry-login' || logins > 1) return answer
        desk.refused(entitled.value)
        continue
      }
      if (answer.value.status === 204) return ok(null)
      const read = asked.schema.safeParse(parsed(answer.value.text))
      if (read.success) return ok(read.data)
      const where = read.error.issues[0]?.path.map(String).join('.') ?? ''
      return err(unreadable(base.value, answer.value.status, where))
    }
  }

  return {
    ask,
    login: async () => {
      const entitled = await desk.get()
      return entitled.ok ? ok(undefined) : entitled
    },
  }
}

/** F1.1: a link is followed only where it leads to the origin that was configured. */
const urlOf = (base: string, version: string, { path, query = [], link }: Asked<unknown>): Result<string> => {
  if (link !== undefined) {
    const url = URL.canParse(link, base) ? new URL(link, base) : undefined
    return url?.origin === new URL(base).origin
      ? ok(url.href)
      : err(fail('foundry-redirected', { about: new URL(base).host }))
  }
  const search = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return ok(`${base}/${version}/${path}${search === '' ? '' : `?${search}`}`)
}

const requestOf = (
  { method = 'GET', body, signal }: Asked<unknown>,
  { url, token, options }: { readonly url: string; readonly token: Token; readonly options: FoundryOptions },
): HttpRequest => {
  const headers = {
    authorization: token.header,
    accept: 'application/json, application/vnd.api+json;q=0.9',
  }
  const shared = {
    ...{ url, timeoutMs: options.timeoutMs ?? 30_000 },
    ...(signal === undefined ? {} : { signal }),
  }
  if (method === 'GET') return { ...shared, method, headers }
  const written = { ...headers, 'content-type': 'application/json' }
  // F1.13
  const { methodOverride } = options.settings
  return {
    ...{ ...shared, body: JSON.stringify(body ?? {}), method: methodOverride ? 'POST' : method },
    headers: methodOverride ? { ...written, 'x-http-method-override': method } : written,
  }
}

const unreadable = (base: string, status: number, where: string): Failure =>
  fail('foundry-answer', { about: new URL(base).host, status, detail: where === '' ? 'json' : where })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    // A proxy's page or nothing at all is expected here.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
