import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

type Asked = {
  readonly what: string
  readonly runs: number
  readonly seed: number
  readonly lateMs: number
  readonly pinned: boolean
  readonly processes: number
}

type Summary = { readonly runs: number; readonly failed: number; readonly events: number }

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))

/** One process's share; what it says of failed histories goes on as it is. */
const share = (args: readonly string[]): Promise<Summary> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [cli, ...args, '--processes', '1'],
      { maxBuffer: 2 ** 28 },
      (error, out, said) => {
        const lines = out.trimEnd().split('\n')
        const last = lines.pop() ?? ''
        // It ends with 1 where a history failed, and then the summary is there too.
        if (!last.startsWith('{')) {
          reject(new Error(`A simulating process ended early: ${said}`, { cause: error }))
          return
        }
        for (const line of lines.slice(1)) console.log(line)
        resolve(JSON.parse(last) as Summary)
      },
    )
  })

/** Plays the histories in several processes; answers whether one of them failed. */
export const inProcesses = async (asked: Asked): Promise<boolean> => {
  const { what, seed, lateMs, processes } = asked
  console.log(`simulation: ${asked.runs} histories from seed ${seed}, ${processes} processes`)
  const began = performance.now()
  const size = Math.ceil(asked.runs / processes)
  const shares = Array.from({ length: processes }, (_, index) => {
    const from = index * size
    const runs = Math.max(0, Math.min(size, asked.runs - from))
    const pinned = asked.pinned && index === 0 ? ['--pinned'] : []
    return {
      runs,
      args: [...pinned, '--what', what, '--late', String(lateMs), '--seed', String(seed + from)],
    }
  })
  const told = await Promise.all(
    shares.filter(({ runs }) => runs > 0).map(({ args, runs }) => share([...args, '--runs', String(runs)])),
  )
  const sum = (of: (one: Summary) => number): number => told.reduce((all, one) => all + of(one), 0)
  const runs = sum((one) => one.runs)
  const failed = sum((one) => one.failed)
  const seconds = (performance.now() - began) / 1000
  const perMinute = Math.round((runs / seconds) * 60)
  const events = sum((one) => one.events)
  console.log(JSON.stringify({ runs, failed, events, seed, seconds: Number(seconds.toFixed(1)), perMinute }))
  return failed > 0
}
