import type { StorageSharedKeyCredential } from '@azure/storage-blob'

import type { PortalClock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { RequestLog } from '../request-log.ts'
import type { SasDesk } from '../sas.ts'

/** The blob service a portal hands tokens out for. */
export type BlobService = {
  /** The account's URL, with no slash at its end. */
  readonly url: string
  ensureContainer(container: string): Promise<void>
  has(container: string, blob: string): Promise<boolean>
  put(container: string, blob: string, bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** What both services need of the portal. */
export type BlobSurroundings = {
  readonly account: StorageSharedKeyCredential
  readonly desk: SasDesk
  readonly faults: Faults
  readonly log: RequestLog
  readonly clock: PortalClock
}

/** The well-known account of storage emulators: it protects nothing and no other is built into Azurite. */
export const emulatorAccount = 'devstoreaccount1'
export const emulatorKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
