import { randomBytes } from 'node:crypto'
import type { FoundryClock } from './clock.ts'
import type { Directory } from './directory.ts'
import type { FoundryFaults } from './faults.ts'
import type { PageNames } from './query.ts'
import type { Rate } from './rate.ts'

/** How the stand-in behaves just now; control routes and tests change it. */
export type Behaviour = {
  pageNames: PageNames
  /** Seconds a token lives. */
  tokenSeconds: number
  /** Whether a 429 says when to come back. */
  retryAfter: boolean
  /** People who come into the directory after each page that is answered, before everybody else. */
  insertBetweenPages: number
  /** Whether answers carry links.next and meta.total_count. */
  links: boolean
  total: boolean
  /** Another host: every request is sent there by a 307. */
  redirectTo: string | null
  /** After so many refusals for the rate the credentials are disabled. */
  disableAfter: number
  /** The network in between lets no PATCH through. */
  noPatch: boolean
}

export type Seen = {
  readonly method: string
  readonly url: string
  readonly at: number
  readonly status: number
  readonly override: string | null
}

export type Standing = {
  readonly clock: FoundryClock
  readonly directory: Directory
  readonly rate: Rate
  readonly faults: FoundryFaults
  readonly behaviour: Behaviour
  readonly clientId: string
  readonly clientSecret: string
  /** Access tokens and when they end, ms. */
  readonly tokens: Map<string, number>
  readonly seen: Seen[]
}

/** A new token's text. */
export const newToken = (): string => randomBytes(24).toString('base64url')

export const usualBehaviour = (): Behaviour => ({
  ...{ pageNames: 'both', tokenSeconds: 7200, retryAfter: true, insertBetweenPages: 0 },
  ...{ links: true, total: true, redirectTo: null, disableAfter: 50, noPatch: false },
})
