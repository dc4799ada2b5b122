import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '../portal/random.ts'
import { openEngine } from './engine.ts'
import { runJob } from './job.ts'
import { killUntilDone } from './kill-until-done.ts'
import { inLanes } from './lanes.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { openStand, type Stand, type Tree } from './stand.ts'
import { md5Of } from './tree.ts'

const shape = { small: 50, large: 8 }

/**
 * T1.51–T1.54: the process that fetches is killed at random moments and started again. After every kill whatever has its
 * final name must be whole; at the end every file is there once and no part of one is left.
 */
export const downloadKill = (options: FaultOptions): Promise<Outcome> => inLanes(options, killReceivers)

/** Sends a tree, so that there is something to be fetched. */
export const fillSpace = async (stand: Stand, tree: Tree): Promise<void> => {
  const engine = await openEngine(stand.place)
  await runJob(engine, { direction: 'upload', spaceId: stand.spaceId, path: tree.path })
  await engine.close()
}

const killReceivers = async ({ runs, seed }: FaultOptions, outcome: Outcome): Promise<void> => {
  const random = createRandom(seed)
  const stand = await openStand()
  try {
    const tree = await stand.tree(random, shape)
    await fillSpace(stand, tree)
    // A line that takes its time, so that kills find something under way.
    stand.portal.faults.add({ route: 'GET /*', blob: true, delayMs: 40 })
    for (let [kills, jobs] = [0, 1]; kills < runs; jobs += 1) {
      const path = join(stand.folder, `Download ${jobs}`)
      await mkdir(path)
      const job = { direction: 'download', spaceId: stand.spaceId, path } as const
      const died = await killUntilDone(stand, job, random, runs - kills, outcome, async () => {
        outcome.corrupt += (await lookAt(path, tree)).wrong
      })
      kills += died
      const { right, other } = await lookAt(path, tree)
      const lost = tree.files.length - right
      addDamage(outcome, { files: tree.files.length, lost, doubled: other, corrupt: 0 })
      note(outcome, 'kills', died)
      note(outcome, 'jobs', 1)
      await rm(path, { recursive: true })
    }
  } finally {
    await stand.close()
  }
}

/** Counts files under the names of `tree` with the right bytes and with others, and what else lies there. */
export const lookAt = async (
  path: string,
  tree: Tree,
): Promise<{ right: number; wrong: number; other: number }> => {
  const expected = new Map(tree.files.map((file) => [join(path, tree.name, file.path), file]))
  const seen = { right: 0, wrong: 0, other: 0 }
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    const full = join(entry.parentPath, entry.name)
    const file = expected.get(full)
    if (file === undefined) seen.other += 1
    else if (md5Of(await readFile(full)) === file.md5) seen.right += 1
    else seen.wrong += 1
  }
  return seen
}
