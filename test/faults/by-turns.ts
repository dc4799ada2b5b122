import { createRandom, type Random } from '../portal/random.ts'
import { fillSpace } from './download-kill.ts'
import { inLanes } from './lanes.ts'
import type { FaultOptions, Outcome } from './outcome.ts'
import { openStand, type Stand, type Tree } from './stand.ts'

const runsPerStand = 6

/** The files of a job on a disk that fails. */
export const shape = { small: 60, large: 8 }

/** Runs that strike by turns the disk a download goes to and the disk the journal is on, some of them on one stand. */
export const byTurns = (
  options: FaultOptions,
  strike: {
    target(stand: Stand, tree: Tree, random: Random, outcome: Outcome): Promise<void>
    journal(stand: Stand, random: Random, outcome: Outcome): Promise<void>
  },
): Promise<Outcome> =>
  inLanes(options, async ({ runs, seed }, outcome) => {
    const random = createRandom(seed)
    for (let done = 0; done < runs; done += runsPerStand) {
      const stand = await openStand()
      try {
        const tree = await stand.tree(random, shape)
        await fillSpace(stand, tree)
        for (let run = done; run < Math.min(runs, done + runsPerStand); run += 1) {
          if (run % 2 === 0) await strike.target(stand, tree, random, outcome)
          else await strike.journal(stand, random, outcome)
        }
      } finally {
        await stand.close()
      }
    }
  })
