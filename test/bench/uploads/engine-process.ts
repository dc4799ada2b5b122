// The engine in a plain Node process of its own, for measurements: `node engine-process.js INSTRUCTION` (built.ts) sends a
// folder into a space as the product does, and prints what it did as one JSON line.
import { createEngine } from '../../../src/engine/create.ts'
import { startDiskThread } from '../../../src/engine/disk/threads.ts'
import { keepHeapSmall } from '../../../src/engine/node/heap.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import type { Log, Secrets } from '../../../src/engine/ports.ts'
import { ok, type Result } from '../../../src/core/result.ts'
import { startStorageWorker } from '../../../src/engine/storage/client.ts'

export type Instruction = {
  readonly dataDir: string
  readonly url: string
  readonly key: string
  readonly spaceName: string
  readonly root: string
}

/** Numbers of files; the times leave out the process's own start. */
export type Report = {
  readonly done: number
  readonly failed: number
  readonly planMs: number
  readonly sendMs: number
}

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const memory = new Map<string, string>()
const secrets: Secrets = {
  read: async (account) => ok(memory.get(account)),
  write: async (account, secret) => {
    memory.set(account, secret)
    return ok(undefined)
  },
  remove: async (account) => {
    memory.delete(account)
    return ok(undefined)
  },
}
const log: Log = {
  info: () => undefined,
  warn: (event, fields) => console.error(event, fields),
  error: (event, fields) => console.error(event, fields),
}

keepHeapSmall()
// Beside this file once it is built (built.ts).
const workerUrl = new URL('./storage-worker.js', import.meta.url)
const { dataDir, url, key, spaceName, root } = JSON.parse(process.argv[2] ?? '') as Instruction
const http = createHttp()
const engine = valueOf(
  await createEngine({
    dataDir,
    ports: { clock: systemClock, random: systemRandom, http, log, secrets, sessionSecrets: secrets },
    startWorker: () => startStorageWorker(workerUrl),
    startDiskThread: () => startDiskThread(workerUrl),
    background: false,
  }),
)
const { portal } = valueOf(
  await engine.portals.connect({ name: 'bench', region: 'custom', url, key, keeping: 'session' }),
)
const opened = valueOf(await engine.open(portal.id))
valueOf(await opened.sync.spaces())
const space = valueOf(await opened.spaces.find(spaceName))
const place = { spaceId: space.id, folderId: null }

const planAt = performance.now()
const plan = valueOf(await opened.transfers.plan({ ...place, roots: [root] }))
const sendAt = performance.now()
// A window would listen: the numbers go out ten times a second.
const deaf = opened.transfers.onProgress(() => undefined)
const { jobId } = valueOf(
  await opened.transfers.startUpload(plan.id, { policy: 'new-version', silent: true }),
)
const ended = await opened.transfers.ended(jobId)
const endAt = performance.now()
deaf()
const report: Report = {
  done: ended.files.done,
  failed: ended.files.failed,
  planMs: sendAt - planAt,
  sendMs: endAt - sendAt,
}
console.log(JSON.stringify(report))
await engine.close()
await http.close()
