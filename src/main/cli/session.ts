import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { fail, FailureError } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'
import { createEngine } from '../../engine/create.ts'
import { startDiskThread } from '../../engine/disk/threads.ts'
import type { Engine } from '../../engine/engine.ts'
import { systemClock } from '../../engine/node/clock.ts'
import { createHttp } from '../../engine/node/http.ts'
import { systemRandom } from '../../engine/node/random.ts'
import { startTextWorker } from '../../engine/pins/start-text-worker.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import { startStorageWorker } from '../../engine/storage/client.ts'
import type { Log } from '../../engine/ports.ts'
import { serveControl } from '../control/serve.ts'
import { chooseSecrets } from '../ports/choose-secrets.ts'
import { dataDirOf, defaultUserDataDir } from '../profile-dir.ts'
import { thumbnailWorkerBeside } from '../thumbnail-worker-url.ts'
import { type Flags, required } from './arguments.ts'
import type { Output } from './output.ts'
import { ownSettings } from './own-settings.ts'
import { foundryWaitWords } from './people-words.ts'

/** What every command is given. */
export type Invocation = {
  readonly name: string
  readonly words: readonly string[]
  readonly flags: Flags
  readonly workerUrl: URL
  readonly output: Output
  readonly signal: AbortSignal
}

/** A command answers its exit status, or the failure that stopped it. */
export type CommandFunction = (invocation: Invocation) => Promise<Result<number>>

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Opens the profile, does the work, closes everything. */
export const withEngine = async (
  invocation: Invocation,
  work: (engine: Engine) => Promise<Result<number>>,
): Promise<Result<number>> => {
  const userDataDir = resolve(
    invocation.flags['user-data-dir'] ?? defaultUserDataDir(process.platform, homedir(), process.env),
  )
  const chosen = chooseSecrets(process.env)
  if (chosen.note !== undefined) invocation.output.problem(chosen.note)
  const http = createHttp()
  const engine = await createEngine({
    dataDir: dataDirOf(userDataDir),
    ownFolder: userDataDir,
    ports: { clock: systemClock, random: systemRandom, http, log: quiet, ...chosen.secrets },
    startWorker: () => startStorageWorker(invocation.workerUrl),
    startThumbnailWorker: () =>
      new Worker(thumbnailWorkerBeside(invocation.workerUrl), { name: 'thumbnails' }),
    startDiskThread: () => startDiskThread(invocation.workerUrl),
    startTextWorker: () => startTextWorker(invocation.workerUrl),
    background: false,
    // N1.5: the lock is the window's.
    opened: (here) => serveControl(here, { log: quiet, closed: () => false }),
  })
  if (!engine.ok) return engine
  engine.value.setLimits(await ownSettings(invocation.flags))
  try {
    return await work(engine.value)
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure)
    if (invocation.signal.aborted) return err(fail('cancelled'))
    throw error
  } finally {
    await engine.value.close()
    await http.close()
  }
}

/** Opens the portal that --portal names. */
export const withPortal = (
  invocation: Invocation,
  work: (portal: PortalEngine) => Promise<Result<number>>,
): Promise<Result<number>> => withEngine(invocation, (engine) => withOpened(invocation, engine, work))

/** The same in an engine that is there. */
export const withOpened = async (
  invocation: Invocation,
  engine: Engine,
  work: (portal: PortalEngine) => Promise<Result<number>>,
): Promise<Result<number>> => {
  const name = required(invocation.flags, 'portal')
  if (!name.ok) return name
  const id = engine.portals.find(name.value)
  if (!id.ok) return id
  const portal = await engine.open(id.value)
  if (!portal.ok) return portal
  const stop = portal.value.foundry.onWait((wait) => {
    const words = foundryWaitWords(wait, Date.now())
    if (words !== null) invocation.output.problem(words)
  })
  try {
    return await work(portal.value)
  } finally {
    stop()
  }
}
