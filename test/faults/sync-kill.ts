import { fileURLToPath } from 'node:url'
import { createRandom, type Random } from '../portal/random.ts'
import { inLanes } from './lanes.ts'
import { mutate } from './mutate.ts'
import { type FaultOptions, note, type Outcome } from './outcome.ts'
import { type Kill, runScript } from './process.ts'
import { keyHex, openSyncStand, openUsable } from './sync-stand.ts'

const driver = fileURLToPath(new URL('./sync-driver.ts', import.meta.url))

// A portal that was changed so often has little left of what it began with.
const runsPerStand = 15

/**
 * A portal changes, a process syncs it and is killed at a random moment; afterwards the archive opens, and the next sync
 * leaves it equal to the portal, row by row (S1.1, A1.2). `runs` is the number of kills.
 */
export const syncKill = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async ({ runs, seed }, outcome) => {
    const random = createRandom(seed)
    for (let done = 0; done < runs; done += runsPerStand) {
      const stand = await openSyncStand(seed + done)
      const { portal, cachePath, journalPath } = stand
      try {
        for (let run = done; run < Math.min(runs, done + runsPerStand);) {
          await mutate(portal, random, random.between(1, 12))
          const given = {
            cachePath,
            journalPath,
            keyHex,
            url: portal.url,
            key: portal.key,
            me: portal.state.keyUser,
          }
          const changing = mutate(portal, random, random.between(0, 6))
          const { killed } = await runScript(driver, given, chooseKill(random))
          await changing
          if (!killed) {
            note(outcome, 'syncs that were done before their kill', 1)
            continue
          }
          run += 1
          note(outcome, 'kills', 1)
          const archive = await openUsable(stand, outcome)
          const damaged = await archive.run('care.notes', undefined)
          if (damaged.length > 0) outcome.broken.push(`kill ${run}: the archive counted as damaged`)
          await stand.expectEqual(archive, outcome, `kill ${run}`)
          await archive.close()
        }
      } finally {
        await stand.close()
      }
    }
  })

const chooseKill = (random: Random): Kill => {
  const dice = random.between(1, 10)
  if (dice === 1) return { kind: 'timed', from: 'start', milliseconds: random.between(0, 350) }
  if (dice <= 5) return { kind: 'timed', from: 'working', milliseconds: random.between(0, 400) }
  const moment = random.pick(['before', 'during', 'answered', 'answered'] as const)
  const death = { request: random.between(1, 30), moment, milliseconds: random.between(0, 12) }
  return { kind: 'request', death }
}
