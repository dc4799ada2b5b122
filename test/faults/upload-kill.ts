import { createRandom } from '../portal/random.ts'
import { blocksSentAgain } from './blocks-again.ts'
import { compare } from './compare.ts'
import { killUntilDone } from './kill-until-done.ts'
import { addDamage, type FaultOptions, noDamage, note, type Outcome } from './outcome.ts'
import { openStand } from './stand.ts'

// Azurite keeps everything in memory and the portal its log: a stand serves so many jobs, then comes a new one.
const jobsPerStand = 8
const shape = { small: 90, large: 4 }

/**
 * Faults 1–5: the process that sends is killed at random moments and started again until its job is done, job after job,
 * until it was killed `runs` times. Every second job's tokens don't allow reading, so that the journal alone knows.
 */
export const uploadKill = async ({ runs, seed }: FaultOptions): Promise<Outcome> => {
  const random = createRandom(seed)
  const outcome = noDamage(runs)
  for (let kills = 0; kills < runs;) {
    const stand = await openStand()
    try {
      for (let job = 0; job < jobsPerStand && kills < runs; job += 1) {
        stand.portal.sas.set({ permissions: job % 2 === 0 ? 'racwd' : 'cw' })
        const tree = await stand.tree(random, shape)
        const upload = { direction: 'upload', spaceId: stand.spaceId, path: tree.path } as const
        const died = await killUntilDone(stand, upload, random, runs - kills)
        kills += died
        addDamage(outcome, await compare(stand, tree))
        note(outcome, 'jobs', 1)
      }
      const { blocks, again } = blocksSentAgain(stand.portal.log.entries(), stand.place.folder)
      note(outcome, 'blocks', blocks)
      note(outcome, 'acknowledged blocks sent again', again)
    } finally {
      await stand.close()
    }
  }
  return outcome
}
