import { mkdir, readdir, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { DownloadPolicy } from '../../core/transfers/download-rules.ts'
import { safeName, uniqueName } from '../../core/transfers/names.ts'
import { reactionTo } from '../../core/transfers/reaction.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { diskFailure } from './disk-failure.ts'
import { placeEntries } from './download-folders.ts'
import { keysBefore } from './name-sense.ts'
import { readFolder } from './remote-folder.ts'
import { lackOfRoom } from './room.ts'
import type { Tools } from './tools.ts'

export type DownloadInput = {
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly fileIds: readonly FileId[]
  readonly to: string
  /** What happens where a name is taken; `keep-both` when nothing is said (T1.58). */
  readonly policy?: DownloadPolicy
  /** Everything of a folder or space goes into a folder of that name in `to`, instead of right into `to`. */
  readonly ownFolder?: boolean
}

/** Journals a download: what was picked, or one folder still to be read. The tree is read while the job runs. */
export const startDownload = async (
  input: DownloadInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<StoredJob>> => {
  const { archive } = tools.context
  const { spaceId, folderId, policy = 'keep-both', ownFolder = false } = input
  const target = await openTarget(input.to)
  if (!target.ok) return target
  const space = await spaceNamed(spaceId, tools, signal)
  if (!space.ok) return space
  const picked = await findPicked(input, tools, signal)
  if (!picked.ok) return picked
  const folder = folderId === null ? null : await findFile(folderId, spaceId, tools, signal)
  if (folder !== null && !folder.ok) return folder
  const room = await checkRoom(input, picked.value, tools)
  if (!room.ok) return room

  const [first] = picked.value
  const more = picked.value.length > 1 ? ` + ${picked.value.length - 1}` : ''
  const whole = folder?.value.name ?? space.value
  const job = newDownload(input, { spaceName: space.value, title: `${first?.name ?? whole}${more}` }, tools)
  const terms = { kind: 'files', policy } as const
  const keyOf = await keysBefore(job, input.to, tools)
  const everything = async () => {
    const names = ownFolder && policy === 'keep-both' ? await readdir(input.to) : []
    const wanted = safeName(whole, tools.options.platform)
    const name = ownFolder ? uniqueName(wanted, new Set(names.map(keyOf)), keyOf) : ''
    return { folders: [rootFolder(job, name, folderId)], files: [] }
  }
  const rows =
    input.fileIds.length === 0
      ? await everything()
      : await placeEntries(job, null, picked.value, { folder: 0, file: 0 }, { terms, keyOf }, tools)
  await archive.run('downloads.create', { job, terms, ...rows })
  return ok(job)
}

/** The row of a job that is about to begin. */
export const newDownload = (
  input: Pick<DownloadInput, 'spaceId' | 'folderId' | 'to'>,
  named: { readonly spaceName: string; readonly title: string },
  tools: Tools,
): StoredJob => {
  const { clock, random } = tools.context.ports
  return {
    ...{ id: random.uuid(), direction: 'download', spaceId: input.spaceId, ...named },
    ...{ state: 'running', folderId: input.folderId, silent: false, target: input.to },
    ...{ createdAt: clock.now(), endedAt: null },
  }
}

/** The folder everything is below: the target itself when `name` is '', else one still to be made in it. */
export const rootFolder = (job: StoredJob, name: string, remoteId: string | null): StoredFolder => ({
  ...{ jobId: job.id, number: 0, parent: null, path: name, name, remoteId },
  ...{ intentAt: null, made: name === '', listed: false, problem: null },
})

export const spaceNamed = async (
  spaceId: SpaceId,
  { context }: Tools,
  signal: AbortSignal,
): Promise<Result<string>> => {
  const known = await context.archive.run('spaces.name', { spaceId })
  if (known !== null) return ok(known)
  const space = await context.foyer.spaces.get(spaceId, { signal })
  if (space.ok) return ok(space.value.name)
  return space.error.code === 'not-found' ? err(fail('unknown-space', { about: spaceId })) : space
}

/** T1.59: what is known to be needed before anything is asked of the portal; the rest is looked at once it is read. */
const checkRoom = async (
  { spaceId, folderId, fileIds, to }: DownloadInput,
  picked: readonly File[],
  { context }: Tools,
): Promise<Result<void>> => {
  const folders = picked.filter(({ isFolder }) => isFolder).map(({ id }) => id)
  const folderIds = fileIds.length === 0 ? [folderId] : folders
  const below = await context.archive.run('downloads.knownBytes', { spaceId, folderIds })
  const lack = await lackOfRoom(
    to,
    picked.reduce((bytes, { size }) => bytes + size, below),
  )
  return lack === null ? ok(undefined) : err(lack)
}

export const openTarget = async (to: string): Promise<Result<void>> => {
  if (!isAbsolute(to)) return err(fail('path-relative', { about: to }))
  try {
    await mkdir(to, { recursive: true })
    return (await stat(to)).isDirectory() ? ok(undefined) : err(fail('target-exists', { about: to }))
  } catch (error) {
    return err(diskFailure(error, to, 'target'))
  }
}

/** More than a few picked files are looked for in the folder they were picked from first. */
const few = 4

const findPicked = async (
  input: DownloadInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<readonly File[]>> => {
  const { spaceId, folderId, fileIds } = input
  const known = new Map<FileId, File>()
  if (fileIds.length > few) {
    const entries = await readFolder(tools.context.foyer, { spaceId, parentId: folderId }, signal)
    if (entries.ok) for (const entry of entries.value) known.set(entry.id, entry)
  }
  const picked: File[] = []
  for (const id of new Set(fileIds)) {
    const listed = known.get(id)
    const file = listed === undefined ? await findFile(id, spaceId, tools, signal) : ok(listed)
    if (!file.ok) return file
    picked.push(file.value)
  }
  return ok(picked)
}

/** Afresh from the portal; while it can't be reached, as the archive has it. */
const findFile = async (
  id: FileId,
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<File>> => {
  const fresh = await tools.context.foyer.files.get(spaceId, id, { signal })
  if (fresh.ok || reactionTo(fresh.error) === 'fail') return fresh
  const kept = await tools.context.archive.run('files.get', { id })
  return kept === null ? fresh : ok(kept)
}
