import type { PortalContext } from '../context.ts'
import type { DiskThreads } from '../disk/threads.ts'
import type { Arrivals } from './arrivals.ts'
import type { AtWork } from './at-work.ts'
import type { Blobs } from './blobs.ts'
import type { Buffers } from './buffers.ts'
import type { Gate } from './gate.ts'
import type { Level } from './level.ts'
import type { FolderJournal } from './folder-journal.ts'
import type { Journal } from './journal.ts'
import type { TransferOptions } from './options.ts'
import type { SasBroker } from './sas-broker.ts'
import type { Thumbnails } from './thumbnails.ts'
import type { Throttle } from './throttle.ts'

/** What the work on one file is given. */
export type Tools = {
  readonly context: PortalContext
  readonly options: TransferOptions
  readonly journal: Journal
  readonly folderJournal: FolderJournal
  readonly gate: Gate
  readonly blobs: Blobs
  readonly sas: SasBroker
  readonly throttle: Throttle
  /** For files that go by one request, and for blocks: apart, so that neither lane waits for the other's. */
  readonly smallBuffers: Buffers
  readonly blockBuffers: Buffers
  readonly disk: DiskThreads
  /** How many files of the small lane are at work at once. */
  readonly level: Level
  readonly arrivals: Arrivals
  /** Null: none are made. */
  readonly thumbnails: Thumbnails | null
  readonly atWork: AtWork
  /** Aborted when the program ends. */
  readonly closing: AbortSignal
}
