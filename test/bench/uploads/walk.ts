import { join } from 'node:path'
import { measured, type Measured } from '../measured.ts'
import { openStage } from './stage.ts'
import { writeTree } from './tree.ts'

const limitMs = 50

/**
 * Planning a drop of `files` empty files in folders of a hundred: for how long the engine's thread did not turn
 * meanwhile, at the longest and at the 99th percentile, against the bar of 50 ms; and the most memory it took, against
 * the bar of 300 MB.
 */
export const walk = async (files: number): Promise<readonly Measured[]> => {
  const stage = await openStage()
  try {
    const root = await writeTree(join(stage.folder, 'tree'), files, 0)
    const { cost, report } = await stage.send(root, { planOnly: true })
    if (report.planned !== files) throw new Error(`${report.planned} of ${files} files were planned`)
    console.error(`walk: ${files} files were planned in ${(report.planMs / 1000).toFixed(1)} s.`)
    return [
      measured('walk-longest-gap', report.planGaps.longestMs, limitMs, 'ms', files),
      measured('walk-p99-gap', report.planGaps.p99Ms, limitMs, 'ms', files),
      measured('walk-memory', cost.peakMegabytes, 300, 'MB', files),
    ]
  } finally {
    await stage.close()
  }
}
