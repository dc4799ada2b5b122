// `npm run -s simulation -- [--what transfers|sync] [--runs N] [--seed S] [--late MS] [--pinned] [--trace]`: whole
// histories of the transfer engine, or of a sync, on virtual time. Without a seed it takes one at random; history n of seed S is seed S + n - 1.
// As many processes as there are cores share them, each with its own archive, for `--trace` one.
// `--pinned`: found seeds first. `--late`: how many ms after it was sent a request may still take effect.
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { inProcesses } from './in-processes.ts'
import { pinned } from './pinned.ts'
import { openSimulation } from './simulate.ts'
import { pinnedSync } from './sync/pinned.ts'
import { openSyncSimulation } from './sync/simulate.ts'

// One thread for files, before the first of them is asked for: their answers then come in the order of the questions.
process.env['UV_THREADPOOL_SIZE'] = '1'

const usage =
  'Usage: npm run -s simulation -- [--what transfers|sync] [--runs N] [--seed S] [--late MS] [--pinned] [--trace] [--processes N]'

const whole = (text: string): number | undefined => (/^\d{1,10}$/.test(text) ? Number(text) : undefined)

const read = () => {
  try {
    const { values } = parseArgs({
      options: {
        what: { type: 'string' },
        runs: { type: 'string' },
        seed: { type: 'string' },
        late: { type: 'string' },
        pinned: { type: 'boolean' },
        trace: { type: 'boolean' },
        processes: { type: 'string' },
      },
    })
    const runs = whole(values.runs ?? '1000')
    const seed = whole(values.seed ?? String(randomInt(1, 1_000_000_000)))
    const lateMs = whole(values.late ?? '30000')
    const what = values.what ?? 'transfers'
    if (what !== 'transfers' && what !== 'sync') return undefined
    if (runs === undefined || seed === undefined || lateMs === undefined) return undefined
    const first =
      values.pinned === true ? (what === 'sync' ? pinnedSync : pinned).map((found) => found.seed) : []
    const seeds = [...first, ...Array.from({ length: runs }, (_, run) => seed + run)]
    const trace = values.trace === true
    const processes = trace ? 1 : whole(values.processes ?? String(availableParallelism()))
    if (processes === undefined || processes < 1) return undefined
    return { what, seeds, seed, lateMs, trace, processes, runs, pinned: values.pinned === true }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const asked = read()
if (asked === undefined) {
  console.error(usage)
  process.exitCode = 2
} else if (asked.processes > 1 && asked.runs >= asked.processes) {
  if (await inProcesses(asked)) process.exitCode = 1
} else {
  const { what, seeds, seed, lateMs, trace } = asked
  const runs = seeds.length
  console.log(`simulation: ${runs} histories from seed ${seed}`)
  const simulation = what === 'sync' ? openSyncSimulation() : openSimulation({ lateMs })
  const began = performance.now()
  let [failed, events] = [0, 0]
  for (const each of seeds) {
    const outcome = await simulation.run(each)
    events += outcome.events
    if (trace) for (const note of outcome.notes) console.log(note)
    if (outcome.accusations.length === 0) continue
    failed += 1
    console.log(`seed ${outcome.seed}:`)
    for (const accusation of outcome.accusations) console.log(`  ${accusation}`)
  }
  simulation.close()
  const seconds = (performance.now() - began) / 1000
  const perMinute = Math.round((runs / seconds) * 60)
  console.log(JSON.stringify({ runs, failed, events, seed, seconds: Number(seconds.toFixed(1)), perMinute }))
  if (failed > 0) process.exitCode = 1
}
