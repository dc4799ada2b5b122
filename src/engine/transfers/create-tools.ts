import type { Worker } from 'node:worker_threads'
import type { PortalContext } from '../context.ts'
import { createDiskThreads } from '../disk/threads.ts'
import { createArrivals } from './arrivals.ts'
import { createAtWork } from './at-work.ts'
import { createBlobs } from './blobs.ts'
import { createBuffers } from './buffers.ts'
import { createGate } from './gate.ts'
import { createFolderJournal } from './folder-journal.ts'
import { createJournal } from './journal.ts'
import { createLevel } from './level.ts'
import type { TransferOptions } from './options.ts'
import { createSasBroker } from './sas-broker.ts'
import { createThrottle } from './throttle.ts'
import { createThumbnails } from './thumbnails.ts'
import type { Tools } from './tools.ts'

/** Puts together what all of a portal's transfers share. */
export const createTools = (
  context: PortalContext,
  options: TransferOptions,
  given: {
    readonly closing: AbortSignal
    /** Absent: pictures are sent without thumbnails. */
    readonly startThumbnailWorker: (() => Worker) | undefined
    /** What waits has another reason now, or none. */
    readonly waitsChanged: () => void
  },
): Tools => {
  const { ports, archive } = context
  const { closing, startThumbnailWorker } = given
  const { first, ...bounds } = options.smallFiles
  const level = createLevel(first, bounds, ports.clock)
  const gate = createGate({
    ...{ clock: ports.clock, random: ports.random, options },
    onTrouble: () => level.trouble(),
    onChange: given.waitsChanged,
    knock: (signal) => context.foyer.me({ signal }),
  })
  const sas = createSasBroker({ foyer: context.foyer, clock: ports.clock, signal: closing })
  const throttle = context.throttle ?? createThrottle(ports.clock)
  const blobs = createBlobs({
    throttle,
    ...{ http: ports.http, clock: ports.clock, timeoutMs: options.blobTimeoutMs },
    onDate: (date) => sas.learnDate(date),
  })
  return {
    ...{ context, options, gate, sas, blobs, level, throttle, closing },
    journal: createJournal(archive, context.me.id, ports.clock, closing, (error) => {
      ports.log.warn('transfers.journal', { error: error instanceof Error ? error.name : 'unknown' })
    }),
    folderJournal: createFolderJournal(archive, ports.clock, closing),
    smallBuffers: createBuffers(options.smallBytes),
    blockBuffers: createBuffers(options.blocks * options.blockBytes),
    disk: createDiskThreads(context.startDiskThread),
    arrivals: createArrivals(context, closing),
    thumbnails:
      startThumbnailWorker === undefined
        ? null
        : createThumbnails(
            { context, blobs, sas, limits: options.thumbnails, closing },
            startThumbnailWorker,
          ),
    atWork: createAtWork(),
  }
}
