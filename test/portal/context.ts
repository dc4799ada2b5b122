import type { BlobService } from './blobs/service.ts'
import type { PortalClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Forms } from './options.ts'
import type { RequestLog } from './request-log.ts'
import type { SasDesk } from './sas.ts'
import type { Store } from './store.ts'

/** What every route may use. */
export type PortalContext = {
  readonly store: Store
  readonly clock: PortalClock
  readonly desk: SasDesk
  readonly blobs: BlobService
  readonly faults: Faults
  readonly log: RequestLog
  readonly forms: Forms
  /** The API key that is good now; null when it was revoked. */
  key: string | null
  latencyMs: number
  /** Proves that a request was made by the portal itself (see `internalHeaders`). */
  readonly internalSecret: string
  /** Makes the space's container and puts the fixture's files into it, once. */
  openContainer(spaceId: string): Promise<string>
  /** A new version 4 uuid. */
  newId(): string
}
