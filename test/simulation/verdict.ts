import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredJob } from '../../src/engine/storage/tables/transfer-jobs.ts'
import type { StoredTransfer } from '../../src/engine/storage/tables/transfer-rows.ts'
import type { Told } from './history.ts'
import type { Lives } from './lives.ts'
import type { Entry } from './portal-model.ts'
import { keyOf } from './sources.ts'
import { isBegun } from './wishes.ts'
import type { World } from './world.ts'

/** Looks at what a history left behind, after calm weather: nothing lost, nothing doubled, nothing altered. */
export const judgeHistory = (world: World, lives: Lives, told: Told): void => {
  const { judge } = world
  for (const wish of told.wishes)
    if (!isBegun(world, wish)) judge.accuse('T1.30', `${wish.title} was never begun`)
  const jobs = world.jobs()
  const titles = jobs.map(({ title }) => title)
  if (new Set(titles).size !== titles.length) judge.accuse('jobs', `doubled: ${titles.join()}`)
  for (const job of jobs) {
    const rows = world.rows(job.id)
    judgeEnd(world, job, rows)
    if (job.direction === 'upload') judgeUpload(world, job, rows)
    else judgeDownload(world, job, rows)
  }
  judgeDoubles(world)
  judgeCancels(world, lives, told)
}

const sourceProblems = ['source-missing', 'source-unreadable']

/** Everything ended, and what failed says why. Calm weather and retries leave only what can't be sent. */
const judgeEnd = ({ judge, sources }: World, job: StoredJob, rows: readonly StoredTransfer[]): void => {
  if (job.state !== 'done' && job.state !== 'failed' && job.state !== 'cancelled')
    judge.accuse('end', `${job.title} is ${job.state}`)
  const failed = rows.filter(({ phase }) => phase === 'failed')
  if (job.state === 'done' && failed.length > 0) judge.accuse('end', `${job.title} is done with failed files`)
  for (const row of rows) {
    switch (row.phase) {
      case 'verified':
        break
      case 'skipped':
        // T1.129: its namesake was known at the plan, or came later, and then the row says so.
        if (row.conflict === null && row.problem?.code !== 'appeared')
          judge.accuse('T1.33', `${row.path} is skipped without a namesake`)
        break
      case 'cancelled':
        if (job.state !== 'cancelled') judge.accuse('T1.64', `${row.path} is cancelled, its job ${job.state}`)
        break
      case 'failed': {
        const code = row.problem?.code ?? 'none'
        const gone = row.source !== null && !sources.isThere(row.source)
        if (job.state !== 'cancelled' && !(sourceProblems.includes(code) && gone))
          judge.accuse('T1.62', `${row.path} failed for good: ${JSON.stringify(row.problem)}`)
        break
      }
      case 'planned':
      case 'staging':
      case 'committed':
      case 'registered':
        judge.accuse('end', `${row.path} is ${row.phase}, its job ${job.state}`)
    }
  }
}

const judgeUpload = (world: World, job: StoredJob, rows: readonly StoredTransfer[]): void => {
  const { judge, portal, storage, sources } = world
  for (const row of rows) {
    if (row.phase !== 'verified') continue
    const homes = portal.entries().filter((entry) => entry.versions.some(({ blob }) => blob === row.blob))
    const [home] = homes
    const version = home?.versions.find(({ blob }) => blob === row.blob)
    const bytes = storage.blob(row.blob)?.bytes
    if (home === undefined || version === undefined || bytes === undefined) {
      judge.accuse(
        'lost',
        `${row.path} is verified, and the portal has ${bytes === undefined ? 'no blob' : 'no file'}`,
      )
      continue
    }
    if (home.name !== row.name || homes.length !== 1)
      judge.accuse('T1.26', `${row.path} is under another name`)
    if (parentPath(portal.pathOf(home)) !== expectedParent(world, job, row))
      judge.accuse('T1.24', `${row.path} lies at ${portal.pathOf(home)}`)
    if (version.size !== bytes.length || !sources.had(row.source ?? '', bytes))
      judge.accuse('corrupt', `${row.path}: the blob is no content the file ever had`)
  }
}

const parentPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

const expectedParent = ({ portal }: World, job: StoredJob, row: StoredTransfer): string => {
  const target = portal.entries().find(({ id }) => id === job.folderId)
  return [...(target === undefined ? [] : [portal.pathOf(target)]), parentPath(row.path)].join('/')
}

/** Every version and folder that we made is some transfer's, and no transfer has two. */
const judgeDoubles = (world: World): void => {
  const { judge, portal } = world
  const blobs = new Map(
    world.jobs().flatMap(({ id }) => world.rows(id).map((row) => [row.blob, row] as const)),
  )
  const seen = new Set<string>()
  for (const entry of portal.entries()) {
    for (const { blob } of entry.versions) {
      if (blob.startsWith('theirs-')) continue
      if (seen.has(blob)) judge.accuse('doubled', `${entry.name} was registered twice: ${blob}`)
      seen.add(blob)
      const row = blobs.get(blob)
      if (row === undefined)
        judge.accuse('doubled', `${entry.name} has a version that no transfer is for: ${blob}`)
      else if (row.phase === 'skipped') judge.accuse('T1.33', `${row.path} was to be skipped`)
    }
  }
  const folders = portal.entries().filter(({ isFolder }) => isFolder)
  const names = folders.map((entry) => `${entry.parentId ?? ''} ${entry.name}`)
  for (const name of names)
    if (names.indexOf(name) !== names.lastIndexOf(name)) judge.accuse('T1.24', `a folder made twice: ${name}`)
}

const judgeDownload = (world: World, job: StoredJob, rows: readonly StoredTransfer[]): void => {
  const { judge, portal, storage } = world
  const finals = new Set<string>()
  for (const row of rows) {
    if (row.phase !== 'verified') continue
    const path = join(job.target ?? '', parentPath(row.path), row.name)
    if (!existsSync(path)) {
      judge.accuse('lost', `${row.path} is verified, and there is no ${path}`)
      continue
    }
    if (finals.has(path)) judge.accuse('T1.53', `two files have the place ${path}`)
    finals.add(path)
    const bytes = readFileSync(path)
    const blob = storage.blob(row.blob)
    // A blob the portal dropped after it was fetched can't be compared with; that the content is whole was looked at.
    if (blob !== undefined && keyOf(blob.bytes) !== keyOf(bytes))
      judge.accuse('corrupt', `${row.path} has other bytes`)
  }
  if (job.state === 'cancelled') return
  const wanted = filesBelow(portal.entries(), rootOf(portal.entries(), job.title))
  const unfetched = wanted.filter(({ id }) => !rows.some(({ fileId }) => fileId === id))
  for (const { name } of unfetched) judge.accuse('lost', `${name} is no row of ${job.title}`)
  const left = leftIn(job.target ?? '').filter((name) => name.endsWith('.part'))
  if (job.state === 'done' && left.length > 0) judge.accuse('T1.51', `left behind: ${left.join()}`)
}

const rootOf = (entries: readonly Entry[], title: string): string =>
  entries.find(({ parentId, name }) => parentId === null && name === title)?.id ?? ''

const filesBelow = (entries: readonly Entry[], folder: string): readonly Entry[] =>
  entries
    .filter(({ parentId }) => parentId === folder)
    .flatMap((entry) => (entry.isFolder ? filesBelow(entries, entry.id) : [entry]))

const leftIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : []

/** T1.64: after a cancel was answered, nothing of that job is registered any more. */
const judgeCancels = (world: World, lives: Lives, { cancelled }: Told): void => {
  const { judge } = world
  for (const [jobId, at] of cancelled) {
    if (world.jobs().find(({ id }) => id === jobId)?.state !== 'cancelled')
      judge.accuse('T1.64', `a cancelled job lives again: ${jobId}`)
    const blobs = new Set(world.rows(jobId).map(({ blob }) => blob))
    for (const registration of lives.registrations())
      if (registration.at > at && blobs.has(registration.blob))
        judge.accuse('T1.64', `registered after its job was cancelled: ${registration.blob}`)
  }
}
