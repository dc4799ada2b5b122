import { join } from 'node:path'
import type { Random } from '../portal/random.ts'
import { byTurns, shape } from './by-turns.ts'
import { compare } from './compare.ts'
import { until } from './disk-full.ts'
import { lookAt } from './download-kill.ts'
import { makeDyingDisk } from './dying-disk.ts'
import { openEngine, valueOf } from './engine.ts'
import { beginJob } from './job.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { entryOf, type Stand, type Tree } from './stand.ts'

const mebibyte = 1_048_576

/**
 * Fault 36: by turns, the disk a download goes to dies in the middle, and the disk the journal is on. The person is told
 * which file and why; what was told as done is there when the disk is back, and the job then goes on to its end.
 */
export const diskError = (options: FaultOptions): Promise<Outcome> =>
  byTurns(options, { target: dyingTarget, journal: dyingJournal })

const dyingTarget = async (stand: Stand, tree: Tree, random: Random, outcome: Outcome): Promise<void> => {
  const whole = tree.files.reduce((sum, { size }) => sum + size, 0)
  const disk = await makeDyingDisk(join(stand.folder, `Target ${random.uuid()}`), whole * 2 + 24 * mebibyte)
  const path = join(disk.path, 'Target')
  stand.portal.faults.add({ route: 'GET /*', blob: true, delayMs: random.between(60, 150) })
  const engine = await openEngine(stand.place)
  try {
    const jobId = await beginJob(engine, {
      ...{ direction: 'download', spaceId: stand.spaceId, path, entryId: entryOf(stand, tree) },
    })
    const some = random.between(1, 20)
    await until(engine, jobId, ({ files, state }) => files.done >= some || state !== 'running')
    disk.die()
    const failed = await engine.transfers.ended(jobId)
    const { rows } = await engine.transfers.files(jobId, { only: 'failed', offset: 0, limit: 1_000 })
    for (const { path: name, problem } of rows) {
      if (problem?.code !== 'disk-error' || problem.about !== name)
        outcome.broken.push(`${name} failed as ${JSON.stringify(problem)}`)
    }
    note(outcome, 'files that the disk refused', failed.files.failed)
    await disk.mend()
    // What was told as done is there, whole. What is half is left, for nobody could take it away; it has no final name.
    const { right, wrong } = await lookAt(path, tree)
    addDamage(outcome, { files: 0, lost: Math.max(0, failed.files.done - right), doubled: 0, corrupt: wrong })
    stand.portal.faults.clear()
    valueOf(await engine.transfers.retryFailed(jobId))
    await engine.transfers.ended(jobId)
    const end = await lookAt(path, tree)
    const lost = tree.files.length - end.right - end.wrong
    addDamage(outcome, { files: tree.files.length, lost, doubled: end.other, corrupt: end.wrong })
  } finally {
    stand.portal.faults.clear()
    await engine.close()
    await disk.remove()
  }
}

const dyingJournal = async (stand: Stand, random: Random, outcome: Outcome): Promise<void> => {
  const disk = await makeDyingDisk(join(stand.folder, `Profile ${random.uuid()}`), 48 * mebibyte)
  const place = { ...stand.place, folder: disk.path }
  let engine = await openEngine(place)
  try {
    const tree = await stand.tree(random, shape)
    stand.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: random.between(60, 150) })
    const jobId = await beginJob(engine, {
      ...{ direction: 'upload', spaceId: stand.spaceId, path: tree.path },
    })
    const some = random.between(1, 20)
    await until(engine, jobId, ({ files, state }) => files.done >= some || state !== 'running')
    disk.die()
    const stopped = await until(engine, jobId, ({ state }) => state !== 'running')
    if (stopped.waitingFor?.code === 'disk-error') note(outcome, 'jobs that stood still', 1)
    else outcome.broken.push(`The journal's disk died: ${JSON.stringify(stopped.waitingFor)}`)
    await engine.close()
    await disk.mend()
    engine = await openEngine(place)
    await engine.transfers.resumeAll()
    valueOf(await engine.transfers.resume(jobId))
    await engine.transfers.ended(jobId)
    stand.portal.faults.clear()
    addDamage(outcome, await compare(stand, tree))
  } finally {
    stand.portal.faults.clear()
    await engine.close()
    await disk.remove()
  }
}
