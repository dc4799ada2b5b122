import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** What a process cost: wall time from its start to its end, processor time, and its largest resident memory. */
export type Cost = {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly status: number | null
  readonly lines: readonly string[]
}

// Of Linux's clock ticks there are 100 a second on every machine Node runs on.
const ticksASecond = 100
const everyMs = 50

/** CPU seconds so far and the high-water mark of memory, from /proc; undefined once the process is gone. */
const look = (pid: number): { readonly cpu: number; readonly peak: number } | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    const cpu = (Number(fields[11]) + Number(fields[12])) / ticksASecond
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return peak === undefined ? undefined : { cpu, peak: (Number(peak) * 1024) / 1_000_000 }
  } catch {
    return undefined
  }
}

/** Runs a program to its end with its standard input closed and watches what it costs. */
export const watch = async (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Cost> => {
  const startedAt = performance.now()
  const child: ChildProcess = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let last = { cpu: 0, peak: 0 }
  const timer = setInterval(() => {
    last = look(child.pid ?? 0) ?? last
  }, everyMs)
  const lines: string[] = []
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const [status] = (await once(child, 'close')) as [number | null]
  clearInterval(timer)
  return {
    seconds: (performance.now() - startedAt) / 1000,
    ...{ cpuSeconds: last.cpu, peakMegabytes: last.peak, status, lines },
  }
}
