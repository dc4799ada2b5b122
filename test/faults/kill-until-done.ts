import type { JobView } from '../../src/core/transfers/views.ts'
import type { Random } from '../portal/random.ts'
import type { Job } from './job.ts'
import { note, type Outcome } from './outcome.ts'
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
  outcome: Outcome,
  after: () => Promise<void> = () => Promise.resolve(),
): Promise<number> => {
  let kills = 0
  for (;;) {
    const kill = kills < most ? chooseKill(random) : null
    const { killed, last } = await runProcess({ ...stand.place, job }, kill)
    await after()
    if (!killed) {
      tellProblems(last, outcome)
      return kills
    }
    kills += 1
  }
}

/** Why files were given up, if any were: a computer with no time to spare may let every try at a request run out. */
const tellProblems = (last: string, outcome: Outcome): void => {
  const { problems } = JSON.parse(last) as Pick<JobView, 'problems'>
  for (const { reason, count } of problems) note(outcome, `failed: ${reason}`, count)
}
