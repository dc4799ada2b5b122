import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobId, JobView } from '../../src/core/transfers/views.ts'
import type { Random } from '../portal/random.ts'
import { byTurns, shape } from './by-turns.ts'
import { compare } from './compare.ts'
import { lookAt } from './download-kill.ts'
import { type Engine, openEngine, valueOf } from './engine.ts'
import { beginJob } from './job.ts'
import { fill } from './full.ts'
import { mountMemory, unmount } from './mounts.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { entryOf, type Stand, type Tree } from './stand.ts'

const mebibyte = 1_048_576

/**
 * Faults 34 and 35: by turns, the disk a download goes to is full, and the disk the journal is on. Whatever was told as
 * done stays; the person is told which disk; and when there is room again, the job goes on to its end.
 */
export const diskFull = (options: FaultOptions): Promise<Outcome> =>
  byTurns(options, { target: fullTarget, journal: fullJournal })

const fullTarget = async (stand: Stand, tree: Tree, random: Random, outcome: Outcome): Promise<void> => {
  const disk = join(stand.folder, `Small disk ${random.uuid()}`)
  const path = join(disk, 'Target')
  const ballast = join(disk, 'ballast')
  await mkdir(disk)
  const whole = tree.files.reduce((sum, { size }) => sum + size, 0)
  // Room for all of it at the start, or it would not begin (T1.59); somebody else's file takes it on the way.
  mountMemory(disk, whole * 2 + 4 * mebibyte)
  stand.portal.faults.add({ route: 'GET /*', blob: true, delayMs: random.between(60, 150) })
  const engine = await openEngine(stand.place)
  try {
    const jobId = await beginJob(engine, {
      ...{ direction: 'download', spaceId: stand.spaceId, path, entryId: entryOf(stand, tree) },
    })
    const some = random.between(1, 20)
    await until(engine, jobId, ({ files, state }) => files.done >= some || state !== 'running')
    await fill(ballast)
    const failed = await engine.transfers.ended(jobId)
    const { rows } = await engine.transfers.files(jobId, { only: 'failed', offset: 0, limit: 1_000 })
    for (const { path: name, problem } of rows) {
      if (problem?.code !== 'disk-full' || problem.about !== name)
        outcome.broken.push(`${name} failed as ${JSON.stringify(problem)}`)
    }
    const { right, wrong, other } = await lookAt(path, tree)
    // What was told as done is there, whole; what failed left nothing behind.
    addDamage(outcome, { files: 0, lost: failed.files.done - right, doubled: other, corrupt: wrong })
    note(outcome, 'files that found no room', failed.files.failed)
    await rm(ballast)
    stand.portal.faults.clear()
    valueOf(await engine.transfers.retryFailed(jobId))
    await engine.transfers.ended(jobId)
    const end = await lookAt(path, tree)
    const lost = tree.files.length - end.right - end.wrong
    addDamage(outcome, { files: tree.files.length, lost, doubled: end.other, corrupt: end.wrong })
  } finally {
    stand.portal.faults.clear()
    await engine.close()
    await unmount(disk)
  }
}

const fullJournal = async (stand: Stand, random: Random, outcome: Outcome): Promise<void> => {
  const folder = join(stand.folder, `Profile ${random.uuid()}`)
  await mkdir(folder)
  mountMemory(folder, 24 * mebibyte)
  const place = { ...stand.place, folder }
  const ballast = join(folder, 'ballast')
  let engine = await openEngine(place)
  try {
    const tree = await stand.tree(random, shape)
    stand.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: random.between(60, 150) })
    const jobId = await beginJob(engine, {
      ...{ direction: 'upload', spaceId: stand.spaceId, path: tree.path },
    })
    const some = random.between(1, 20)
    await until(engine, jobId, ({ files, state }) => files.done >= some || state !== 'running')
    await fill(ballast)
    const stopped = await until(engine, jobId, ({ state }) => state !== 'running')
    if (stopped.waitingFor?.code === 'disk-full') note(outcome, 'jobs that stood still', 1)
    else
      outcome.broken.push(
        `The journal's disk was full: ${stopped.state}, ${JSON.stringify(stopped.waitingFor)}`,
      )
    if (random.between(0, 1) === 0) {
      // Asked to go on while there is still no room, it says so again.
      valueOf(await engine.transfers.resume(jobId))
      const again = await until(engine, jobId, ({ state }) => state !== 'running')
      if (again.waitingFor?.code !== 'disk-full') outcome.broken.push('Going on without room was not refused')
    }
    if (random.between(0, 1) === 0) {
      await engine.close()
      await rm(ballast)
      engine = await openEngine(place)
      await engine.transfers.resumeAll()
    } else await rm(ballast)
    valueOf(await engine.transfers.resume(jobId))
    await engine.transfers.ended(jobId)
    stand.portal.faults.clear()
    addDamage(outcome, await compare(stand, tree))
  } finally {
    await engine.close()
    await unmount(folder)
  }
}

/** Resolves with the job once `holds` does. */
export const until = (engine: Engine, jobId: JobId, holds: (job: JobView) => boolean): Promise<JobView> =>
  new Promise((resolve, reject) => {
    const look = (jobs: readonly JobView[]): void => {
      const job = jobs.find(({ id }) => id === jobId)
      if (job === undefined || !holds(job)) return
      stop()
      resolve(job)
    }
    const stop = engine.transfers.onProgress(look)
    engine.transfers.list().then(look, reject)
  })
