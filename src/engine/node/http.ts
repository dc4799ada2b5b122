import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import { fail, FailureError } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'
import type { Http, HttpRequest, HttpResponse } from '../ports.ts'
import { exchange } from './exchange.ts'
import { isLoopback, proxyFromEnvironment } from './proxy-env.ts'

export type HttpOptions = {
  /** The proxy's URL for a URL, if any: the system's in the window. Absent: HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxyFor?: (url: string) => Promise<string | undefined>
  /** Certificates in PEM that are trusted besides the usual ones: a company's own authority. */
  readonly ca?: string
  /** How long opening a connection may take, TLS included, in ms. Absent: 10 s. */
  readonly connectMs?: number
}

/** HTTP over undici: kept-alive connections, no redirects, certificates always verified, failures as values. */
export const createHttp = (options: HttpOptions = {}): Http => {
  const route = createRoutes(options)

  const send = async (request: HttpRequest): Promise<Result<HttpResponse>> => {
    const address = new URL(request.url)
    if (request.signal?.aborted === true) return err(fail('cancelled', { about: address.host }))
    try {
      return await exchange(request, address, await route(address))
    } catch (error) {
      if (error instanceof FailureError) return err({ ...error.failure, about: address.host })
      throw error
    }
  }

  return { send, close: () => route.close() }
}

type Routes = {
  (url: URL): Promise<{ readonly dispatcher: Dispatcher; readonly throughProxy: boolean }>
  readonly close: () => Promise<void>
}

/** One pool of connections for the direct way, and one for each proxy. */
const createRoutes = (options: HttpOptions): Routes => {
  // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect (hardening 17).
  const tls = {
    rejectUnauthorized: true,
    ...(options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] }),
  }
  const pool = { connections: 40, pipelining: 1, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 60_000 }
  const direct = new Agent({ ...pool, connect: { ...tls, timeout: options.connectMs ?? 10_000 } })
  const proxies = new Map<string, ProxyAgent>()
  const fromEnvironment = proxyFromEnvironment(process.env)

  const route = async (url: URL): Promise<{ dispatcher: Dispatcher; throughProxy: boolean }> => {
    if (isLoopback(url.hostname)) return { dispatcher: direct, throughProxy: false }
    const uri = options.proxyFor === undefined ? fromEnvironment(url.href) : await options.proxyFor(url.href)
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
