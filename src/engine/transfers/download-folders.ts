import { lstat, mkdir, readdir, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { fitsPath } from '../../core/transfers/download-rules.ts'
import { safeName, uniqueName } from '../../core/transfers/names.ts'
import type { DownloadTerms } from '../storage/tables/downloads.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { diskFailure, errorCode } from './disk-failure.ts'
import { readListing } from '../sync/listing.ts'
import { cut } from './live.ts'
import { syncFolder } from './part-file.ts'
import { plannedRow } from './plan-rows.ts'
import type { Tools } from './tools.ts'

/** What the folders of one download have in common: how it was asked for, and how names are told apart there (T1.57). */
export type Placing = { readonly terms: DownloadTerms; readonly keyOf: (name: string) => string }

/** Where a job's folder lies on this computer. */
const localPath = (job: StoredJob, path: string): string =>
  join(job.target ?? '', ...path.split('/').filter((part) => part !== ''))

/** Entries placed between two turns of the event loop: a folder may hold tens of thousands. */
const stretch = 500

/**
 * T1.52: turns the portal's entries of one folder into rows: safe names, unique among themselves and, unless what is
 * there may be merged with (T1.58), on disk too. `folder` null: they go right into the target.
 */
export const placeEntries = async (
  job: StoredJob,
  folder: StoredFolder | null,
  entries: readonly File[],
  numbers: { readonly folder: number; readonly file: number },
  { terms, keyOf }: Placing,
  tools: Tools,
): Promise<{ readonly folders: readonly StoredFolder[]; readonly files: readonly StoredTransfer[] }> => {
  const { random } = tools.context.ports
  const path = folder?.path ?? ''
  const onDisk = new Set((await namesIn(localPath(job, path))).map(keyOf))
  const taken = new Set(terms.policy === 'keep-both' ? onDisk : [])
  const folders: StoredFolder[] = []
  const files: StoredTransfer[] = []
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && index % stretch === 0) await new Promise((resolve) => setImmediate(resolve))
    const name = uniqueName(safeName(entry.name, tools.options.platform), taken, keyOf)
    taken.add(keyOf(name))
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
    const key = { jobId: job.id, number: numbers.file + files.length, id: random.uuid() }
    files.push(
      plannedRow(
        { ...key, path: below, source: null },
        {
          ...{ folder: folder?.number ?? null, name, blob: bareBlob(entry.blob ?? ''), fileId: entry.id },
          ...cut(entry.size, tools.options.blockBytes),
          // Only what lay there when the folder was read may be replaced, or spare the fetching.
          conflict: onDisk.has(keyOf(name)) ? { id: 'disk', size: entry.size } : null,
        },
      ),
    )
  }
  return { folders, files }
}

/** Some clients registered a blob by its URL (reference, table of differences): the name is what follows the container. */
export const bareBlob = (blob: string): string => {
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
  { terms, keyOf }: Placing,
  tools: Tools,
): Promise<Result<StoredFolder>> => {
  const { archive, ports } = tools.context
  if (folder.made) return ok(folder)
  const parent = folder.path.slice(0, folder.path.length - folder.name.length)
  if (!fitsPath(localPath(job, parent), folder.name, tools.options.pathRule))
    return err(fail('path-too-long', { about: folder.path }))
  const taken = new Set<string>()
  for (let wanted = folder; ;) {
    const intended = { ...wanted, intentAt: ports.clock.now() }
    await archive.run('transfers.writeFolder', intended)
    try {
      await mkdir(localPath(job, wanted.path))
      // T1.54: what the journal calls made outlives a power cut; nobody makes it again.
      await syncFolder(dirname(localPath(job, wanted.path)))
    } catch (error) {
      // T1.54: made by ourselves just before a crash, if it was meant before; T1.58: or it may be merged with.
      const usable = wanted.intentAt !== null || terms.policy !== 'keep-both'
      const ours = usable && (await isPlainFolder(localPath(job, wanted.path)))
      if (errorCode(error) !== 'EEXIST') return err(diskFailure(error, folder.path, 'target'))
      if (!ours) {
        taken.add(keyOf(wanted.name))
        const name = uniqueName(folder.name, taken, keyOf)
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

const byName = [{ id: 'name', dir: 'asc' }] as const

/**
 * Reads a folder of the portal and journals what is in it, in one transaction. A list that moves while it is read is
 * read again; one that never stands still is an export's failure (E1.4). Answers the new files.
 */
export const listFolder = async (
  job: StoredJob,
  folder: StoredFolder,
  placing: Placing,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<readonly StoredTransfer[]>> => {
  const { archive, foyer } = tools.context
  const spaceId = job.spaceId as SpaceId
  const parentId = folder.remoteId as FileId | null
  const listing = await tools.gate.run(
    () =>
      readListing((page) => foyer.files.search(spaceId, { ...page, parentId, orderBy: byName }, { signal })),
    signal,
  )
  if (!listing.ok) return listing
  const { items, complete } = listing.value
  if (placing.terms.kind === 'export') {
    if (!complete) return err(fail('incomplete', { about: folder.path }))
    for (let at = 0; at < items.length; at += stretch)
      await archive.run('exports.listed', { jobId: job.id, entries: items.slice(at, at + stretch) })
  }
  const numbers = await archive.run('transfers.nextNumbers', { jobId: job.id })
  const { folders, files } = await placeEntries(job, folder, items, numbers, placing, tools)
  const listed = { jobId: job.id, number: folder.number }
  await archive.run('downloads.listed', {
    ...{ folders: await packed(folders), files: await packed(files) },
    listed,
  })
  return ok(files)
}

/**
 * Rows as JSON, some hundreds a piece with a turn of the event loop in between: handing over ten thousand objects at
 * once would hold this thread up for longer than a frame, and they must reach the journal in one transaction.
 */
const packed = async (rows: readonly (StoredFolder | StoredTransfer)[]): Promise<readonly string[]> => {
  const pieces: string[] = []
  for (let at = 0; at < rows.length; at += stretch) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve))
    pieces.push(JSON.stringify(rows.slice(at, at + stretch)))
  }
  return pieces
}
