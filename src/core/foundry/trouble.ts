import { type Failure, fail } from '../failure.ts'
import { backoffMs } from '../retry.ts'
import { windowMs } from './pace.ts'

/** Words of an error in any of the shapes Foundry answers (F1.12). `body` is parsed JSON where there was any. */
export const wordsOf = (body: unknown, text: string): string => {
  const found = words(body)
  if (found.length > 0) return found.join('; ')
  return text
    .replaceAll(/<(style|script|title|head)[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const words = (body: unknown): readonly string[] => {
  if (Array.isArray(body)) return body.flatMap(words)
  if (typeof body === 'string') return body.trim() === '' ? [] : [body.trim()]
  if (typeof body !== 'object' || body === null) return []
  const one = body as Readonly<Record<string, unknown>>
  if (Array.isArray(one['errors'])) return one['errors'].flatMap(words)
  if (typeof one['message'] === 'string') {
    const field = one['field_name']
    return [typeof field === 'string' && field !== '' ? `${field}: ${one['message']}` : one['message']]
  }
  for (const name of ['detail', 'title', 'error_description', 'error']) {
    const said = one[name]
    if (typeof said === 'string' && said.trim() !== '') return [said.trim()]
  }
  return []
}

/** What an answer that is no success means. */
export const troubleOf = (status: number, words: string, about: string): Failure => {
  const more = { about, status, ...(words === '' ? {} : { detail: words }) }
  if (status >= 300 && status < 400) return fail('foundry-redirected', { about, status })
  if (status >= 500) return fail('foundry-down', more)
  switch (status) {
    case 401:
      return fail('foundry-login', more)
    case 403:
      return fail('foundry-forbidden', more)
    case 409:
      return fail('foundry-schema', more)
    case 414:
      return fail('foundry-too-long', { about, status })
    case 429:
      return fail('foundry-busy', more)
    default:
      return fail('foundry-refused', more)
  }
}

const most = { busy: 8, error: 3, away: 6 } as const
/** Whoever asks for a longer pause is not waited for: nobody sits before a window that long. */
const longestWaitMs = 10 * 60_000

/**
 * F1.5, F1.6: how long to wait before the request goes again, or null when it does not. `tries` counts those made,
 * `random` is in [0, 1). `writes`: it changes something, so it goes again only when it certainly did not arrive.
 */
export const waitBeforeNext = (
  failure: Failure,
  { tries, writes, random }: { readonly tries: number; readonly writes: boolean; readonly random: number },
): number | null => {
  if ((failure.retryAfterMs ?? 0) > longestWaitMs) return null
  if (failure.code === 'foundry-busy') {
    if (tries >= most.busy) return null
    const jitter = backoffMs(tries, random, { baseMs: 2_000, capMs: 120_000 })
    if (failure.retryAfterMs !== undefined) return failure.retryAfterMs + Math.min(jitter, 2_000)
    // However small the draws were: before the last try every request counted against us has left the window.
    return tries === most.busy - 1 ? Math.max(jitter, windowMs) : jitter
  }
  if (writes && failure.unsure === true) return null
  if (failure.code === 'foundry-down' && (failure.status === undefined || failure.status === 500)) {
    return tries >= most.error ? null : 1_000
  }
  if (failure.code === 'foundry-down' || failure.code === 'unreachable' || failure.code === 'timed-out') {
    if (tries >= most.away) return null
    return failure.retryAfterMs ?? 1_000 + backoffMs(tries, random, { baseMs: 2_000, capMs: 30_000 })
  }
  return null
}
