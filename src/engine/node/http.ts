import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, ProxyAgent, request as undiciRequest } from 'undici'
import { fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Http, HttpRequest, HttpResponse } from '../ports.ts'
import { type Circumstances, failureOf } from './http-failure.ts'
import { isLoopback, proxyFromEnvironment } from './proxy-env.ts'

export type HttpOptions = {
  /** The proxy's URL for a URL, if any: the system's in the window. Absent: HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxyFor?: (url: string) => Promise<string | undefined>
  /** Certificates in PEM that are trusted besides the usual ones: a company's own authority. */
  readonly ca?: string
}

const defaultLimit = 32 * 1024 * 1024

/** HTTP over undici: kept-alive connections, no redirects, certificates always verified, failures as values. */
export const createHttp = (options: HttpOptions = {}): Http => {
  const route = createRoutes(options)

  const send = async (request: HttpRequest): Promise<Result<HttpResponse>> => {
    const { host } = new URL(request.url)
    const controller = new AbortController()
    const state = { started: false, late: false, throughProxy: false }
    const circumstances = (): Circumstances => ({
      ...state,
      host,
      cancelled: request.signal?.aborted === true,
      effect: request.method !== 'GET' && request.method !== 'HEAD',
    })
    const cancel = (): void => controller.abort()
    if (request.signal?.aborted === true) return err(failureOf(undefined, circumstances()))
    request.signal?.addEventListener('abort', cancel, { once: true })
    const forget = (): void => request.signal?.removeEventListener('abort', cancel)
    // undici's own limit for the head begins only once a connection is open; this one covers the way there too.
    const timer = setTimeout(() => {
      state.late = true
      controller.abort()
    }, request.timeoutMs)
    try {
      const chosen = await route(request.url)
      state.throughProxy = chosen.throughProxy
      const answer = await undiciRequest(request.url, {
        dispatcher: chosen.dispatcher.compose(noticeStart(() => (state.started = true))),
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: controller.signal,
        headersTimeout: 0,
        bodyTimeout: request.timeoutMs,
      })
      answer.body.once('close', forget)
      return ok(responseOf(answer, circumstances))
    } catch (error) {
      forget()
      return err(error instanceof FailureError ? error.failure : failureOf(error, circumstances()))
    } finally {
      clearTimeout(timer)
    }
  }

  return { send, close: () => route.close() }
}

const responseOf = (answer: Dispatcher.ResponseData, circumstances: () => Circumstances): HttpResponse => {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of answer.body) yield chunk as Uint8Array
    } catch (error) {
      throw new FailureError(failureOf(error, circumstances()), { cause: error })
    }
  }
  return {
    status: answer.statusCode,
    headers: flatten(answer.headers),
    chunks,
    bytes: async (limit = defaultLimit) => {
      const parts: Uint8Array[] = []
      let length = 0
      try {
        for await (const chunk of chunks()) {
          length += chunk.byteLength
          if (length > limit) return err(tooLong(circumstances()))
          parts.push(chunk)
        }
      } catch (error) {
        if (error instanceof FailureError) return err(error.failure)
        throw error
      }
      const [only] = parts
      return ok(parts.length === 1 && only !== undefined ? only : Buffer.concat(parts, length))
    },
  }
}

const tooLong = ({ host, effect }: Circumstances) => ({
  ...fail('unexpected-answer', { about: host }),
  ...(effect ? { unsure: true } : {}),
})

const flatten = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

/**
 * Tells when a request begins to be written to an open connection. Before that (DNS, connecting, TLS, the proxy's
 * tunnel) it certainly has not reached the other side, so that repeating it can double nothing (quality rule 1).
 */
const noticeStart =
  (started: () => void): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context: unknown) => {
        started()
        handler.onRequestStart?.(controller, context)
      },
      onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
      onResponseStart: (...given) => handler.onResponseStart?.(...given),
      onResponseData: (...given) => handler.onResponseData?.(...given),
      onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
      onResponseError: (...given) => handler.onResponseError?.(...given),
    })

type Routes = {
  (url: string): Promise<{ readonly dispatcher: Dispatcher; readonly throughProxy: boolean }>
  readonly close: () => Promise<void>
}

/** One pool of connections for the direct way, and one for each proxy. */
const createRoutes = (options: HttpOptions): Routes => {
  // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect (hardening 17).
  const tls = {
    rejectUnauthorized: true,
    ...(options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] }),
  }
  const pool = { connections: 16, pipelining: 1, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 60_000 }
  const direct = new Agent({ ...pool, connect: { ...tls, timeout: 10_000 } })
  const proxies = new Map<string, ProxyAgent>()
  const fromEnvironment = proxyFromEnvironment(process.env)

  const route = async (url: string): Promise<{ dispatcher: Dispatcher; throughProxy: boolean }> => {
    if (isLoopback(new URL(url).hostname)) return { dispatcher: direct, throughProxy: false }
    const uri = options.proxyFor === undefined ? fromEnvironment(url) : await options.proxyFor(url)
    if (uri === undefined) return { dispatcher: direct, throughProxy: false }
    const agent = proxies.get(uri) ?? openProxy(uri)
    proxies.set(uri, agent)
    return { dispatcher: agent, throughProxy: true }
  }
  const openProxy = (uri: string): ProxyAgent => {
    try {
      return new ProxyAgent({ ...pool, uri, requestTls: tls, proxyTls: tls })
    } catch (error) {
      // Not a URL, or a kind of proxy undici doesn't speak. Its text may hold the proxy's password.
      throw new FailureError(fail('proxy'), { cause: error })
    }
  }
  const close = async (): Promise<void> => {
    await Promise.all([direct, ...proxies.values()].map((dispatcher) => dispatcher.destroy()))
    proxies.clear()
  }
  return Object.assign(route, { close })
}
