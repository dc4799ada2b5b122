// The engine in a plain Node process of its own, for measurements: `node engine-process.js INSTRUCTION` (built.ts) sends a
// folder into a space as the product does, and prints what it did as one JSON line.
import { monitorEventLoopDelay } from 'node:perf_hooks'
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
  /** A folder that is sent first, by the same engine, and is in no figure: what is compiled and learnt by then stays. */
  readonly warmUp?: string
  /** Nothing is sent: the plan alone is measured. */
  readonly planOnly?: boolean
}

/** Numbers of files; the times leave out the process's own start. */
export type Report = {
  readonly done: number
  readonly failed: number
  readonly planMs: number
  readonly sendMs: number
  /** Files of the plan, and the entries it refused. */
  readonly planned: number
  /** How long the engine's thread did not turn while it planned. */
  readonly planGaps: { readonly p99Ms: number; readonly longestMs: number }
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
const {
  dataDir,
  url,
  key,
  spaceName,
  root,
  warmUp,
  planOnly = false,
} = JSON.parse(process.argv[2] ?? '') as Instruction
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

const send = async (folder: string): Promise<Report> => {
  const delays = monitorEventLoopDelay({ resolution: 2 })
  delays.enable()
  const planAt = performance.now()
  const plan = valueOf(await opened.transfers.plan({ ...place, roots: [folder] }))
  const sendAt = performance.now()
  delays.disable()
  const planned = {
    ...{ planned: plan.files, planMs: sendAt - planAt },
    planGaps: { p99Ms: delays.percentile(99) / 1e6, longestMs: delays.max / 1e6 },
  }
  if (planOnly) return { done: 0, failed: 0, sendMs: 0, ...planned }
  // A window would listen: the numbers go out ten times a second.
  const deaf = opened.transfers.onProgress(() => undefined)
  const { jobId } = valueOf(
    await opened.transfers.startUpload(plan.id, { policy: 'new-version', silent: true }),
  )
  const ended = await opened.transfers.ended(jobId)
  const sendMs = performance.now() - sendAt
  deaf()
  return { done: ended.files.done, failed: ended.files.failed, sendMs, ...planned }
}

if (warmUp !== undefined) await send(warmUp)
console.log(JSON.stringify(await send(root)))
await engine.close()
await http.close()
