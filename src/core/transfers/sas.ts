/** What a token says of itself: when it ends, in ms since the epoch by the storage's clock, and what it allows. */
export type SasTerms = { readonly expiresAt: number; readonly permissions: string }

/** Reads `se` and `sp` from a token ("sv=…&se=…&sp=…&sig=…"); undefined when it carries no readable `se`. */
export const parseSas = (token: string): SasTerms | undefined => {
  const value = (name: string): string | undefined => {
    const pair = token
      .replace(/^\?/, '')
      .split('&')
      .find((part) => part.startsWith(`${name}=`))
    return pair === undefined ? undefined : decode(pair.slice(name.length + 1))
  }
  const expiresAt = Date.parse(value('se') ?? '')
  return Number.isNaN(expiresAt) ? undefined : { expiresAt, permissions: value('sp') ?? '' }
}

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

const marginMs = 90_000

/**
 * T1.20: whether a token is to be replaced. `fetchedAt` and `now` are by the storage's clock.
 * `due` at half its life or under 90 s left; for a token that never had 90 s, half its life alone counts.
 * `ended` when it can't be used any more.
 */
export const sasStanding = (terms: SasTerms, fetchedAt: number, now: number): 'good' | 'due' | 'ended' => {
  const life = terms.expiresAt - fetchedAt
  const left = terms.expiresAt - now
  if (left <= 0) return 'ended'
  const margin = life > marginMs ? Math.max(life / 2, marginMs) : life / 2
  return left <= margin ? 'due' : 'good'
}

/** The parts of a WHATWG URL that the check below needs. */
export type SasUrl = {
  readonly protocol: string
  readonly hostname: string
  readonly username: string
  readonly password: string
}

const azureHosts =
  /^[a-z0-9-]+(\.[a-z0-9]+)?\.(blob\.core\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)|blob\.storage\.azure\.net)$/
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** T1.22: whether a container's address may be given our bytes: Azure's own hosts over https, or this computer. */
export const isBlobHost = (url: SasUrl): boolean => {
  if (url.username !== '' || url.password !== '') return false
  if (loopback.test(url.hostname)) return url.protocol === 'https:' || url.protocol === 'http:'
  return url.protocol === 'https:' && azureHosts.test(url.hostname)
}
