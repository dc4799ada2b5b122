import type { Random } from '../portal/random.ts'
import type { Job } from './job.ts'
import { chooseKill, runProcess } from './process.ts'
import type { Stand } from './stand.ts'

/**
 * Kills the process that works on a job, at random moments, and starts it again, until the job is done; after `most`
 * kills it is left in peace. Answers how often it was killed. `after` runs while no process does.
 */
export const killUntilDone = async (
  stand: Stand,
  job: Job,
  random: Random,
  most: number,
  after: () => Promise<void> = () => Promise.resolve(),
): Promise<number> => {
  let kills = 0
  for (;;) {
    const kill = kills < most ? chooseKill(random) : null
    const { killed } = await runProcess({ ...stand.place, job }, kill)
    await after()
    if (!killed) return kills
    kills += 1
  }
}
