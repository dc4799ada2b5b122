// A process of its own that syncs a portal into an archive, so that a test can kill it at any moment.
// Arguments: cache file, journal file, key as hex, portal URL, API key, own user id. Prints a line per finished space.
import { openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { createSync } from '../../src/engine/sync/sync.ts'
import { workerUrl } from './archive.ts'
import { portalContext } from './portal-archive.ts'

const [cachePath = '', journalPath = '', keyHex = '', url = '', key = '', me = ''] = process.argv.slice(2)
const archive = await openArchive({ cachePath, journalPath, keyHex }, startStorageWorker(workerUrl))
const context = portalContext(archive, { url, key, me })
const sync = createSync(context)
const outcome = await sync.everything(({ done, total }) => console.log(`${done} of ${total ?? '?'}`))
console.log(outcome.ok ? 'complete' : outcome.error.code)
await sync.close()
await context.close()
await archive.close()
