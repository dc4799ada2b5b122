import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRandom } from '../../portal/random.ts'
import { type Portal, startPortal } from '../../portal/server.ts'
import { random, valueOf } from '../transfers/world.ts'
import { openWatching, type Place } from './engine.ts'

// W1.6: killed with SIGKILL at random moments between a file's coming and its being verified, and started again:
// every version of every file arrives, none twice.

const child = fileURLToPath(new URL('../watch-child.ts', import.meta.url))
const kills = 12

let portal: Portal
let folder: string

beforeEach(async () => {
  portal = await startPortal({ fixture: 'empty' })
  folder = await mkdtemp(join(tmpdir(), 'foyer-watch-kill-'))
  await Promise.all(['in', 'beside', 'profile'].map((name) => mkdir(join(folder, name))))
})

afterEach(async () => {
  await portal.close()
  await rm(folder, { recursive: true, force: true })
})

test('W1.6: killed at any moment, every version arrives once', { timeout: 240_000 }, async () => {
  const seed = Number(process.env['WATCH_SEED'] ?? 20_261_122)
  const dice = createRandom(seed)
  const place: Place = { folder: join(folder, 'profile'), url: portal.url, key: portal.key }
  const first = await openWatching(place)
  const members = { users: [], groups: [] }
  const { id: spaceId } = valueOf(await first.foyer.spaces.create({ name: 'Watched', members }))
  const choices = { subfolders: true, existing: false, silent: true }
  valueOf(await first.watchFolders.add({ path: join(folder, 'in'), spaceId, folderId: null, ...choices }))
  await first.close()

  const sizes = new Map<string, number>()
  const drop = async (name: string): Promise<void> => {
    const bytes = random(dice.between(0, 4_000))
    await writeFile(join(folder, 'beside', 'next'), bytes)
    await rename(join(folder, 'beside', 'next'), join(folder, 'in', name))
    sizes.set(name, bytes.length)
  }

  for (let kill = 0; kill < kills; kill += 1) {
    const running = start(place)
    await running.watching
    for (let n = 0; n < 6; n += 1) await drop(`${kill}-${n}.bin`)
    await wait(dice.between(0, 1_400))
    running.process.kill('SIGKILL')
    await once(running.process, 'exit')
  }
  const last = start(place)
  const total = sizes.size
  await last.settled(total)
  last.process.kill('SIGKILL')
  await once(last.process, 'exit')

  const entries = [...portal.state.files(spaceId).all()]
  const doubled = entries.filter((entry) => entry.versions.length !== 1).map(({ name }) => name)
  expect(Object.fromEntries(entries.map(({ name, versions }) => [name, versions[0]?.size]))).toEqual(
    Object.fromEntries(sizes),
  )
  expect({ seed, doubled, arrived: entries.length }).toEqual({ seed, doubled: [], arrived: total })
})

type Running = {
  readonly process: ChildProcess
  readonly watching: Promise<void>
  /** Resolves once so many files were sent and nothing is under way. */
  settled(files: number): Promise<void>
}

const start = (place: Place): Running => {
  const process_ = spawn(process.execPath, [child, JSON.stringify(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const heard: string[] = []
  const ears = new Set<() => void>()
  createInterface({ input: process_.stdout }).on('line', (line) => {
    heard.push(line)
    for (const ear of ears) ear()
  })
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const ear = (): void => {
        if (!holds()) return
        ears.delete(ear)
        resolve()
      }
      ears.add(ear)
      ear()
    })
  return {
    process: process_,
    watching: until(() => heard.includes('watching')),
    settled: (files) => until(() => heard.some((line) => line.startsWith(`{"sent":${files},`))),
  }
}
