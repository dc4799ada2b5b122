import type { Dispatcher } from 'undici'
import { type Failure, fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { HttpRequest, HttpResponse } from '../ports.ts'
import { type Circumstances, failureOf } from './http-failure.ts'

const defaultLimit = 32 * 1024 * 1024
/** A body that nobody reads yet is held up once this much of it is here. */
const ahead = 1_048_576
const sliceBytes = 65_536

/**
 * One request over undici's lowest layer: no stream and no signal of its own for each of many thousand requests.
 * `throughProxy` is what the dispatcher leads through.
 */
export const exchange = (
  request: HttpRequest,
  address: URL,
  chosen: { readonly dispatcher: Dispatcher; readonly throughProxy: boolean },
): Promise<Result<HttpResponse>> =>
  new Promise((resolve) => {
    const state = { started: false, late: false, answered: false, ended: false }
    let controller: Dispatcher.DispatchController | undefined
    const circumstances = (): Circumstances => ({
      ...{ started: state.started, late: state.late, throughProxy: chosen.throughProxy },
      host: address.host,
      cancelled: request.signal?.aborted === true,
      effect: request.method !== 'GET' && request.method !== 'HEAD',
    })
    const body = createBody(
      circumstances,
      () => controller?.pause(),
      () => controller?.resume(),
      () => controller?.abort(new Error('Not wanted any more')),
    )
    /** Ends the exchange from our side, wherever it is. */
    const stop = (): void => {
      controller?.abort(new Error('Ended'))
      failed(new Error('Ended'))
    }
    const forget = (): void => {
      state.ended = true
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', stop)
    }
    const failed = (error: unknown): void => {
      if (state.ended) return
      const failure = failureOf(error, circumstances())
      forget()
      body.fail(failure, error)
      resolve(err(failure))
    }
    // undici's own limit for the head begins only once a connection is open; this one covers the way there too.
    const timer = setTimeout(() => {
      state.late = true
      stop()
    }, request.timeoutMs)
    request.signal?.addEventListener('abort', stop, { once: true })

    const handler: Dispatcher.DispatchHandler = {
      /**
       * Tells when a request begins to be written to an open connection. Before that (DNS, connecting, TLS, the
       * proxy's tunnel) it certainly has not reached the other side: repeating it can double nothing (quality rule 1).
       */
      onRequestStart: (given) => {
        controller = given
        if (state.ended) given.abort(new Error('Ended'))
        else state.started = true
      },
      onResponseStart: (_controller, status, headers) => {
        if (status < 200) return
        state.answered = true
        clearTimeout(timer)
        resolve(ok({ status, headers: flatten(headers), bytes: body.bytes, chunks: body.chunks }))
      },
      onResponseData: (_controller, chunk) => body.push(chunk),
      onResponseEnd: () => {
        forget()
        body.end()
      },
      onResponseError: (_controller, error) => failed(error),
    }
    try {
      chosen.dispatcher.dispatch(
        {
          origin: address.origin,
          path: `${address.pathname}${address.search}`,
          method: request.method,
          headers: { ...request.headers },
          body: bodyOf(request, () => {
            if (!state.answered && !state.ended) timer.refresh()
          }),
          headersTimeout: 0,
          bodyTimeout: request.timeoutMs,
        },
        handler,
      )
    } catch (error) {
      failed(error)
    }
  })

/** With a pace the body goes in slices, each when it may (T1.83); the time limit counts from the last slice. */
const bodyOf = (request: HttpRequest, moved: () => void): string | Uint8Array | null => {
  const { body, pace } = request
  if (body === undefined) return null
  if (pace === undefined || typeof body === 'string') return body
  const slices = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < body.length; at += sliceBytes) {
      const slice = body.subarray(at, at + sliceBytes)
      await pace(slice.length, request.signal)
      moved()
      yield slice
    }
  }
  // undici takes iterables as bodies, though its types don't say so.
  return slices() as unknown as Uint8Array
}

type Body = Pick<HttpResponse, 'bytes' | 'chunks'> & {
  push(chunk: Uint8Array): void
  end(): void
  fail(failure: Failure, cause: unknown): void
}

/** What has arrived of a body and was not read yet. */
const createBody = (
  circumstances: () => Circumstances,
  pause: () => void,
  resume: () => void,
  abandon: () => void,
): Body => {
  let parts: Uint8Array[] = []
  let waiting = 0
  let over = false
  let paused = false
  let problem: FailureError | undefined
  let wake = (): void => undefined

  const news = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })

  const take = (): Uint8Array[] => {
    const taken = parts
    parts = []
    waiting = 0
    if (paused) {
      paused = false
      resume()
    }
    return taken
  }

  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    let whole = false
    try {
      for (;;) {
        for (const part of take()) yield part
        if (problem !== undefined) throw problem
        if (over && parts.length === 0) break
        if (parts.length === 0) await news()
      }
      whole = true
    } finally {
      // Whoever breaks out of the loop does not want the rest: the connection is closed.
      if (!whole && !over) abandon()
    }
  }

  return {
    push: (chunk) => {
      parts.push(chunk)
      waiting += chunk.byteLength
      if (waiting > ahead && !paused) {
        paused = true
        pause()
      }
      wake()
    },
    end: () => {
      over = true
      wake()
    },
    fail: (failure, cause) => {
      problem ??= new FailureError(failure, { cause })
      over = true
      wake()
    },
    chunks,
    bytes: async (limit = defaultLimit) => {
      const read: Uint8Array[] = []
      let length = 0
      while (!(over && parts.length === 0 && problem === undefined)) {
        for (const part of take()) {
          length += part.byteLength
          read.push(part)
        }
        if (length > limit) {
          if (!over) abandon()
          return err(tooLong(circumstances()))
        }
        if (problem !== undefined) return err(problem.failure)
        if (!over && parts.length === 0) await news()
      }
      const [only] = read
      return ok(read.length === 1 && only !== undefined ? only : Buffer.concat(read, length))
    },
  }
}

const tooLong = ({ host, effect }: Circumstances): Failure => ({
  ...fail('unexpected-answer', { about: host }),
  ...(effect ? { unsure: true } : {}),
})

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** undici answers names in lower case; only what comes more than once (Set-Cookie, say) is a list. */
const flatten = (headers: Headers): Readonly<Record<string, string>> => {
  const flat: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return flat
}
