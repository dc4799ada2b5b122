import type { Worker } from 'node:worker_threads'
import type { Failure } from '../core/failure.ts'
import type { PortalId } from '../core/portal.ts'
import type { UserId } from '../core/person.ts'
import type { ChangeTopic, SpaceId } from '../core/space.ts'
import type { FoyerClient } from './foyer/client.ts'
import type { Ports } from './ports.ts'
import type { Archive } from './storage/client.ts'
import type { Throttle } from './transfers/throttle.ts'

/** What every part of one portal's engine is given: its archive, its API client, the ports, and two ears. */
export type PortalContext = {
  readonly portalId: PortalId
  /** Whose key it is. */
  readonly me: { readonly id: UserId }
  readonly archive: Archive
  readonly foyer: FoyerClient
  readonly ports: Ports
  /** Starts a thread that reads and hashes files; absent: that is done in this thread. */
  readonly startDiskThread?: (() => Worker) | undefined
  /** The bandwidth limit this computer's portals share; absent: this one has its own. */
  readonly throttle?: Throttle | undefined
  /** Says that the archive changed; the window re-reads what it shows. `spaceId` null: possibly every space. */
  readonly changed: (spaceId: SpaceId | null, topics: readonly ChangeTopic[]) => void
  /** Tells how the last request to the portal ended, for the connection status: undefined means it was answered. */
  readonly reached: (failure: Failure | undefined) => void
}
