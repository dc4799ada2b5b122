import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { isBlobHost, parseSas, sasStanding, type SasTerms } from '../../core/transfers/sas.ts'
import type { FoyerClient } from '../foyer/client.ts'
import type { Clock } from '../ports.ts'
import type { ContainerUrl } from './blobs.ts'

/** Keeps a good token for each space (T1.20–T1.23). */
export type SasBroker = {
  /**
   * Runs one request with a token that has `permission`. When the storage refuses the token it is renewed once and the
   * request repeated, never more than the request (T1.21).
   */
  use<T>(
    spaceId: SpaceId,
    permission: 'r' | 'w',
    work: (url: ContainerUrl) => Promise<Result<T>>,
  ): Promise<Result<T>>
  /** Whether tokens of this space carry a permission. */
  allows(spaceId: SpaceId, permission: 'r' | 'w'): Promise<Result<boolean>>
  /** Renews every token that is no longer good; a renewal that fails is tried again by whoever needs the token. */
  renewDue(): Promise<void>
  /** Learns the storage's clock from an answer's Date header. */
  learnDate(date: string): void
}

type Token = SasTerms & { readonly url: ContainerUrl; readonly fetchedAt: number }

export const createSasBroker = (tools: {
  readonly foyer: FoyerClient
  readonly clock: Clock
  readonly signal: AbortSignal
}): SasBroker => {
  const { foyer, clock } = tools
  const tokens = new Map<SpaceId, Token>()
  const places = new Map<SpaceId, string>()
  const fetching = new Map<SpaceId, Promise<Result<Token>>>()
  let storageSkew: number | undefined

  // T1.23: the storage's own Date where one was seen, else the portal's; never this computer's clock alone.
  const now = (): number => clock.now() + (storageSkew ?? foyer.clockSkewMs())

  const fetchToken = async (spaceId: SpaceId): Promise<Result<Token>> => {
    const answer = await foyer.spaces.sas(spaceId, { signal: tools.signal })
    if (!answer.ok) return answer
    const { url, token } = answer.value
    const place = placeOf(url)
    // T1.22: bytes go to Azure's hosts alone, and for one space always to the same container.
    if (place === undefined || (places.get(spaceId) ?? place.container) !== place.container) {
      return err(fail('sas-refused', { about: place?.host ?? 'sas', detail: 'host' }))
    }
    places.set(spaceId, place.container)
    const terms = parseSas(place.query === '' ? token : place.query)
    if (terms === undefined) return err(fail('unexpected-answer', { about: place.host, detail: 'se' }))
    const whole = place.query === '' ? `${url.replace(/\?$/, '')}?${token.replace(/^\?/, '')}` : url
    const made = { ...terms, url: whole, fetchedAt: now() }
    tokens.set(spaceId, made)
    return ok(made)
  }

  /** T1.20: at most one request for a token of a space is under way; all who need it wait for that one. */
  const renew = (spaceId: SpaceId): Promise<Result<Token>> => {
    const under = fetching.get(spaceId)
    if (under !== undefined) return under
    const begun = fetchToken(spaceId).finally(() => fetching.delete(spaceId))
    fetching.set(spaceId, begun)
    return begun
  }

  const current = async (spaceId: SpaceId): Promise<Result<Token>> => {
    const held = tokens.get(spaceId)
    if (held === undefined) return renew(spaceId)
    switch (sasStanding(held, held.fetchedAt, now())) {
      case 'good':
        return ok(held)
      case 'due': {
        // While the old one is good, a renewal that fails costs nothing.
        const renewed = await renew(spaceId)
        return renewed.ok ? renewed : ok(held)
      }
      case 'ended':
        return renew(spaceId)
    }
  }

  /** A token that lacks a permission may have been made before the portal granted it: it is renewed once, not at once again. */
  const permitted = async (spaceId: SpaceId, permission: 'r' | 'w'): Promise<Result<Token>> => {
    const held = await current(spaceId)
    if (!held.ok || has(held.value, permission) || now() - held.value.fetchedAt < graceMs) return held
    return renew(spaceId)
  }

  return {
    use: async (spaceId, permission, work) => {
      const first = await permitted(spaceId, permission)
      if (!first.ok) return first
      if (!has(first.value, permission)) return err(fail('sas-permission', { detail: permission }))
      const result = await work(first.value.url)
      if (result.ok || result.error.code !== 'sas-refused') return result
      const held = tokens.get(spaceId)
      // Another worker may have renewed it while this request was under way.
      const second = held !== undefined && held.url !== first.value.url ? ok(held) : await renew(spaceId)
      return second.ok ? work(second.value.url) : second
    },
    allows: async (spaceId, permission) => {
      const token = await current(spaceId)
      return token.ok ? ok(has(token.value, permission)) : token
    },
    renewDue: async () => {
      const due = [...tokens].filter(([, token]) => sasStanding(token, token.fetchedAt, now()) !== 'good')
      await Promise.all(due.map(([spaceId]) => renew(spaceId)))
    },
    learnDate: (date) => {
      const theirs = Date.parse(date)
      // The header has whole seconds: half a second too little on average.
      if (!Number.isNaN(theirs)) storageSkew = theirs + 500 - clock.now()
    },
  }
}

const graceMs = 2_000

/** A token without readable permissions is tried; the storage then says what is missing. */
const has = (token: Token, permission: 'r' | 'w'): boolean =>
  token.permissions === '' ||
  token.permissions.includes(permission) ||
  (permission === 'w' && token.permissions.includes('c'))

const placeOf = (
  text: string,
): { readonly container: string; readonly host: string; readonly query: string } | undefined => {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!isBlobHost(url)) return undefined
  return { container: `${url.origin}${url.pathname}`, host: url.host, query: url.search.slice(1) }
}
