import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { FileId } from '../../../src/core/file.ts'
import type { UserId } from '../../../src/core/person.ts'
import type { PortalId } from '../../../src/core/portal.ts'
import type { Result } from '../../../src/core/result.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import type { DownloadPolicy } from '../../../src/core/transfers/download-rules.ts'
import type { ConflictPolicy, JobId, JobView, UploadPlan } from '../../../src/core/transfers/views.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import { startDiskThread } from '../../../src/engine/disk/threads.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import type { Clock, Http, Log, Secrets } from '../../../src/engine/ports.ts'
import { openArchive, startStorageWorker } from '../../../src/engine/storage/client.ts'
import type { PortalContext } from '../../../src/engine/context.ts'
import { createTransfers } from '../../../src/engine/transfers/create.ts'
import type { TransferOptions } from '../../../src/engine/transfers/options.ts'
import type { Transfers } from '../../../src/engine/transfers/transfers.ts'
import type { LogEntry } from '../../portal/request-log.ts'
import { type Portal, type PortalOptions, startPortal } from '../../portal/server.ts'

/** A portal with one empty space, a profile on disk, and transfers that can be closed and opened again. */
export type World = {
  readonly portal: Portal
  readonly spaceId: SpaceId
  /** A folder of this computer that goes with the world. */
  readonly folder: string
  readonly changes: string[]
  transfers(): Transfers
  /** What other parts of the engine would be given, of the engine as it is open now. */
  context(): PortalContext
  /** The engine as after a start of the program: another worker, the same files. */
  reopen(): Promise<void>
  /** Starts again without cache and journal: another computer with the same key. */
  forget(): Promise<void>
  /** Ends the storage worker and drops the engine where it stands, as a crash would. */
  crash(): Promise<void>
  close(): Promise<void>
  /** Another space, which the archive knows too. */
  addSpace(name: string): Promise<SpaceId>
  /** Puts a file of these bytes below `folder` and answers its path. */
  put(path: string, bytes: Uint8Array): Promise<string>
}

const refuse = () => Promise.reject(new Error('Transfers know no secrets'))
const unused: Secrets = { read: refuse, write: refuse, remove: refuse }
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const workerUrl = new URL('../../../src/engine/storage/worker.ts', import.meta.url)

export type WorldOptions = {
  readonly portal?: PortalOptions
  readonly transfers?: Partial<TransferOptions>
  /** Absent: no thumbnails are made. */
  readonly startThumbnailWorker?: () => Worker
  /** Changes what goes over the network. */
  readonly http?: (http: Http) => Http
  readonly log?: Log
  readonly clock?: Clock
  /** The API client's own time limit. */
  readonly apiTimeoutMs?: number
}

const quick: Partial<TransferOptions> = {
  settleMs: 1_500,
  backoffMs: 50,
  longestWaitMs: 400,
  keyProbeMs: 300,
}

export const createWorld = async (options: WorldOptions = {}): Promise<World> => {
  const portal = await startPortal({ fixture: 'empty', ...options.portal })
  const folder = await mkdtemp(join(tmpdir(), 'foyer-transfers-'))
  const http = createHttp()
  const key = Buffer.alloc(32, 7).toString('hex')
  const log = options.log ?? silent
  const clock = options.clock ?? systemClock
  const foyerOf = (through: Http) =>
    createFoyerClient({
      ...{
        apiUrl: portal.url,
        key: () => portal.key,
        http: through,
        clock,
        random: systemRandom,
        log,
        ...(options.apiTimeoutMs === undefined ? {} : { timeoutMs: options.apiTimeoutMs }),
      },
      policy: { tries: 2, baseMs: 20, capMs: 200, retryAfterCapMs: 5_000, patienceMs: 5_000 },
    })
  const plain = foyerOf(http)
  const space = valueOf(
    await plain.spaces.create({ name: 'Harper & Lowe', members: { users: [], groups: [] } }),
  )
  const changes: string[] = []
  let crashed = false

  const open = async () => {
    const archive = await openArchive(
      { cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db'), keyHex: key },
      startStorageWorker(workerUrl),
    )
    await archive.run('spaces.upsert', { spaces: [space] })
    const through = options.http?.(http) ?? http
    const context: PortalContext = {
      ...{ portalId: 'p1' as PortalId, me: { id: 'u1' as UserId }, archive, foyer: foyerOf(through) },
      ports: {
        ...{ clock, random: systemRandom, http: through, log },
        secrets: unused,
        sessionSecrets: unused,
      },
      changed: (spaceId, topics) => changes.push(`${spaceId ?? '*'} ${topics.join()}`),
      reached: () => undefined,
      startDiskThread: () => startDiskThread(workerUrl),
    }
    const transfers = createTransfers(
      context,
      { ...quick, ...options.transfers },
      { startThumbnailWorker: options.startThumbnailWorker },
    )
    return { archive, transfers, context }
  }
  let now = await open()

  return {
    ...{ portal, folder, changes, spaceId: space.id },
    transfers: () => now.transfers,
    context: () => now.context,
    reopen: async () => {
      if (!crashed) {
        await now.transfers.close()
        await now.archive.close()
      }
      crashed = false
      now = await open()
    },
    forget: async () => {
      await now.transfers.close()
      await now.archive.close()
      for (const name of ['cache.db', 'journal.db']) await rm(join(folder, name), { force: true })
      now = await open()
    },
    crash: async () => {
      crashed = true
      await now.archive.close()
      await now.transfers.close()
    },
    close: async () => {
      if (!crashed) {
        await now.transfers.close()
        await now.archive.close()
      }
      await http.close()
      await portal.close()
      await rm(folder, { recursive: true, force: true })
    },
    addSpace: async (name) => {
      const made = valueOf(await plain.spaces.create({ name, members: { users: [], groups: [] } }))
      await now.archive.run('spaces.upsert', { spaces: [made] })
      return made.id
    },
    put: async (path, bytes) => {
      const full = join(folder, path)
      await mkdir(dirname(full), { recursive: true })
      await writeFile(full, bytes)
      return full
    },
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`)
  return result.value
}

export const plan = async (
  world: World,
  roots: readonly string[],
  folderId: FileId | null = null,
): Promise<UploadPlan> => valueOf(await world.transfers().plan({ spaceId: world.spaceId, folderId, roots }))

export const upload = async (
  world: World,
  roots: readonly string[],
  policy: ConflictPolicy = 'new-version',
): Promise<JobView> => {
  const { id } = await plan(world, roots)
  const { jobId } = valueOf(await world.transfers().startUpload(id, { policy, silent: true }))
  return world.transfers().ended(jobId)
}

export const download = async (
  world: World,
  to: string,
  fileIds: readonly FileId[] = [],
  more: { readonly policy?: DownloadPolicy; readonly ownFolder?: boolean } = {},
): Promise<JobView> => {
  const input = { spaceId: world.spaceId, folderId: null, fileIds, to, ...more }
  const { jobId } = valueOf(await world.transfers().startDownload(input))
  return world.transfers().ended(jobId)
}

/** Every file and empty folder below `folder`: path to SHA-256 ("folder" for folders). */
export const hashesOf = async (folder: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    found[name] = entry.isDirectory() ? 'folder' : sha256(await readFile(path))
  }
  return found
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const random = (length: number): Uint8Array => randomBytes(length)

/** Entries of the space as the portal has them: path to how many versions (folders: 0). */
export const remoteTree = (world: World, spaceId: SpaceId = world.spaceId): Record<string, number> => {
  const entries = [...world.portal.state.files(spaceId).all()]
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const pathOf = (id: string): string => {
    const entry = byId.get(id)
    if (entry === undefined) throw new Error(`No entry ${id}`)
    return entry.parent_id === null ? entry.name : `${pathOf(entry.parent_id)}/${entry.name}`
  }
  return Object.fromEntries(entries.map((entry) => [pathOf(entry.id), entry.versions.length]))
}

export const problemsOf = (job: JobView): Record<string, number> =>
  Object.fromEntries(job.problems.map(({ reason, count }) => [reason, count]))

/** Resolves when `holds` answers true, looked at whenever a job's numbers change. */
export const when = (world: World, holds: (jobs: readonly JobView[]) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = world.transfers().onProgress((jobs) => {
      if (!holds(jobs)) return
      stop()
      resolve()
    })
  })

/** Starts an upload and answers its id without waiting for the end. */
export const begin = async (
  world: World,
  roots: readonly string[],
  policy: ConflictPolicy = 'new-version',
): Promise<JobId> => {
  const { id } = await plan(world, roots)
  return valueOf(await world.transfers().startUpload(id, { policy, silent: true })).jobId
}

/** Requests the portal saw, by method and what they asked the storage for. */
export const blobRequests = (world: World, method: string, comp: string | null): LogEntry[] =>
  world.portal.log.entries().filter(({ service, method: used, url }) => {
    const asked = new URL(url, 'http://x').searchParams.get('comp')
    return service === 'blob' && used === method && asked === comp
  })

export const control = async (world: World, path: string, body: unknown): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${world.portal.control}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`Control ${path}: ${answer.status}`)
}
