import type { RequestListener, Server } from 'node:http'
import { createRequire } from 'node:module'

import { BlobServiceClient } from '@azure/storage-blob'

import { intercept } from './intercept.ts'
import { emulatorAccount } from './service.ts'
import type { BlobService, BlobSurroundings } from './service.ts'

/**
 * Azurite's blob service, the real thing, in this process and in memory on a port of its own.
 * In the same process nothing can be left behind when the portal is killed, and each portal has a store
 * of its own that goes with it. Azurite publishes no types for its parts, so what is used is declared here.
 */
type AzuriteServer = {
  readonly httpServer: Server
  start(): Promise<void>
  close(): Promise<void>
  getHttpServerAddress(): string
}
type AzuriteParts = {
  readonly Configuration: new (...settings: readonly unknown[]) => unknown
  readonly BlobServer: new (configuration: unknown) => AzuriteServer
  readonly ChunkStore: new () => unknown
}

export async function startAzurite(around: BlobSurroundings): Promise<BlobService> {
  const { Configuration, BlobServer, ChunkStore } = loadAzurite()
  const off = false
  const server = new BlobServer(
    // host, port, keep-alive, two metadata paths and a place for extents (unused in memory), access log,
    // its stream, debug log, its path, loose, skip the API version check, certificate, key, password,
    // OAuth, account in the path, in memory, the memory.
    new Configuration(
      ...['127.0.0.1', 0, 60, 'blobs', 'extents', [], off, undefined, off, undefined],
      ...[off, true, '', '', '', undefined, true, true, new ChunkStore()],
    ),
  )
  const { httpServer } = server
  const [handle] = httpServer.listeners('request') as RequestListener[]
  if (handle === undefined) throw new Error('Azurite has no request listener')
  httpServer.removeAllListeners('request')
  httpServer.on('request', intercept(handle, around, 'here'))
  await server.start()

  const url = `${server.getHttpServerAddress()}/${emulatorAccount}`
  const client = new BlobServiceClient(url, around.account, { retryOptions: { maxTries: 1 } })
  const made = new Map<string, Promise<unknown>>()
  const blobClient = (container: string, blob: string) =>
    client.getContainerClient(container).getBlockBlobClient(blob)

  return {
    url,
    ensureContainer: async (container) => {
      const making = made.get(container) ?? client.getContainerClient(container).createIfNotExists()
      made.set(container, making)
      await making
    },
    has: (container, blob) => blobClient(container, blob).exists(),
    put: async (container, blob, bytes) => {
      await blobClient(container, blob).uploadData(bytes)
    },
    close: async () => {
      httpServer.closeAllConnections()
      await server.close()
    },
  }
}

/** Loaded when first wanted: it takes over a second, which a portal without Azurite does not owe. */
function loadAzurite(): AzuriteParts {
  const require = createRequire(import.meta.url)
  const configuration = require('azurite/dist/src/blob/BlobConfiguration.js') as {
    readonly default: AzuriteParts['Configuration']
  }
  const server = require('azurite/dist/src/blob/BlobServer.js') as {
    readonly default: AzuriteParts['BlobServer']
  }
  const memory = require('azurite/dist/src/common/persistence/MemoryExtentStore.js') as {
    readonly MemoryExtentChunkStore: AzuriteParts['ChunkStore']
  }
  return {
    Configuration: configuration.default,
    BlobServer: server.default,
    ChunkStore: memory.MemoryExtentChunkStore,
  }
}
