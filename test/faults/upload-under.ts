import { createRandom, type Random } from '../portal/random.ts'
import { compare } from './compare.ts'
import { openEngine } from './engine.ts'
import { runJob } from './job.ts'
import { inLanes } from './lanes.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { openStand, type Stand } from './stand.ts'

/** Trouble that lasts as long as a job. */
export type Trouble = {
  readonly sasSeconds?: number
  readonly shape: { readonly small: number; readonly large: number }
  /** Begins the trouble; answers its end. */
  readonly begin: (stand: Stand, random: Random) => () => void
  /** What is worth telling of a job that went through it. */
  readonly tell: (stand: Stand, outcome: Outcome) => void
}

const jobsPerStand = 10

/** Sends `runs` trees through some trouble, a process's worth at a time, and compares each with what the portal holds. */
export const uploadUnder = (trouble: Trouble, options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async ({ runs, seed }, outcome) => {
    const random = createRandom(seed)
    for (let done = 0; done < runs; done += jobsPerStand) {
      await sendTrees(trouble, Math.min(runs - done, jobsPerStand), random, outcome)
    }
  })

const sendTrees = async (
  trouble: Trouble,
  count: number,
  random: Random,
  outcome: Outcome,
): Promise<void> => {
  const { sasSeconds } = trouble
  const stand = await openStand(sasSeconds === undefined ? {} : { sasSeconds })
  const engine = await openEngine(stand.place)
  try {
    for (let job = 0; job < count; job += 1) {
      const tree = await stand.tree(random, trouble.shape)
      stand.portal.log.clear()
      const end = trouble.begin(stand, random)
      const ended = await runJob(engine, {
        ...{ direction: 'upload', spaceId: stand.spaceId, path: tree.path },
      })
      end()
      stand.portal.faults.clear()
      addDamage(outcome, await compare(stand, tree))
      note(outcome, 'files that failed', ended.files.failed)
      for (const { reason, count: failed } of ended.problems) note(outcome, `failed: ${reason}`, failed)
      trouble.tell(stand, outcome)
    }
  } finally {
    await engine.close()
    await stand.close()
  }
}

/** Requests of the job that a fault struck. */
export const struck = (stand: Stand): number =>
  stand.portal.log.entries().filter(({ fault }) => fault !== null).length
