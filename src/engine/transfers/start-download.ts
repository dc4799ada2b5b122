import { mkdir, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { reactionTo } from '../../core/transfers/reaction.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { diskFailure } from './disk-failure.ts'
import { placeEntries } from './download-folders.ts'
import { readFolder } from './remote-folder.ts'
import type { Tools } from './tools.ts'

export type DownloadInput = {
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly fileIds: readonly FileId[]
  readonly to: string
}

/** Journals a download: what was picked, or one folder still to be read. The tree is read while the job runs. */
export const startDownload = async (
  input: DownloadInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<StoredJob>> => {
  const { archive, foyer, ports } = tools.context
  const { spaceId, folderId } = input
  const target = await openTarget(input.to)
  if (!target.ok) return target
  const known = await archive.run('spaces.name', { spaceId })
  const space = known === null ? await foyer.spaces.get(spaceId, { signal }) : ok({ name: known })
  if (!space.ok)
    return space.error.code === 'not-found' ? err(fail('unknown-space', { about: spaceId })) : space
  const picked = await findPicked(input, tools, signal)
  if (!picked.ok) return picked
  const folder = folderId === null ? null : await findFile(folderId, spaceId, tools, signal)
  if (folder !== null && !folder.ok) return folder

  const [first] = picked.value
  const more = picked.value.length > 1 ? ` + ${picked.value.length - 1}` : ''
  const name = first?.name ?? folder?.value.name ?? space.value.name
  const job: StoredJob = {
    ...{ id: ports.random.uuid(), direction: 'download', spaceId, spaceName: space.value.name },
    ...{ title: `${name}${more}`, state: 'plan', folderId, silent: false, target: input.to },
    ...{ createdAt: ports.clock.now(), endedAt: null },
  }
  // A plan until its rows are there: after a crash in between, a job without them would look as if it were done.
  await archive.run('transfers.createJob', job)
  const root = {
    ...{ jobId: job.id, number: 0, parent: null, path: '', name: '', remoteId: folderId },
    ...{ intentAt: null, made: true, listed: false, problem: null },
  }
  const rows =
    input.fileIds.length === 0
      ? { folders: [root], files: [] }
      : await placeEntries(job, null, picked.value, { folder: 0, file: 0 }, tools)
  await archive.run('transfers.add', { ...rows, listed: null })
  await archive.run('transfers.setJob', { jobId: job.id, state: 'running', endedAt: null })
  return ok({ ...job, state: 'running' })
}

const openTarget = async (to: string): Promise<Result<void>> => {
  if (!isAbsolute(to)) return err(fail('usage', { about: to }))
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
