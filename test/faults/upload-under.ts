import { createRandom, type Random } from '../portal/random.ts'
import { compare } from './compare.ts'
import { openEngine } from './engine.ts'
import { runJob } from './job.ts'
import { addDamage, type FaultOptions, noDamage, note, type Outcome } from './outcome.ts'
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

/** Sends `runs` trees through some trouble, in one process, and compares each with what the portal holds then. */
export const uploadUnder = async (trouble: Trouble, { runs, seed }: FaultOptions): Promise<Outcome> => {
  const random = createRandom(seed)
  const outcome = noDamage(runs)
  for (let done = 0; done < runs; done += jobsPerStand) {
    const { sasSeconds } = trouble
    const stand = await openStand(sasSeconds === undefined ? {} : { sasSeconds })
    const engine = await openEngine(stand.place)
    try {
      for (let job = done; job < Math.min(runs, done + jobsPerStand); job += 1) {
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
        for (const { reason, count } of ended.problems) note(outcome, `failed: ${reason}`, count)
        trouble.tell(stand, outcome)
      }
    } finally {
      await engine.close()
      await stand.close()
    }
  }
  return outcome
}

/** Requests of the job that a fault struck. */
export const struck = (stand: Stand): number =>
  stand.portal.log.entries().filter(({ fault }) => fault !== null).length
