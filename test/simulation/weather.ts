import type { Random } from '../portal/random.ts'

/** What becomes of one request. Times in ms after it was sent. */
export type Fate =
  | { readonly kind: 'fine' }
  /** The connection never opened: certainly no effect. */
  | { readonly kind: 'refused' }
  /** A reset before, or after, the other side did what was asked. */
  | { readonly kind: 'lost-request' }
  | { readonly kind: 'lost-reply' }
  /** No answer within the time limit, and nothing was done. */
  | { readonly kind: 'black-hole' }
  /** The other side takes this long; `reset`: the connection breaks meanwhile, though it goes on working. */
  | { readonly kind: 'late'; readonly effectAfter: number; readonly reset: boolean }
  /** An error instead of the answer; `done`: although it was done. */
  | { readonly kind: 'error'; readonly status: 500 | 502; readonly done: boolean }
  | { readonly kind: 'throttled'; readonly status: 429 | 503; readonly seconds: number | null }
  | { readonly kind: 'captive' }
  | { readonly kind: 'key-refused' }
  /** The answer breaks off, ends early without saying so, or comes with a bit turned (the storage's alone). */
  | { readonly kind: 'broken-off' }
  | { readonly kind: 'short' }
  | { readonly kind: 'turned-bit' }
  /** A bit turns on the way there. */
  | { readonly kind: 'turned-request' }

export type Weather = {
  fateOf(request: { readonly api: boolean; readonly writes: boolean }, now: number): Fate
  /** From now on nothing goes wrong. */
  calm(): void
  /** A short description for a person. */
  readonly words: string
}

const singleKinds = [
  ...['refused', 'lost-request', 'lost-reply', 'black-hole', 'late', 'late-reset', 'error', 'error-done'],
  ...['throttled', 'captive', 'broken-off', 'short', 'turned-bit', 'turned-request'],
] as const
const frontKinds = ['offline', 'captive', 'throttled', 'key-refused', 'errors', 'black-hole'] as const

type Front = { readonly kind: (typeof frontKinds)[number]; readonly from: number; readonly to: number }

/**
 * Each history has its own few kinds of trouble: all kinds at once would hide what two of them do together.
 * `lateMs`: how long after it was sent a request may still take effect.
 */
export const createWeather = (random: Random, start: number, lateMs: number): Weather => {
  const rate = random.pick([0, 0.02, 0.05, 0.1, 0.2, 0.35])
  const kinds = random.shuffle(singleKinds).slice(0, random.between(1, 6))
  const fronts: Front[] = Array.from({ length: random.pick([0, 0, 1, 2, 3]) }, () => {
    const from = start + random.next() * random.pick([2_000, 20_000, 120_000])
    return {
      kind: random.pick(frontKinds),
      from,
      to: from + random.next() * random.pick([2_000, 60_000, 600_000]),
    }
  })
  let over = false

  const single = (api: boolean, writes: boolean): Fate => {
    const kind = random.pick(kinds)
    switch (kind) {
      case 'late':
      case 'late-reset':
        return { kind: 'late', effectAfter: random.next() * lateMs, reset: kind === 'late-reset' }
      case 'error':
      case 'error-done':
        return { kind: 'error', status: random.pick([500, 502]), done: kind === 'error-done' }
      case 'throttled':
        return throttling(random)
      // TLS keeps the API's own answers whole; what goes to and from the storage is checked end to end.
      case 'short':
      case 'turned-bit':
        return { kind: api ? 'broken-off' : kind }
      case 'turned-request':
        return { kind: api || !writes ? 'lost-request' : kind }
      default:
        return { kind }
    }
  }

  const underFront = (kind: Front['kind'], api: boolean): Fate => {
    switch (kind) {
      case 'offline':
        return { kind: 'refused' }
      case 'throttled':
        return throttling(random)
      case 'errors':
        return { kind: 'error', status: 500, done: false }
      case 'key-refused':
        return { kind: api ? 'key-refused' : 'fine' }
      case 'captive':
      case 'black-hole':
        return { kind }
    }
  }

  return {
    words: `${Math.round(rate * 100)} % ${kinds.join()}; ${fronts.map(({ kind }) => kind).join() || 'no fronts'}`,
    fateOf: ({ api, writes }, now) => {
      if (over) return { kind: 'fine' }
      const front = fronts.find(({ from, to }) => now >= from && now < to)
      if (front !== undefined && random.next() < 0.95) return underFront(front.kind, api)
      return random.next() < rate ? single(api, writes) : { kind: 'fine' }
    },
    calm: () => {
      over = true
    },
  }
}

const throttling = (random: Random): Fate => ({
  kind: 'throttled',
  status: random.pick([429, 503]),
  seconds: random.pick([null, 0, 1, 7, 45, 120]),
})
