import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TransferRow } from '../../src/core/transfers/views.ts'
import { createRandom, type Random } from '../portal/random.ts'
import { versionsBelow } from './compare.ts'
import { blockBytes, type Engine, openEngine } from './engine.ts'
import { beginJob } from './job.ts'
import { inLanes } from './lanes.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { openStand, type Stand, type Tree } from './stand.ts'
import { md5Of, randomBytesOf } from './tree.ts'

const shape = { small: 60, large: 8 }
const jobsPerStand = 10

/**
 * Fault 28: files grow, shrink, are rewritten, replaced, deleted and renamed while they are sent. What arrives is one
 * version the file really had, and its row says that it changed; or the file fails by its name.
 */
export const sourceChanges = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async ({ runs, seed }, outcome) => {
    const random = createRandom(seed)
    for (let done = 0; done < runs; done += jobsPerStand) {
      const stand = await openStand()
      const engine = await openEngine(stand.place)
      try {
        for (let job = done; job < Math.min(runs, done + jobsPerStand); job += 1) {
          await sendWhatChanges(stand, engine, random, outcome)
        }
      } finally {
        await engine.close()
        await stand.close()
      }
    }
  })

/** MD5s of everything a file ever was, the planned bytes first. */
type History = Map<string, string[]>

const sendWhatChanges = async (
  stand: Stand,
  engine: Engine,
  random: Random,
  outcome: Outcome,
): Promise<void> => {
  const tree = await stand.tree(random, shape)
  const history: History = new Map(tree.files.map(({ path, md5 }) => [path, [md5]]))
  stand.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: random.between(5, 60) })
  const stop = new AbortController()
  const upload = { direction: 'upload', spaceId: stand.spaceId, path: tree.path } as const
  let changing = Promise.resolve(0)
  const jobId = await beginJob(engine, upload, () => {
    changing = changeUntil(stop.signal, tree, history, random)
  })
  await engine.transfers.ended(jobId)
  stop.abort()
  note(outcome, 'changes', await changing)
  stand.portal.faults.clear()
  const { rows } = await engine.transfers.files(jobId, { only: 'all', offset: 0, limit: 1_000 })
  await judge(stand, tree, rows, history, outcome)
}

const changeUntil = async (
  signal: AbortSignal,
  tree: Tree,
  history: History,
  random: Random,
): Promise<number> => {
  // Those that take long to send are changed most: there is something to be caught half-way.
  const targets = [...tree.files, ...tree.files.filter(({ size }) => size > blockBytes).flatMap(fiveTimes)]
  let changes = 0
  while (!signal.aborted) {
    if (change(tree, random.pick(targets).path, history, random)) changes += 1
    await wait(random.between(0, 25))
  }
  return changes
}

const fiveTimes = <T>(one: T): T[] => [one, one, one, one, one]

/** Changes one file, in one step, and keeps what it is now. Answers false when it is not there any more. */
const change = (tree: Tree, path: string, history: History, random: Random): boolean => {
  const full = join(tree.path, path)
  const known = history.get(path) ?? []
  const size = random.between(0, blockBytes * 3)
  switch (random.between(1, 12)) {
    case 1:
      rmSync(full, { force: true })
      break
    case 2:
      // A tool's way to keep the last version: the file goes elsewhere, and nothing takes its place.
      if (!known.includes(gone)) renameSync(full, `${full}.bak`)
      break
    default:
      if (known.includes(gone)) return false
      alter(full, size, random)
      known.push(md5Of(readFileSync(full)))
      return true
  }
  const first = !known.includes(gone)
  known.push(gone)
  return first
}

/** Stands in a history for a file that is not there. */
const gone = 'gone'

const alter = (full: string, size: number, random: Random): void => {
  switch (random.pick(['grow', 'shrink', 'rewrite', 'replace'] as const)) {
    case 'grow':
      appendFileSync(full, randomBytesOf(random, random.between(1, 50_000)))
      return
    case 'shrink':
      truncateSync(full, Math.floor(readFileSync(full).length / 2))
      return
    case 'rewrite':
      // The same length in the same file: only its time tells.
      writeFileSync(full, randomBytesOf(random, readFileSync(full).length), { flag: 'r+' })
      return
    case 'replace':
      writeFileSync(`${full}.new`, randomBytesOf(random, size))
      renameSync(`${full}.new`, full)
  }
}

const named = ['source-missing', 'source-unreadable', 'source-changed']

const judge = async (
  stand: Stand,
  tree: Tree,
  rows: readonly TransferRow[],
  history: History,
  outcome: Outcome,
): Promise<void> => {
  const arrived = await versionsBelow(stand, tree.name)
  const damage = { files: tree.files.length, lost: 0, doubled: 0, corrupt: 0 }
  for (const { path } of tree.files) {
    const row = rows.find((one) => one.path === `${tree.name}/${path}`)
    const [version, ...more] = arrived.get(path) ?? []
    const versions = history.get(path) ?? []
    if (more.length > 0) damage.doubled += 1
    if (row?.phase === 'failed') {
      note(outcome, `failed by name: ${row.problem?.code ?? 'nothing'}`, 1)
      if (!named.includes(row.problem?.code ?? '') || version !== undefined) damage.lost += 1
      continue
    }
    if (row?.phase !== 'verified' || version === undefined) {
      damage.lost += 1
      continue
    }
    if (!versions.includes(version)) damage.corrupt += 1
    if (version === versions[0]) continue
    note(outcome, 'arrived as another version', 1)
    if (row.problem?.code !== 'source-changed') outcome.broken.push(`${path} does not say that it changed`)
  }
  addDamage(outcome, damage)
}
