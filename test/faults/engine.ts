import { join } from 'node:path'
import type { UserId } from '../../src/core/person.ts'
import type { PortalId } from '../../src/core/portal.ts'
import type { Result } from '../../src/core/result.ts'
import { createFoyerClient } from '../../src/engine/foyer/create.ts'
import type { FoyerClient } from '../../src/engine/foyer/client.ts'
import { startDiskThread } from '../../src/engine/disk/threads.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import { keepWasmCode } from '../../src/engine/node/wasm.ts'
import type { Http, Log, Secrets } from '../../src/engine/ports.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import type { StoredTransfer } from '../../src/engine/storage/tables/transfer-rows.ts'
import { createTransfers } from '../../src/engine/transfers/create.ts'
import type { Transfers } from '../../src/engine/transfers/transfers.ts'

// Only faults that are meant may end this process.
keepWasmCode()

/** Where a profile lies and which portal it belongs to: all a process needs to go on with it. */
export type Place = { readonly folder: string; readonly url: string; readonly key: string }

export type Engine = {
  readonly archive: Archive
  readonly foyer: FoyerClient
  readonly transfers: Transfers
  close(): Promise<void>
}

/** Small blocks make files of a few hundred KiB go by many of them. */
export const blockBytes = 131_072

// The settle time stays longer than the client's own time limit, as in the product (quality rule 1), only both shorter.
const apiTimeoutMs = 2_500
export const settleMs = 3_000
const quick = { blockBytes, settleMs, backoffMs: 50, longestWaitMs: 800 }

const refuse = () => Promise.reject(new Error('Transfers know no secrets'))
const unused: Secrets = { read: refuse, write: refuse, remove: refuse }
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const workerUrl = new URL('../../src/engine/storage/worker.ts', import.meta.url)

/** What a driver listens to: what goes over the network, and what has just been written to the journal. */
type Ears = {
  readonly through: (http: Http) => Http
  readonly journaled: (rows: readonly StoredTransfer[]) => void
}

const heard = (archive: Archive, journaled: Ears['journaled']): Archive => ({
  ...archive,
  run: async (name, input) => {
    const output = await archive.run(name, input)
    // The name tells what the input is; the compiler can't follow that through a generic.
    if (name === 'transfers.write') journaled((input as { readonly rows: readonly StoredTransfer[] }).rows)
    return output
  },
})

/** The engine's transfers in this process, on real files and the real network. */
export const openEngine = async (
  place: Place,
  { through, journaled }: Ears = { through: (http) => http, journaled: () => undefined },
): Promise<Engine> => {
  const plain = createHttp()
  const http = through(plain)
  const ports = {
    ...{ clock: systemClock, random: systemRandom, http, log: quiet },
    ...{ secrets: unused, sessionSecrets: unused },
  }
  const opened = await openArchive(
    {
      cachePath: join(place.folder, 'cache.db'),
      journalPath: join(place.folder, 'journal.db'),
      keyHex: '07'.repeat(32),
    },
    startStorageWorker(workerUrl),
  )
  const archive = heard(opened, journaled)
  const foyer = createFoyerClient({
    ...{
      apiUrl: place.url,
      key: () => place.key,
      http,
      clock: systemClock,
      random: systemRandom,
      log: quiet,
    },
    timeoutMs: apiTimeoutMs,
    policy: { tries: 2, baseMs: 20, capMs: 200, retryAfterCapMs: 5_000, patienceMs: 5_000 },
  })
  const transfers = createTransfers(
    {
      ...{ portalId: 'faults' as PortalId, me: { id: 'me' as UserId }, archive, foyer, ports },
      changed: () => undefined,
      reached: () => undefined,
      startDiskThread: () => startDiskThread(workerUrl),
    },
    quick,
  )
  return {
    ...{ archive, foyer, transfers },
    close: async () => {
      await transfers.close()
      await archive.close()
      await plain.close()
    },
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`)
  return result.value
}
