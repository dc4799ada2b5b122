/** One request as the portal saw it. The API key is never part of it, and a SAS signature is struck out. */
export type LogEntry = {
  readonly n: number
  readonly service: 'api' | 'blob'
  readonly method: string
  readonly url: string
  /** The route's pattern, such as `/v1/spaces/:id/messages`; `unknown` when none matched. */
  readonly route: string
  /** When it arrived, by this computer's clock (ISO 8601). */
  readonly at: string
  /** What was answered; null while under way or when the connection was cut before an answer. */
  status: number | null
  authorised: boolean
  /** Bytes of the request's body, as its Content-Length said. */
  readonly bodyBytes: number
  /** How long it took, in milliseconds; null while under way. */
  milliseconds: number | null
  /** The fault that was applied to it. */
  fault: string | null
  /** Set when the portal itself made the request later, for a fault with `commitLateMs`. */
  readonly late: boolean
}

export type RequestLog = {
  begin(request: Pick<LogEntry, 'service' | 'method' | 'url' | 'route' | 'bodyBytes' | 'late'>): LogEntry
  end(entry: LogEntry, status: number | null): void
  entries(): readonly LogEntry[]
  clear(): void
}

const kept = 100_000

export function createRequestLog(): RequestLog {
  let entries: LogEntry[] = []
  let n = 0
  return {
    begin: (request) => {
      n += 1
      const entry: LogEntry = {
        ...request,
        n,
        url: request.url.replace(/([?&]sig=)[^&]*/g, '$1…'),
        at: new Date().toISOString(),
        status: null,
        authorised: false,
        milliseconds: null,
        fault: null,
      }
      // A benchmark sends more than anyone reads: the oldest half goes when there are too many.
      if (entries.length >= kept) entries = entries.slice(kept / 2)
      entries.push(entry)
      return entry
    },
    end: (entry, status) => {
      entry.status = status
      entry.milliseconds = Date.now() - Date.parse(entry.at)
    },
    entries: () => entries,
    clear: () => {
      entries = []
    },
  }
}
