import type { JobId } from '../../src/core/transfers/views.ts'
import type { Transfers } from '../../src/engine/transfers/transfers.ts'
import { atRest } from './at-rest.ts'
import { type Lives, lookAtTarget } from './lives.ts'
import { begin, drawDownload, drawUpload, isBegun, meddle, type Wish } from './wishes.ts'
import type { World } from './world.ts'

/** What was asked for, and which cancels were answered: job id to time. */
export type Told = { readonly wishes: readonly Wish[]; readonly cancelled: ReadonlyMap<string, number> }

/** How many steps of the script were taken. */
type Steps = { taken: number }

const mostEvents = 60_000

/** Plays one history: a storm in which anything happens, then calm weather in which everything has to end well. */
export const playHistory = async (world: World, lives: Lives): Promise<Told> => {
  const random = world.random.script
  const wishes = drawWishes(world)
  const cancelled = new Map<string, number>()
  const taken: Steps = { taken: 0 }
  const steps = random.pick([0, 1, 2, 4, 8, 14])
  const favourites = random.shuffle(stepKinds).slice(0, random.between(1, stepKinds.length))

  lives.start()
  const [first, ...others] = wishes
  if (first !== undefined) begin(lives, first)
  for (let step = 0; step < steps; step += 1) {
    await pass(
      world,
      lives,
      random.pick([random.between(0, 12), random.between(0, 80), random.between(0, 400)]),
    )
    lives.expectSilence(false)
    taken.taken += 1
    const next = others.find((wish) => !isBegun(world, wish))
    if (next !== undefined && random.next() < 0.3) begin(lives, next)
    else await take(random.pick(favourites), world, lives, cancelled, taken)
  }
  await pass(world, lives, random.pick([0, 300, mostEvents]))
  taken.taken += 1
  await calm(world, lives, wishes)
  return { wishes, cancelled }
}

const drawWishes = (world: World): readonly Wish[] => {
  const count = world.random.script.pick([1, 1, 2, 3])
  return Array.from({ length: count }, (_, number) =>
    world.mayRead && world.random.script.next() < 0.35
      ? drawDownload(world, number)
      : drawUpload(world, number),
  )
}

const stepKinds = [
  ...['crash', 'crash', 'crash', 'quit', 'pause', 'resume', 'cancel', 'retry'],
  ...['meddle', 'meddle', 'disk-full', 'week'],
] as const

const take = async (
  kind: (typeof stepKinds)[number],
  world: World,
  lives: Lives,
  cancelled: Map<string, number>,
  steps: Steps,
): Promise<void> => {
  const random = world.random.script
  const jobs = world.jobs()
  const job = jobs.length === 0 ? undefined : random.pick(jobs)
  const id = (job?.id ?? '') as JobId
  // An answer that comes after the next step says nothing of what goes on by then.
  const asked = steps.taken
  const silent = (): void => {
    if (steps.taken !== asked) return
    const still = world.jobs().every(({ state }) => state !== 'running')
    if (still && lives.callsUnderWay().size === 0) lives.expectSilence(true)
  }
  switch (kind) {
    case 'crash':
      await lives.crash()
      await rise(world, lives, random.pick([0, random.next() * 2_000, random.next() * 100_000]))
      return
    case 'quit':
      await lives.quit()
      await rise(world, lives, random.next() * 5_000)
      return
    case 'week':
      await lives.crash()
      await rise(world, lives, 7.5 * 24 * 3_600_000)
      return
    case 'disk-full':
      lives.fillDisk(random.between(1, 6))
      return
    case 'meddle':
      meddle(world, random)
      return
    case 'pause':
      if (job !== undefined) lives.call(`pause ${job.title}`, (transfers) => transfers.pause(id), silent)
      return
    case 'resume':
      if (job !== undefined) lives.call(`resume ${job.title}`, (transfers) => transfers.resume(id))
      return
    case 'retry':
      if (job !== undefined) lives.call(`retry ${job.title}`, (transfers) => transfers.retryFailed(id))
      return
    case 'cancel':
      // Not every time, or little would be left to watch.
      if (job === undefined || random.next() < 0.5) return
      lives.call(
        `cancel ${job.title}`,
        (transfers) => transfers.cancel(id),
        () => {
          if (world.jobs().some((now) => now.id === id && now.state === 'cancelled'))
            cancelled.set(id, world.time.now())
          silent()
        },
      )
  }
}

/** A new life after so long; what is on the wire meanwhile goes its way. */
const rise = async (world: World, lives: Lives, downMs: number): Promise<void> => {
  const state = { up: false }
  world.time.after(downMs, () => {
    state.up = true
  })
  await atRest()
  while (!state.up) {
    world.time.advance()
    await atRest()
  }
  lives.start()
  lives.call('resumeAll', (transfers) => transfers.resumeAll())
}

/** Lets up to so many things happen; fewer when nothing is under way any more. */
const pass = async (world: World, lives: Lives, events: number): Promise<boolean> => {
  for (let passed = 0; passed < events; passed += 1) {
    await atRest()
    if (world.time.advance()) continue
    if (lives.callsUnderWay().size > 0)
      world.judge.accuse('calls', `nothing is to come, and no answer: ${[...lives.callsUnderWay()].join()}`)
    return true
  }
  return false
}

const quiet = async (world: World, lives: Lives): Promise<boolean> => {
  if (await pass(world, lives, mostEvents)) return true
  world.judge.accuse('quiet', `no end after ${mostEvents} events`)
  return false
}

const calm = async (world: World, lives: Lives, wishes: readonly Wish[]): Promise<void> => {
  world.judge.note('--- calm')
  world.weather.calm()
  lives.fillDisk(0)
  lives.expectSilence(false)
  if (!(await quiet(world, lives))) return
  for (const wish of wishes) {
    if (!isBegun(world, wish)) begin(lives, wish)
    if (!(await quiet(world, lives))) return
  }
  for (let round = 0; round < 4; round += 1) {
    const open = await openJobs(world, lives)
    if (open.length === 0) break
    for (const { id, failed } of open)
      lives.call(`again ${id}`, (transfers: Transfers) =>
        failed ? transfers.retryFailed(id) : transfers.resume(id),
      )
    if (!(await quiet(world, lives))) return
  }
  lookAtTarget(world)
  // One more start finds nothing to do, and finishes what only a start can finish.
  await lives.quit()
  await rise(world, lives, 0)
  await quiet(world, lives)
}

/** Jobs that stand still or failed, as a person sees them. */
const openJobs = async (
  world: World,
  lives: Lives,
): Promise<{ readonly id: JobId; readonly failed: boolean }[]> => {
  const open: { id: JobId; failed: boolean }[] = []
  lives.call('list', async (transfers) => {
    for (const { id, state } of await transfers.list()) {
      if (state === 'failed') open.push({ id, failed: true })
      else if (state !== 'done' && state !== 'cancelled') open.push({ id, failed: false })
      world.judge.note(`  ${id} is ${state}`)
    }
  })
  await quiet(world, lives)
  return open
}
