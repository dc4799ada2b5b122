import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { safeName, uniqueName } from '../../core/transfers/names.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { diskFailure } from '../transfers/disk-failure.ts'
import { keysBefore } from '../transfers/name-sense.ts'
import { lackOfRoom } from '../transfers/room.ts'
import { newDownload, openTarget, rootFolder, spaceNamed } from '../transfers/start-download.ts'
import type { Tools } from '../transfers/tools.ts'

export type ExportInput = {
  readonly spaceId: SpaceId
  /** Absolute. */
  readonly to: string
  /** `into`: `to` itself, which must be new or empty. `beside`: a new folder in `to`, named after the space and the day. */
  readonly place: 'into' | 'beside'
}

/** The folder of an export in which the portal's own files lie. */
const filesFolder = 'files'

/** E1.1: journals an export into a folder of its own. What is read and when is the running job's business. */
export const startExport = async (
  input: ExportInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<StoredJob>> => {
  const { archive } = tools.context
  const { spaceId } = input
  const opened = await openTarget(input.to)
  if (!opened.ok) return opened
  const space = await spaceNamed(spaceId, tools, signal)
  if (!space.ok) return space
  const needed = await archive.run('downloads.knownBytes', { spaceId, folderIds: [null] })
  const lack = await lackOfRoom(input.to, needed)
  if (lack !== null) return err(lack)
  const place = { spaceId, folderId: null, to: input.to }
  const begun = newDownload(place, { spaceName: space.value, title: titleOf(input.to) }, tools)
  const folder = await ownFolder(input, begun, tools)
  if (!folder.ok) return folder
  const job = { ...begun, target: folder.value, title: titleOf(folder.value) }
  await archive.run('downloads.create', {
    ...{ job, terms: { kind: 'export', policy: 'keep-both' }, files: [] },
    folders: [rootFolder(job, filesFolder, null)],
  })
  return ok(job)
}

const titleOf = (folder: string): string => folder.split(/[/\\]/).at(-1) ?? folder

const ownFolder = async (
  { to, place }: ExportInput,
  job: StoredJob,
  tools: Tools,
): Promise<Result<string>> => {
  try {
    const there = await readdir(to)
    if (place === 'into') return there.length === 0 ? ok(to) : err(fail('not-empty', { about: to }))
    const keyOf = await keysBefore(job, to, tools)
    const day = new Date(tools.context.ports.clock.now()).toISOString().slice(0, 10)
    const wanted = safeName(`${job.spaceName} export ${day}`, tools.options.platform)
    const folder = join(to, uniqueName(wanted, new Set(there.map(keyOf)), keyOf))
    await mkdir(folder)
    return ok(folder)
  } catch (error) {
    return err(diskFailure(error, to, 'target'))
  }
}
