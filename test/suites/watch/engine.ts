import { join } from 'node:path'
import type { UserId } from '../../../src/core/person.ts'
import type { PortalId } from '../../../src/core/portal.ts'
import type { PortalContext } from '../../../src/engine/context.ts'
import type { FoyerClient } from '../../../src/engine/foyer/client.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import type { Log, Secrets } from '../../../src/engine/ports.ts'
import { openArchive, startStorageWorker } from '../../../src/engine/storage/client.ts'
import { createTransfers } from '../../../src/engine/transfers/create.ts'
import { createWatchFolders, type WatchFolders } from '../../../src/engine/watch/watch-folders.ts'
import { workerUrl } from '../archive.ts'

/** All that a process needs to go on with a profile. */
export type Place = { readonly folder: string; readonly url: string; readonly key: string }

const refuse = () => Promise.reject(new Error('Watching knows no secrets'))
const unused: Secrets = { read: refuse, write: refuse, remove: refuse }
const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

// The settle time stays longer than the client's own time limit, as in the product (quality rule 1), only both shorter.
const quick = { settleMs: 3_000, backoffMs: 50, longestWaitMs: 800 }
const pace = { stableMs: 150, lookMs: 40, longestMs: 1_000, rootMs: 100, retryMs: 100, longestRetryMs: 400 }

/** The engine's transfers and watched folders of one portal, in this process. */
export const openWatching = async (
  place: Place,
): Promise<{
  readonly foyer: FoyerClient
  readonly watchFolders: WatchFolders
  run(): Promise<void>
  close(): Promise<void>
}> => {
  const http = createHttp()
  const archive = await openArchive(
    {
      cachePath: join(place.folder, 'cache.db'),
      journalPath: join(place.folder, 'journal.db'),
      keyHex: '07'.repeat(32),
    },
    startStorageWorker(workerUrl),
  )
  const foyer = createFoyerClient({
    ...{ apiUrl: place.url, key: () => place.key, http, clock: systemClock, random: systemRandom, log },
    timeoutMs: 2_500,
    policy: { tries: 2, baseMs: 20, capMs: 200, retryAfterCapMs: 5_000, patienceMs: 5_000 },
  })
  const context: PortalContext = {
    ...{ portalId: 'watching' as PortalId, me: { id: 'me' as UserId }, archive, foyer },
    ports: {
      ...{ clock: systemClock, random: systemRandom, http, log },
      ...{ secrets: unused, sessionSecrets: unused },
    },
    changed: () => undefined,
    reached: () => undefined,
  }
  const transfers = createTransfers(context, quick)
  const watchFolders = createWatchFolders(context, { transfers, ownFolder: place.folder }, pace)
  return {
    foyer,
    watchFolders,
    run: async () => {
      await transfers.resumeAll()
      await watchFolders.start()
    },
    close: async () => {
      await watchFolders.close()
      await transfers.close()
      await archive.close()
      await http.close()
    },
  }
}
