import { setTimeout as wait } from 'node:timers/promises'
import { createRandom, type Random } from '../portal/random.ts'
import { blocksSentAgain } from './blocks-again.ts'
import { compare } from './compare.ts'
import { settleMs } from './engine.ts'
import { killUntilDone } from './kill-until-done.ts'
import { inLanes } from './lanes.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { openStand, type Stand, type Tree } from './stand.ts'

// Azurite keeps everything in memory and the portal its log: a stand serves so many jobs, then comes a new one.
const jobsPerStand = 8
const shape = { small: 116, large: 4 }
// A thousand kills are a thousand kills over 20,000 files, not over a few that are hit again and again.
const killsPerJob = 6

/**
 * Faults 1–5: the process that sends is killed at random moments and started again until its job is done, job after job,
 * until it was killed `runs` times. Every second job's tokens don't allow reading, so that the journal alone knows.
 */
export const uploadKill = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, (share, outcome) => killSenders(share, outcome, { begin: () => undefined, lateMs: 0 }))

/**
 * Fault 3: one registration in four is saved late, up to twice the settle time after it was asked for, and its reply
 * never comes: the connection breaks, stays silent, or a gateway gives up. The sender is killed all the while.
 */
export const uploadKillLateCommit = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async (share, outcome) => {
    await killSenders(share, outcome, { begin: saveLate, lateMs: 2 * settleMs })
  })

type Trouble = {
  /** Begins the trouble for one job. */
  readonly begin: (stand: Stand, random: Random) => void
  /** How late the portal may still save something. */
  readonly lateMs: number
}

const saveLate = ({ portal }: Stand, random: Random): void => {
  portal.faults.clear()
  for (let count = 0; count < 20; count += 1) {
    portal.faults.add({
      ...{ route: 'POST /v1/spaces/:id/files', skip: random.between(0, 3), count: 1 },
      commitLateMs: random.between(0, 2 * settleMs),
      ...random.pick([{}, { hang: true }, { status: 500 }, { status: 504 }]),
    })
  }
}

const killSenders = async (
  { runs, seed }: FaultOptions,
  outcome: Outcome,
  { begin, lateMs }: Trouble,
): Promise<void> => {
  const random = createRandom(seed)
  for (let kills = 0; kills < runs;) {
    const stand = await openStand()
    const trees: Tree[] = []
    try {
      for (let job = 0; job < jobsPerStand && kills < runs; job += 1) {
        stand.portal.sas.set({ permissions: job % 2 === 0 ? 'racwd' : 'cw' })
        const tree = await stand.tree(random, shape)
        trees.push(tree)
        begin(stand, random)
        const upload = { direction: 'upload', spaceId: stand.spaceId, path: tree.path } as const
        const died = await killUntilDone(stand, upload, random, Math.min(killsPerJob, runs - kills), outcome)
        kills += died
        note(outcome, 'kills', died)
        note(outcome, 'jobs', 1)
      }
      // What is still to be saved late may double a file after its job was done.
      if (lateMs > 0) await wait(lateMs + 500)
      for (const tree of trees) addDamage(outcome, await compare(stand, tree))
      tellOfStand(stand, outcome)
    } finally {
      await stand.close()
    }
  }
}

const tellOfStand = ({ portal, place }: Stand, outcome: Outcome): void => {
  const log = portal.log.entries()
  const late = log.filter((entry) => entry.late).length
  if (late > 0) note(outcome, 'registrations saved late', late)
  const { blocks, again } = blocksSentAgain(log, place.folder)
  note(outcome, 'blocks', blocks)
  note(outcome, 'acknowledged blocks sent again', again)
  if (again > 0) outcome.broken.push(`${again} blocks were sent again after they were acknowledged`)
}
