import type { UserId } from '../../../src/core/person.ts'
import type { PortalId } from '../../../src/core/portal.ts'
import type { Result } from '../../../src/core/result.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import type { Log, Random as RandomPort, Secrets } from '../../../src/engine/ports.ts'
import { createSync, type Sync } from '../../../src/engine/sync/sync.ts'
import { createRandom, type Random } from '../../portal/random.ts'
import { createJudge, type Judge } from '../judge.ts'
import { createLocalArchive, openLocalDatabases } from '../local-archive.ts'
import { apiUrl, createNetwork } from '../network.ts'
import type { Simulation } from '../simulate.ts'
import { clockOver, createVirtualTime, type VirtualTime } from '../virtual-time.ts'
import { createWeather, type Weather } from '../weather.ts'
import { createDeletions, type Deletions } from './deletions.ts'
import { judgeEqual, judgeFreshness } from './judge.ts'
import { createSyncPortal, keyUser, type SyncPortal } from './portal.ts'

const start = Date.UTC(2026, 7, 3, 9)
const minuteMs = 60_000
const refuse = () => Promise.reject(new Error('A sync knows no secrets'))
const unused: Secrets = { read: refuse, write: refuse, remove: refuse }

/** Microtasks run to their end before the next turn, and nothing here waits for anything but virtual time. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Most faults need little to happen, so nineteen in twenty histories are short; what needs much is left to the others. The
 * pinned seeds are of long ones.
 */
const isSmall = (seed: number): boolean => seed >= 2_000 && seed % 20 !== 0

type World = {
  readonly time: VirtualTime
  readonly judge: Judge
  readonly weather: Weather
  readonly portal: SyncPortal
  readonly deletions: Deletions
  readonly databases: ReturnType<typeof openLocalDatabases>['databases']
  readonly skewMs: number
  /** One of the many short histories of a portal with next to nothing in it. */
  readonly small: boolean
  readonly random: Readonly<Record<'script' | 'network' | 'engine', Random>>
}

type Life = { readonly sync: Sync; readonly ended: AbortController }

const begin = (world: World): Life => {
  const { time, judge } = world
  const ended = new AbortController()
  const noted =
    (level: string) =>
    (event: string, fields?: object): void =>
      judge.note(`${level} ${event} ${JSON.stringify(fields)}`)
  const log: Log = {
    ...{ info: noted('info'), warn: noted('warn') },
    error: (event, fields) => {
      noted('error')(event, fields)
      if (!ended.signal.aborted) judge.accuse('bug', `${event} ${JSON.stringify(fields)}`)
    },
  }
  const random: RandomPort = {
    number: () => world.random.engine.next(),
    uuid: () => world.random.engine.uuid(),
    bytes: (count) => Uint8Array.from({ length: count }, () => world.random.engine.between(0, 255)),
  }
  const clock = clockOver(time, world.skewMs)
  const http = createNetwork({
    ...world,
    random: world.random.network,
    storage: { handle: () => ({ status: 404, headers: {}, body: new Uint8Array(0) }) },
    ear: { sent: () => undefined, answered: () => undefined },
    ended: ended.signal,
  })
  const archive = createLocalArchive(world.databases, time, ended.signal, () => undefined)
  const foyer = createFoyerClient({ apiUrl, key: () => 'key', http, clock, random, log })
  const sync = createSync({
    ...{ portalId: 'portal' as PortalId, me: { id: keyUser as UserId }, archive, foyer },
    ports: { clock, random, http, log, secrets: unused, sessionSecrets: unused },
    ...{ changed: () => undefined, reached: () => undefined },
  })
  return { sync, ended }
}

/** Lets time pass for so long, or until `over`. */
const pass = async (time: VirtualTime, ms: number, over: () => boolean = () => false): Promise<boolean> => {
  const end = time.now() + ms
  const waker = time.after(ms, () => undefined)
  await rest()
  while (time.now() < end && !over()) {
    if (!time.advance()) break
    await rest()
  }
  waker()
  return over()
}

/** A kill: its requests and its archive hear of nothing more. */
const kill = async ({ sync, ended }: Life): Promise<void> => {
  ended.abort()
  void sync.close().catch(() => undefined)
  await rest()
}

/** Reads everything, as often as it takes in this weather. */
const everything = async (world: World, { sync }: Life, rule: string): Promise<void> => {
  for (let tries = 1; tries <= 4; tries += 1) {
    let outcome: Result<unknown> | undefined
    void sync
      .everything(() => undefined)
      .then((read) => {
        outcome = read
      })
      .catch(() => undefined)
    if (!(await pass(world.time, 120 * minuteMs, () => outcome !== undefined))) {
      world.judge.accuse(rule, 'reading everything never ended')
      return
    }
    if (outcome?.ok === true) return
    world.judge.note(`everything: ${JSON.stringify(outcome)}`)
  }
  world.judge.accuse(rule, 'reading everything failed four times in calm weather')
}

const play = async (world: World): Promise<void> => {
  const { time, judge, weather, portal, deletions, databases, random } = world
  const { script } = random
  let life = begin(world)
  life.sync.start()
  const waits = world.small ? [20, 50, 400, 400, 2_000] : [50, 400, 400, 400, 3_000, 3_000, 20_000, 70_000]
  for (let step = world.small ? script.between(1, 5) : script.between(3, 12); step > 0; step -= 1) {
    await pass(time, script.pick(waits))
    deletions.judge()
    judgeFreshness(databases, portal, judge)
    deletions.step()
    const dice = script.between(1, 20)
    if (dice <= 11)
      for (let more = script.between(1, 4); more > 0; more -= 1)
        judge.note(`portal: ${portal.change(script)}`)
    else if (dice <= 13) life.sync.watch(script.pick([...portal.spaces.keys()]) as SpaceId)
    else if (dice === 14) life.sync.refresh()
    else if (dice === 15) void life.sync.everything(() => undefined).catch(() => undefined)
    else if (dice === 16) life.sync.setOnline(script.next() < 0.5)
    else if (dice === 17) life.sync.setAwake(script.next() < 0.5)
    else {
      judge.note('--- killed')
      await kill(life)
      life = begin(world)
      life.sync.start()
    }
  }
  weather.calm()
  life.sync.watch(null)
  life.sync.setOnline(true)
  life.sync.setAwake(true)
  if (!world.small && script.next() < 0.02) {
    // A day and a half, with a sweep in it, finds everything without being asked.
    judge.note('--- left alone')
    deletions.undoAll()
    await pass(time, 36 * 60 * minuteMs)
    judgeEqual(databases, portal, judge, 'S1.6')
    judgeFreshness(databases, portal, judge)
  } else {
    // What is told to read everything waits out trouble like any other, so a kill ends what came before.
    await kill(life)
    life = begin(world)
    await everything(world, life, 'S1.13')
    deletions.judge()
    // What is taken back after everything was read is as the portal has it (O1.38).
    deletions.undoAll()
    judgeEqual(databases, portal, judge, 'S1.13')
  }
  await kill(life)
}

/** Plays whole histories of a portal that changes and a sync that follows it, on virtual time. */
export const openSyncSimulation = (): Simulation => {
  const local = openLocalDatabases()
  return {
    run: async (seed) => {
      local.clear()
      const streams = createRandom(seed)
      const stream = (): Random => createRandom(streams.between(0, 2 ** 32 - 1))
      const script = stream()
      const time = createVirtualTime(start)
      const judge = createJudge(() => time.now())
      const weather = createWeather(stream(), start, 25_000)
      judge.note(`seed ${seed}; weather: ${weather.words}`)
      const small = isSmall(seed)
      const portal = createSyncPortal(() => time.now(), stream(), small)
      const skewMs = script.pick([0, 0, script.between(-40, 40) * 1000])
      const bug = (error: unknown): void =>
        judge.accuse('bug', error instanceof Error ? (error.stack ?? error.message) : String(error))
      process.on('unhandledRejection', bug)
      try {
        const random = { script, network: stream(), engine: stream() }
        const deletions = createDeletions(local.databases, portal, stream(), () => time.now(), judge)
        const { databases } = local
        await play({ time, judge, weather, portal, deletions, databases, skewMs, small, random })
      } catch (error) {
        bug(error)
      } finally {
        process.off('unhandledRejection', bug)
      }
      return { seed, accusations: judge.accusations(), notes: judge.notes(), events: time.events() }
    },
    close: () => local.close(),
  }
}
