import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildEngineProcess } from './built.ts'
import type { Instruction, Report } from './engine-process.ts'
import { type Cost, watch } from './watch.ts'

/** A sink and a portal in processes of their own, and a folder for what a measurement needs. */
export type Stage = {
  readonly folder: string
  /** A new container's URL with a token, for a peer. */
  container(): string
  /** Sends `root` into a new space with the engine in a process of its own. */
  send(
    root: string,
    how?: Pick<Instruction, 'warmUp' | 'planOnly'>,
  ): Promise<{ readonly cost: Cost; readonly report: Report }>
  close(): Promise<void>
}

type Helper = { readonly said: Readonly<Record<string, string>>; stop(): Promise<void> }

const here = import.meta.dirname

/** Starts a process that prints one JSON line when it is ready. */
const start = async (script: string, args: readonly string[]): Promise<Helper> => {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  if (child.stdout === null) throw new Error('No output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      said: JSON.parse(line) as Record<string, string>,
      stop: async () => {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error(`${script} ended before it was ready`)
}

const createSpace = async (url: string, key: string, name: string): Promise<void> => {
  const answer = await fetch(`${url}/v1/spaces`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name, members: { users: [], groups: [] } }),
  })
  if (!answer.ok) throw new Error(`The portal answered ${answer.status}`)
}

export const openStage = async (): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'))
  const built = await buildEngineProcess()
  const sink = await start(join(here, '..', 'sink', 'sink.ts'), [])
  const account = sink.said['url'] ?? ''
  const portal = await start(join(here, '..', '..', 'portal', 'cli.ts'), [
    '--fixture',
    'empty',
    '--blobs',
    account,
  ])
  const [url = '', key = ''] = [portal.said['url'], portal.said['key']]
  let runs = 0
  return {
    folder,
    container: () => {
      runs += 1
      return `${account}/peer-${runs}?sv=2021-12-02&se=2099-01-01T00%3A00%3A00Z&sp=racw&sr=c&sig=c2ln`
    },
    send: async (root, how = {}) => {
      runs += 1
      const spaceName = `Space ${runs}`
      await createSpace(url, key, spaceName)
      const dataDir = join(folder, `profile-${runs}`)
      await mkdir(dataDir, { mode: 0o700 })
      const instruction: Instruction = { dataDir, url, key, spaceName, root, ...how }
      const cost = await watch(process.execPath, [built.script, JSON.stringify(instruction)])
      await rm(dataDir, { recursive: true, force: true })
      const report = JSON.parse(cost.lines.at(-1) ?? '{}') as Report
      if (cost.status !== 0 || report.failed !== 0)
        throw new Error(`The engine failed: ${cost.lines.join('\n')}`)
      return { cost, report }
    },
    close: async () => {
      await portal.stop()
      await sink.stop()
      await built.remove()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
