import { describe, expect, test } from 'vitest'
import { pinnedSync } from './pinned.ts'
import { openSyncSimulation } from './simulate.ts'

describe('histories of a whole sync', () => {
  test(
    'S1.1–S1.13: found ones and random ones end with the archive equal to the portal, and "as of" was always true',
    { timeout: 200_000 },
    async () => {
      const seed = Number(process.env['FOYER_SIM_SEED'] ?? 20_261_122)
      const runs = Number(process.env['FOYER_SIM_RUNS'] ?? 40)
      const seeds = [
        ...pinnedSync.map((found) => found.seed),
        ...Array.from({ length: runs }, (_, run) => seed + run),
      ]
      const simulation = openSyncSimulation()
      const failed: string[] = []
      for (const each of seeds) {
        const { accusations } = await simulation.run(each)
        if (accusations.length > 0) failed.push(`seed ${each}: ${accusations.join('; ')}`)
      }
      simulation.close()
      expect(failed).toEqual([])
    },
  )

  test('a seed plays the same history every time', { timeout: 60_000 }, async () => {
    const simulation = openSyncSimulation()
    const history = async () => (await simulation.run(77)).notes
    const first = await history()
    expect(first.length).toBeGreaterThan(20)
    expect(await history()).toEqual(first)
    simulation.close()
  })
})
