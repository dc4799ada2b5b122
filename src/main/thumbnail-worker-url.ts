/** Where the thumbnail worker lies: in a build beside the storage worker, in a checkout among the engine's sources. */
export const thumbnailWorkerBeside = (storageWorkerUrl: URL): URL =>
  storageWorkerUrl.pathname.endsWith('.ts')
    ? new URL('../transfers/thumbnail-worker.ts', storageWorkerUrl)
    : new URL('thumbnail-worker.js', storageWorkerUrl)
