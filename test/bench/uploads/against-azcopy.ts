import { defaultOptions } from '../../../src/engine/transfers/options.ts'
import { measured, type Measured, median } from '../measured.ts'
import { ensureAzcopy, runAzcopy } from './azcopy.ts'
import { openStage } from './stage.ts'
import { warm } from './tree.ts'
import { type Cost, watch } from './watch.ts'

/** Runs of each: the order turns round with every pair. */
const pairs = 2

const compare = (
  name: string,
  ours: readonly Cost[],
  peers: readonly Cost[],
  n: number,
): readonly Measured[] => {
  const of = (costs: readonly Cost[], part: 'seconds' | 'cpuSeconds'): number =>
    median(costs.map((cost) => cost[part]))
  const peak = (costs: readonly Cost[]): number => Math.max(...costs.map((cost) => cost.peakMegabytes))
  return [
    measured(name, of(ours, 'seconds'), of(peers, 'seconds'), 's', n),
    measured(`${name}-cpu`, of(ours, 'cpuSeconds'), of(peers, 'cpuSeconds'), 's', n),
    measured(`${name}-memory`, peak(ours), peak(peers), 'MB', n),
  ]
}

/**
 * The same files to the same sink, by the engine (which also registers each with the test portal and reads it back) and
 * by azcopy at its defaults, each in a process of its own, from its start to its end. Sink and portal take processor
 * time on the same machine. `floor`: also against plain PUTs, as many at once as the engine has at most;
 * `md5`: also against azcopy with `--put-md5`: the least that leaves a blob whose bytes can be checked later.
 */
export const againstAzcopy = async (
  name: string,
  n: number,
  write: (folder: string) => Promise<string>,
  { floor = false, md5 = false }: { readonly floor?: boolean; readonly md5?: boolean },
): Promise<readonly Measured[]> => {
  const azcopy = await ensureAzcopy()
  const stage = await openStage()
  try {
    const root = await write(stage.folder)
    await warm(root)
    const ours: Cost[] = []
    const peers: Cost[] = []
    const plain: Cost[] = []
    const hashed: Cost[] = []
    const runOurs = async (): Promise<void> => {
      const { cost, report } = await stage.send(root)
      if (report.done !== n) throw new Error(`${report.done} of ${n} files were verified`)
      ours.push(cost)
    }
    const runPeer = async (): Promise<void> => {
      peers.push(await runAzcopy(azcopy, root, stage.container(), stage.folder))
    }
    for (let pair = 0; pair < pairs; pair += 1) {
      for (const turn of pair % 2 === 0 ? [runOurs, runPeer] : [runPeer, runOurs]) await turn()
      if (md5) hashed.push(await runAzcopy(azcopy, root, stage.container(), stage.folder, ['--put-md5']))
      if (!floor) continue
      const script = `${import.meta.dirname}/floor-process.ts`
      const { most } = defaultOptions.smallFiles
      plain.push(await watch(process.execPath, [script, root, stage.container(), String(most)]))
    }
    console.error(
      `${name}: sink: test/bench/sink (MD5 of each Put Blob; blocks unchecked), portal and sink on this machine; ${pairs} runs each.`,
    )
    const floored = floor ? compare(`${name}-floor`, ours, plain, n) : []
    const checked = md5 ? compare(`${name}-md5`, ours, hashed, n) : []
    return [...compare(name, ours, peers, n), ...checked, ...floored]
  } finally {
    await stage.close()
  }
}
