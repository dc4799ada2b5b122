import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SpaceId } from '../../src/core/space.ts'
import type { Databases } from '../../src/engine/storage/databases.ts'
import { operations } from '../../src/engine/storage/operations.ts'
import type { StoredJob } from '../../src/engine/storage/tables/transfer-jobs.ts'
import type { StoredTransfer } from '../../src/engine/storage/tables/transfer-rows.ts'
import { createRandom, type Random } from '../portal/random.ts'
import { createJudge, type Judge } from './judge.ts'
import { createPortalModel, type PortalModel, spaceId, spaceName } from './portal-model.ts'
import { createSources, keyOf, type Sources } from './sources.ts'
import { createStorageModel, type StorageModel } from './storage-model.ts'
import { createVirtualTime, type VirtualTime } from './virtual-time.ts'
import { createWeather, type Weather } from './weather.ts'

/** All that one history has besides the engine: a computer, a portal, a storage, and what lies between them. */
export type World = {
  readonly time: VirtualTime
  readonly judge: Judge
  readonly weather: Weather
  readonly portal: PortalModel
  readonly storage: StorageModel
  readonly sources: Sources
  readonly databases: Databases
  /** What the script is drawn from, the network's delays, and the engine's own randomness. */
  readonly random: { readonly script: Random; readonly network: Random; readonly engine: Random }
  readonly blockBytes: number
  /** Whether tokens carry `r`. */
  readonly mayRead: boolean
  /** This computer's clock is this much ahead. */
  readonly skewMs: number
  /** The folder that downloads go to, absolute. */
  readonly target: string
  /** Contents that may lie whole in the target: the portal's, and what was there before. */
  readonly whole: Set<string>
  /** Puts a blob into the storage for the portal to have; answers its name. */
  store(bytes: Uint8Array): string
  jobs(): readonly StoredJob[]
  rows(jobId: string): readonly StoredTransfer[]
}

export type WorldOptions = {
  readonly seed: number
  readonly databases: Databases
  /** An empty folder of its own, absolute. */
  readonly folder: string
  /** How long after it was sent a request may still take effect, in ms. */
  readonly lateMs: number
}

const start = Date.UTC(2026, 7, 3, 9)
const hourMs = 3_600_000

export const createWorld = ({ seed, databases, folder, lateMs }: WorldOptions): World => {
  // A stream for each, so that one draw more in one of them does not change all the others.
  const streams = createRandom(seed)
  const stream = (): Random => createRandom(streams.between(0, 2 ** 32 - 1))
  const script = stream()
  const time = createVirtualTime(start)
  const judge = createJudge(() => time.now())
  const drawSkew = (): number =>
    script.pick([0, 0, script.between(-40, 40) * 1000, script.between(-9, 9) * hourMs])
  const [skewMs, storageSkewMs] = [drawSkew(), drawSkew()]
  const sas = {
    lifeMs: script.pick([4_000, 20_000, 120_000, 600_000]),
    permissions: script.pick(['racwd', 'racwd', 'rcw', 'cw']),
  }
  const blockBytes = script.pick([16, 64])
  const storage = createStorageModel(() => time.now() + storageSkewMs, judge)
  const portal = createPortalModel(
    () => time.now(),
    storage,
    () => sas,
  )
  const weather = createWeather(stream(), start, lateMs)
  judge.note(`seed ${seed}: blocks of ${blockBytes}, token ${sas.lifeMs / 1000} s ${sas.permissions}`)
  judge.note(`weather: ${weather.words}`)
  const sources = createSources(join(folder, 'source'))
  const target = join(folder, 'target')
  mkdirSync(sources.folder)
  mkdirSync(target)
  operations['spaces.upsert'](databases, {
    spaces: [
      {
        ...{ id: spaceId as SpaceId, name: spaceName, members: { users: [], groups: [] } },
        ...{ createdAt: start, updatedAt: start },
      },
    ],
  })
  const whole = new Set<string>()
  let stored = 0

  return {
    ...{ time, judge, weather, portal, storage, sources, databases, blockBytes, skewMs, target, whole },
    random: { script, network: stream(), engine: stream() },
    mayRead: sas.permissions.includes('r'),
    store: (bytes) => {
      stored += 1
      const name = `theirs-${stored}`
      storage.place(name, bytes, script.next() < 0.8)
      whole.add(keyOf(bytes))
      return name
    },
    jobs: () => operations['transfers.jobs'](databases, { jobId: null }).jobs,
    rows: (jobId) =>
      operations['transfers.page'](databases, { jobId, only: 'all', offset: 0, limit: 1_000, expected: null })
        .rows,
  }
}
