import { ContainerSASPermissions, generateBlobSASQueryParameters, SASProtocol } from '@azure/storage-blob'
import type { StorageSharedKeyCredential } from '@azure/storage-blob'

import type { PortalClock } from './clock.ts'

/** What a token was issued for; the token itself is known by its signature alone. */
type Issued = {
  readonly container: string
  readonly expires: number
  readonly permissions: string
  revoked: boolean
}

type SasRefusal = 'AuthenticationFailed' | 'AuthorizationPermissionMismatch'

/** Issues SAS tokens for containers and remembers what it issued. */
export type SasDesk = {
  issue(container: string): string
  /** Why a request with this token may not pass; undefined when it may. One of the letters `need` must be in its `sp`; none asked for, none looked at. */
  refuse(query: URLSearchParams, container: string, need: readonly string[]): SasRefusal | undefined
  /** Whether the portal itself ended the token (Azure does so when an account key is rotated). */
  revoked(query: URLSearchParams): boolean
  /** A token the blob service accepts by this computer's clock, whatever the portal's clock says. */
  translate(container: string, permissions: string): string
  permissionsOf(query: URLSearchParams): string
  revokeAll(): void
  /** Life in seconds and permission letters of the tokens issued from now on. */
  set(terms: { seconds?: number | undefined; permissions?: string | undefined }): void
  terms(): { seconds: number; permissions: string }
}

export function createSasDesk(
  account: StorageSharedKeyCredential,
  clock: PortalClock,
  sasSeconds: number,
): SasDesk {
  const issued = new Map<string, Issued>()
  let seconds = sasSeconds
  let permissions = 'racwd'
  let number = 0

  function sign(container: string, letters: string, startsOn: number, expiresOn: number): URLSearchParams {
    const signed = generateBlobSASQueryParameters(
      {
        containerName: container,
        permissions: ContainerSASPermissions.parse(letters),
        protocol: SASProtocol.HttpsAndHttp,
        startsOn: new Date(startsOn),
        expiresOn: new Date(expiresOn),
      },
      account,
    )
    return new URLSearchParams(signed.toString())
  }

  function forgetExpired(): void {
    const now = clock.now()
    for (const [signature, token] of issued) {
      if (token.expires > now - 3_600_000) break
      issued.delete(signature)
    }
  }

  const find = (query: URLSearchParams) => issued.get(query.get('sig') ?? '')

  return {
    issue: (container) => {
      forgetExpired()
      const now = clock.now()
      // `se` counts whole seconds, so it is rounded up: a token never ends earlier than promised.
      const expires = Math.ceil((now + seconds * 1000) / 1000) * 1000
      // Times in a token are whole seconds: each begins at another one, or two of the same second would be one token,
      // and a new one would bring back the one that was revoked.
      number += 1
      const query = sign(container, permissions, now - 300_000 - (number % 300) * 1_000, expires)
      issued.set(query.get('sig') ?? '', { container, expires, permissions, revoked: false })
      return query.toString()
    },
    refuse: (query, container, need) => {
      const token = find(query)
      if (token?.container !== container) return 'AuthenticationFailed'
      if (token.revoked || token.expires <= clock.now()) return 'AuthenticationFailed'
      if (need.length > 0 && !need.some((letter) => token.permissions.includes(letter)))
        return 'AuthorizationPermissionMismatch'
      return undefined
    },
    revoked: (query) => find(query)?.revoked ?? false,
    translate: (container, letters) => {
      const now = Date.now()
      return sign(container, letters, now - 300_000, now + 3_600_000).toString()
    },
    permissionsOf: (query) => find(query)?.permissions ?? '',
    revokeAll: () => {
      for (const token of issued.values()) token.revoked = true
    },
    set: (terms) => {
      seconds = terms.seconds ?? seconds
      permissions = terms.permissions ?? permissions
    },
    terms: () => ({ seconds, permissions }),
  }
}
