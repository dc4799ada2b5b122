import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createLives } from './lives.ts'
import { openLocalDatabases } from './local-archive.ts'
import { makeFolder } from './memory-folder.ts'
import { playHistory } from './history.ts'
import { judgeHistory } from './verdict.ts'
import { createWorld } from './world.ts'

export type Outcome = {
  readonly seed: number
  /** Rules that were broken; none is what we want. */
  readonly accusations: readonly string[]
  /** What happened, in order. The same seed gives the same notes. */
  readonly notes: readonly string[]
  readonly events: number
}

export type Simulation = {
  run(seed: number): Promise<Outcome>
  close(): void
}

/** Plays whole histories of the transfer engine, one after another: `lateMs` is how late a request may take effect. */
export const openSimulation = ({ lateMs }: { readonly lateMs: number }): Simulation => {
  const local = openLocalDatabases()
  const base = makeFolder('simulation')
  return {
    run: async (seed) => {
      const folder = join(base, String(seed))
      mkdirSync(folder)
      local.clear()
      const world = createWorld({ seed, databases: local.databases, folder, lateMs })
      const { judge } = world
      const bug = (error: unknown): void =>
        judge.accuse('bug', error instanceof Error ? (error.stack ?? error.message) : String(error))
      process.on('unhandledRejection', bug)
      try {
        const lives = createLives(world)
        const told = await playHistory(world, lives)
        await lives.quit()
        judgeHistory(world, lives, told)
      } catch (error) {
        bug(error)
      } finally {
        process.off('unhandledRejection', bug)
        rmSync(folder, { recursive: true, force: true })
      }
      return { seed, accusations: judge.accusations(), notes: judge.notes(), events: world.time.events() }
    },
    close: () => {
      local.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
