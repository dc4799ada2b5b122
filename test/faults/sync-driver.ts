// A process of its own that syncs a portal, so that it can be killed at any moment: `node sync-driver.ts INSTRUCTION`.
// Prints `working` once its archive is open. It polls by itself while it reads everything, as the product does.
import { createSync } from '../../src/engine/sync/sync.ts'
import { openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { workerUrl } from '../suites/archive.ts'
import { portalContext } from '../suites/portal-archive.ts'
import { type Death, dying } from './dying.ts'

type SyncInstruction = {
  readonly cachePath: string
  readonly journalPath: string
  readonly keyHex: string
  readonly url: string
  readonly key: string
  readonly me: string
  readonly death: Death | null
}

const { cachePath, journalPath, keyHex, death, ...portal } = JSON.parse(
  process.argv[2] ?? '',
) as SyncInstruction
const archive = await openArchive({ cachePath, journalPath, keyHex }, startStorageWorker(workerUrl))
const context = portalContext(archive, portal, undefined, (http) => dying(http, death))
const sync = createSync(context)
console.log('working')
sync.start()
await sync.everything(() => undefined)
await sync.close()
await context.close()
await archive.close()
console.log('done')
