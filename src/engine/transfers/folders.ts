import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { maxAttempts } from '../../core/transfers/reaction.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { readFolder } from './remote-folder.ts'
import { lookUntilSettled } from './settle.ts'
import type { Tools } from './tools.ts'

/** The folders of one upload in the portal: each found or created once, however many files ask for it (T1.24). */
export type Folders = {
  /** The portal's id of the job's folder `number`; null: the job's own target. */
  ensure(number: number | null): Promise<Result<FileId | null>>
}

export const createFolders = (job: StoredJob, tools: Tools, signal: AbortSignal): Folders => {
  const spaceId = job.spaceId as SpaceId
  const { foyer, archive, ports } = tools.context
  const under = new Map<number, Promise<Result<FileId | null>>>()
  /** Names of folders by parent; a parent made by this job holds what this job put there and is never listed. */
  const listings = new Map<string, Promise<Result<Map<string, FileId>>>>()

  const foldersIn = (parentId: FileId | null, afresh: boolean): Promise<Result<Map<string, FileId>>> => {
    const key = parentId ?? ''
    const known = listings.get(key)
    if (known !== undefined && !afresh) return known
    const reading = read(parentId)
    listings.set(key, reading)
    return reading
  }

  const read = async (parentId: FileId | null): Promise<Result<Map<string, FileId>>> => {
    // Folders sort before files: the first file ends what there is to learn.
    const entries = await tools.gate.run(
      () => readFolder(foyer, { spaceId, parentId }, signal, (page) => page.some((file) => !file.isFolder)),
      signal,
    )
    if (!entries.ok) {
      listings.delete(parentId ?? '')
      return entries
    }
    return ok(new Map(entries.value.filter((file) => file.isFolder).map((file) => [file.name, file.id])))
  }

  const write = (folder: StoredFolder): Promise<void> => tools.folderJournal.write(folder)

  const find = async (
    name: string,
    parentId: FileId | null,
    afresh: boolean,
  ): Promise<Result<FileId | null>> => {
    const listed = await foldersIn(parentId, afresh)
    return listed.ok ? ok(listed.value.get(name) ?? null) : listed
  }

  const create = async (folder: StoredFolder, parentId: FileId | null): Promise<Result<FileId>> => {
    const found = await find(folder.name, parentId, false)
    if (!found.ok) return found
    if (found.value !== null) return ok(found.value)
    let intentAt = folder.intentAt
    for (let tries = 1; tries <= maxAttempts; tries += 1) {
      if (intentAt !== null) {
        const late = await lookUntilSettled(tools, () => find(folder.name, parentId, true), signal)
        if (!late.ok) return late
        if (late.value !== null) return ok(late.value)
        if (signal.aborted) return err(fail('cancelled'))
      }
      intentAt = ports.clock.now()
      await write({ ...folder, intentAt })
      const made = await tools.gate.run(
        // Not cut short by a pause or cancel: a request on its way is not worth a doubt.
        () =>
          foyer.files.createFolder(
            spaceId,
            { name: folder.name, parentId, ...(job.silent ? { silent: true } : {}) },
            { signal: tools.closing },
          ),
        signal,
        { creates: true },
      )
      if (made.ok) {
        remember(made.value, parentId)
        return ok(made.value.id)
      }
      if (made.error.unsure !== true) {
        await write({ ...folder, intentAt: null })
        return made
      }
    }
    return err(fail('server-error', { about: folder.path }))
  }

  const remember = (made: File, parentId: FileId | null): void => {
    listings.set(made.id, Promise.resolve(ok(new Map())))
    void listings
      .get(parentId ?? '')
      ?.then((siblings) => siblings.ok && siblings.value.set(made.name, made.id))
    tools.arrivals.add(made)
  }

  const resolve = async (number: number): Promise<Result<FileId | null>> => {
    const folder = await archive.run('transfers.folder', { jobId: job.id, number })
    if (folder === null) return err(fail('internal', { about: String(number) }))
    if (folder.made && folder.remoteId !== null) return ok(folder.remoteId as FileId)
    if (folder.problem !== null) return err(folder.problem)
    const parent = await ensure(folder.parent)
    if (!parent.ok) return parent
    const id = await create(folder, parent.value)
    if (!id.ok) {
      if (id.error.code === 'cancelled') return id
      const problem = { ...id.error, about: folder.path }
      await write({ ...folder, problem })
      return err(problem)
    }
    // Nothing waits for it: after a crash the journaled intent leads to the same folder.
    tools.folderJournal.writeSoon({ ...folder, remoteId: id.value, made: true, listed: true })
    return id
  }

  const ensure = (number: number | null): Promise<Result<FileId | null>> => {
    if (number === null) return Promise.resolve(ok(job.folderId as FileId | null))
    const known = under.get(number)
    if (known !== undefined) return known
    const begun = resolve(number)
    under.set(number, begun)
    return begun
  }

  return { ensure }
}
