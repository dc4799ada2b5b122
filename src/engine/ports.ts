import type { Result } from '../core/result.ts'

/** Milliseconds since the epoch, and timers that a test can drive. */
export type Clock = {
  now(): number
  /** Resolves after `ms`, or rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export type Random = {
  /** A number in [0, 1). */
  number(): number
  /** A uuid v4. */
  uuid(): string
  bytes(count: number): Uint8Array
}

export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
  /**
   * A bandwidth limit: called before each slice of the body, resolves when that many bytes may go. Rejects for no
   * other reason than the signal's.
   */
  readonly pace?: (bytes: number, signal: AbortSignal | undefined) => Promise<void>
  /** Time limit for the response's head, and between two chunks of its body, in milliseconds. */
  readonly timeoutMs: number
}

export type HttpResponse = {
  readonly status: number
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The whole body; bodies beyond `limit` bytes (32 MiB when absent) are refused as `unexpected-answer`. */
  bytes(limit?: number): Promise<Result<Uint8Array>>
  /** The body as it comes. The reader must finish it or break out of the loop, which closes the connection. Throws FailureError. */
  chunks(): AsyncIterable<Uint8Array>
}

/**
 * One request, one answer. Redirects are never followed (hardening 19): the 3xx itself is the answer.
 * What goes wrong on the way is a failure: `unreachable`, `timed-out`, `tls`, `proxy`, `cancelled`.
 */
export type Http = {
  send(request: HttpRequest): Promise<Result<HttpResponse>>
  close(): Promise<void>
}

/** The operating system's keychain, or memory. Values are never logged. Every call has a time limit of its own. */
export type Secrets = {
  read(account: string): Promise<Result<string | undefined>>
  /** Written and read back before it says ok (hardening 22). */
  write(account: string, secret: string): Promise<Result<void>>
  remove(account: string): Promise<Result<void>>
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Structured log. Callers give names, counts and codes; never secrets, message text or SAS tokens. */
export type Log = {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** Everything the engine may touch of the outside world, given at the door. */
export type Ports = {
  readonly clock: Clock
  readonly random: Random
  readonly http: Http
  readonly secrets: Secrets
  /** For a person who chose "keep until I quit": memory only, never written anywhere. */
  readonly sessionSecrets: Secrets
  readonly log: Log
}
