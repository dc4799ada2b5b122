import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Random } from '../portal/random.ts'
import type { Instruction } from './driver.ts'
import type { Death } from './dying.ts'

const driver = fileURLToPath(new URL('./driver.ts', import.meta.url))

// A process that is started a thousand times does not compile its sources a thousand times.
const compiled = fileURLToPath(new URL('../../.cache/compiled', import.meta.url))

/** How a process ended: killed, or with its job at an end. */
type End = {
  readonly killed: boolean
  /** The last line it printed: at the job's end its numbers. */
  readonly last: string
  readonly lines: readonly string[]
}

/** When the process is to be killed. Timed ones count from its start or from the moment its archive was open. */
type Timed = { readonly kind: 'timed'; readonly from: 'start' | 'working'; readonly milliseconds: number }
export type Kill = Timed | { readonly kind: 'request'; readonly death: Death }

/** Half of the kills come at any time, half around a request: between a reply and its line in the journal, above all. */
export const chooseKill = (random: Random): Kill => {
  const dice = random.between(1, 10)
  if (dice === 1) return { kind: 'timed', from: 'start', milliseconds: random.between(0, 500) }
  if (dice <= 5) return { kind: 'timed', from: 'working', milliseconds: random.between(0, 500) }
  const moment = random.pick(['before', 'during', 'answered'] as const)
  const death = { request: random.between(1, 120), moment, milliseconds: random.between(0, 12) }
  return { kind: 'request', death }
}

/** A job that stands still is a bug of its own, and no reason to wait for ever. */
const longestMs = 180_000

/**
 * Runs the engine in a process of its own until its job has ended or, when `kill` is given, until it was killed. `strike`
 * says what a timed kill is.
 */
export const runProcess = (
  instruction: Omit<Instruction, 'death'>,
  kill: Kill | null,
  strike?: (child: ChildProcess) => void,
): Promise<End> => runScript(driver, instruction, kill, strike)

/** The same of any script that takes an instruction with a `death` and prints a line once it is at work. */
export const runScript = async (
  script: string,
  instruction: object,
  kill: Kill | null,
  strike: (child: ChildProcess) => void = (child) => void child.kill('SIGKILL'),
): Promise<End> => {
  const full = { ...instruction, death: kill?.kind === 'request' ? kill.death : null }
  const child = spawn(process.execPath, [script, JSON.stringify(full)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  // The portals live in this process: on a busy machine a request could otherwise wait there, in a connection nobody has
  // accepted yet, for longer than any settle time, and be handled when its sender has long asked again.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const timers: NodeJS.Timeout[] = []
  const killIn = (milliseconds: number): void => {
    timers.push(setTimeout(() => strike(child), milliseconds))
  }
  const state = { stuck: false }
  timers.push(
    setTimeout(() => {
      state.stuck = true
      child.kill('SIGKILL')
    }, longestMs),
  )
  if (kill?.kind === 'timed' && kill.from === 'start') killIn(kill.milliseconds)
  const lines = linesOf(child, () => {
    if (kill?.kind === 'timed' && kill.from === 'working') killIn(kill.milliseconds)
  })
  const [status, signal] = await ended
  for (const timer of timers) clearTimeout(timer)
  const printed = await lines
  const last = printed.at(-1) ?? 'nothing'
  if (state.stuck) throw new Error(`The job stood still: ${last}`)
  if (signal === null && status !== 0) throw new Error(`The process ended with ${status ?? 'nothing'}`)
  return { killed: signal !== null, last, lines: printed }
}

const linesOf = async (child: ChildProcess, onFirst: () => void): Promise<string[]> => {
  const lines: string[] = []
  if (child.stdout === null) return lines
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === 1) onFirst()
  }
  return lines
}
