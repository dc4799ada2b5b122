import type { PortalContext } from '../context.ts'
import type { Arrivals } from './arrivals.ts'
import type { AtWork } from './at-work.ts'
import type { Blobs } from './blobs.ts'
import type { Gate } from './gate.ts'
import type { Journal } from './journal.ts'
import type { TransferOptions } from './options.ts'
import type { SasBroker } from './sas-broker.ts'
import type { Slots } from './slots.ts'
import type { Thumbnails } from './thumbnails.ts'

/** What the work on one file is given. */
export type Tools = {
  readonly context: PortalContext
  readonly options: TransferOptions
  readonly journal: Journal
  readonly gate: Gate
  readonly blobs: Blobs
  readonly sas: SasBroker
  readonly slots: Slots
  readonly arrivals: Arrivals
  /** Null: none are made. */
  readonly thumbnails: Thumbnails | null
  readonly atWork: AtWork
  /** Aborted when the program ends. */
  readonly closing: AbortSignal
}
