import { join } from 'node:path'
import { measured, type Measured, median } from '../measured.ts'
import { openStage } from './stage.ts'
import { warm, writeTree } from './tree.ts'

/** How many files, and how often: the fewer, the more a chance weighs. */
const sizes = [
  { files: 1_000, runs: 5 },
  { files: 10_000, runs: 2 },
  { files: 100_000, runs: 1 },
] as const
const bytes = 4_096
/** After so many the cost of a file no longer falls with the number of jobs an engine has sent. */
const warmUpFiles = 8_000

/**
 * What one file costs, from the plan's beginning to the last read back, in jobs of 1,000, 10,000 and 100,000 files; the
 * peer is the engine itself with 1,000. A program's start is left out: it costs the same for each. So is what an engine
 * that just started has still to compile and to learn, and each sends another folder of 8,000 files before it is measured.
 */
export const growth = async (): Promise<readonly Measured[]> => {
  const stage = await openStage()
  try {
    const warmUp = await writeTree(join(stage.folder, 'warm-up'), warmUpFiles, bytes)
    const costs: { readonly files: number; readonly each: number; readonly peak: number }[] = []
    for (const { files, runs } of sizes) {
      const root = await writeTree(join(stage.folder, `tree-${files}`), files, bytes)
      await warm(root)
      const each: number[] = []
      let peak = 0
      for (let run = 0; run < runs; run += 1) {
        const { cost, report } = await stage.send(root, { warmUp })
        each.push((report.planMs + report.sendMs) / files)
        peak = Math.max(peak, cost.peakMegabytes)
      }
      costs.push({ files, each: median(each), peak })
    }
    console.error(
      `growth: each engine sends ${warmUpFiles} other files first, which are in no time; memory is the process's peak.`,
    )
    const [first] = costs
    if (first === undefined) return []
    return costs.flatMap(({ files, each, peak }) => [
      measured(`growth-${files}`, each, first.each, 'ms', files),
      measured(`growth-${files}-memory`, peak, first.peak, 'MB', files),
    ])
  } finally {
    await stage.close()
  }
}
