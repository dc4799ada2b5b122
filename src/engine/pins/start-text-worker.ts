import { Worker } from 'node:worker_threads'

/** Starts the thread that reads files for their text. `storageWorker` is the archive's worker, built or source: ours lies beside it. */
export const startTextWorker = (storageWorker: URL): Worker => {
  const place = storageWorker.pathname.endsWith('.ts') ? '../pins/text-worker.ts' : './text-worker.js'
  // A document may be made to take all memory there is: the thread ends before the program does.
  return new Worker(new URL(place, storageWorker), {
    name: 'text',
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
}
