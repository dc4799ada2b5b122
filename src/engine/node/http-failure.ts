import { type Failure, type FailureCode, fail } from '../../core/failure.ts'

/** What is known of a request when it fails. */
export type Circumstances = {
  /** Host and port of the other side; nothing else of the URL, for it may carry a SAS. */
  readonly host: string
  /** The caller's signal was aborted. */
  readonly cancelled: boolean
  /** Our own time limit for the response's head has passed. */
  readonly late: boolean
  readonly throughProxy: boolean
  /** The request began to be written to an open connection, so the other side may have it. */
  readonly started: boolean
  /** Anything but GET and HEAD. */
  readonly effect: boolean
}

/** Turns undici's and Node's errors into a failure. Only codes are looked at: the texts may quote what was sent. */
export const failureOf = (error: unknown, about: Circumstances): Failure => {
  const code = classify(codeOf(error), about)
  const failure = fail(code, { about: about.host })
  return about.started && about.effect ? { ...failure, unsure: true } : failure
}

const classify = (code: string, about: Circumstances): FailureCode => {
  if (about.cancelled) return 'cancelled'
  if (about.late && about.started) return 'timed-out'
  if (isTls(code)) return 'tls'
  // Until the tunnel stands, only the proxy was spoken to: 407, another refusal of CONNECT, or no proxy at all.
  if (about.throughProxy && !about.started) return 'proxy'
  // T1.60: no connection in time is no connection; only a request that was sent can be without its answer.
  if (!about.started) return 'unreachable'
  if (code.endsWith('_TIMEOUT') || code === 'ETIMEDOUT') return 'timed-out'
  if (code.startsWith('HPE_')) return 'unexpected-answer'
  return 'unreachable'
}

const tlsCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'EPROTO',
  'UND_ERR_PRX_TLS',
])

const isTls = (code: string): boolean =>
  tlsCodes.has(code) || /^(CERT_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|CRL_|ERROR_IN_CERT_)/.test(code)

/** The error's code, or its cause's: Node wraps a try over several addresses, undici a failed TLS through a proxy. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return ''
  const inner = codeOf(error.cause)
  if (isTls(inner)) return inner
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici's parser leaves the code out for some of the answers that are no HTTP at all.
  if (error.name === 'HTTPParserError') return 'HPE_'
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return inner
}
