import { lstat, mkdir, readdir, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { nameKey, safeName, uniqueName } from '../../core/transfers/names.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { diskFailure, errorCode } from './disk-failure.ts'
import { cut } from './live.ts'
import { plannedRow } from './plan-rows.ts'
import { readFolder } from './remote-folder.ts'
import type { Tools } from './tools.ts'

/** Where a job's folder lies on this computer. */
const localPath = (job: StoredJob, path: string): string =>
  join(job.target ?? '', ...path.split('/').filter((part) => part !== ''))

/**
 * T1.52: turns the portal's entries of one folder into rows: safe names, unique among themselves and what is on disk.
 * `folder` null: they go right into the target.
 */
export const placeEntries = async (
  job: StoredJob,
  folder: StoredFolder | null,
  entries: readonly File[],
  numbers: { readonly folder: number; readonly file: number },
  tools: Tools,
): Promise<{ readonly folders: readonly StoredFolder[]; readonly files: readonly StoredTransfer[] }> => {
  const path = folder?.path ?? ''
  const taken = new Set((await namesIn(localPath(job, path))).map(nameKey))
  const folders: StoredFolder[] = []
  const files: StoredTransfer[] = []
  for (const entry of entries) {
    const name = uniqueName(safeName(entry.name, tools.options.platform), taken)
    taken.add(nameKey(name))
    const below = path === '' ? name : `${path}/${name}`
    if (entry.isFolder) {
      folders.push({
        ...{ jobId: job.id, number: numbers.folder + folders.length, parent: folder?.number ?? null },
        ...{
          path: below,
          name,
          remoteId: entry.id,
          intentAt: null,
          made: false,
          listed: false,
          problem: null,
        },
      })
      continue
    }
    const key = { jobId: job.id, number: numbers.file + files.length, id: tools.context.ports.random.uuid() }
    files.push(
      plannedRow(
        { ...key, path: below, source: null },
        {
          ...{ folder: folder?.number ?? null, name, blob: bareBlob(entry.blob ?? ''), fileId: entry.id },
          ...cut(entry.size, tools.options.blockBytes),
        },
      ),
    )
  }
  return { folders, files }
}

/** Some clients registered a blob by its URL (reference, table of differences): the name is what follows the container. */
const bareBlob = (blob: string): string => {
  if (!/^https?:\/\//i.test(blob) || !URL.canParse(blob)) return blob
  return decodeURIComponent(new URL(blob).pathname.split('/').at(-1) ?? '')
}

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return []
  }
}

/** Makes a folder of a download under a name that is free; answers the folder as it was made and journaled. */
export const makeFolder = async (
  job: StoredJob,
  folder: StoredFolder,
  tools: Tools,
): Promise<Result<StoredFolder>> => {
  const { archive, ports } = tools.context
  if (folder.made) return ok(folder)
  const parent = folder.path.slice(0, folder.path.length - folder.name.length)
  const taken = new Set<string>()
  for (let wanted = folder; ;) {
    const intended = { ...wanted, intentAt: ports.clock.now() }
    await archive.run('transfers.writeFolder', intended)
    try {
      await mkdir(localPath(job, wanted.path))
    } catch (error) {
      // T1.54: made by ourselves just before a crash, if it was meant before and is a plain folder.
      const ours = wanted.intentAt !== null && (await isPlainFolder(localPath(job, wanted.path)))
      if (errorCode(error) !== 'EEXIST') return err(diskFailure(error, folder.path, 'target'))
      if (!ours) {
        taken.add(nameKey(wanted.name))
        const name = uniqueName(folder.name, taken)
        wanted = { ...folder, name, path: `${parent}${name}`, intentAt: null }
        continue
      }
    }
    const made = { ...intended, made: true }
    await archive.run('transfers.writeFolder', made)
    return ok(made)
  }
}

const isPlainFolder = async (path: string): Promise<boolean> => {
  try {
    return (await lstat(path)).isDirectory()
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}

/** T1.52: a folder of the job is still inside its target: nobody put a link in its place. */
export const insideTarget = async (job: StoredJob, path: string): Promise<Result<string>> => {
  const folder = localPath(job, path)
  try {
    const way = relative(await realpath(job.target ?? ''), await realpath(folder))
    const outside = way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep)
    return outside ? err(fail('disk-error', { about: path })) : ok(folder)
  } catch (error) {
    return err(diskFailure(error, path === '' ? dirname(folder) : path, 'target'))
  }
}

/** Reads a folder of the portal and journals what is in it, in one transaction. Answers the new files. */
export const listFolder = async (
  job: StoredJob,
  folder: StoredFolder,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<readonly StoredTransfer[]>> => {
  const { archive, foyer } = tools.context
  const place = { spaceId: job.spaceId as SpaceId, parentId: folder.remoteId as FileId | null }
  const entries = await tools.gate.run(() => readFolder(foyer, place, signal), signal)
  if (!entries.ok) return entries
  const numbers = await archive.run('transfers.nextNumbers', { jobId: job.id })
  const { folders, files } = await placeEntries(job, folder, entries.value, numbers, tools)
  const listed = { jobId: job.id, number: folder.number }
  await archive.run('transfers.add', { folders, files, listed })
  return ok(files)
}
