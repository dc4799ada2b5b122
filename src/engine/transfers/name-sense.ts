import { lstat, open, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { nameKeyIn, type NameSense } from '../../core/transfers/names.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { errorCode } from './disk-failure.ts'
import type { Tools } from './tools.ts'

/** Where nothing can be learnt, the narrower sense is safe everywhere. */
const narrowest: NameSense = { letterCase: false, unicodeForm: false }

/**
 * T1.57: which names a folder tells apart, found out by an empty file that is looked for under other names: a disk's
 * format says it, not the system's name (a stick with FAT under Linux, a case-sensitive volume under macOS). `id`: whose
 * file it is; what a kill left of it is taken over and removed when the same one looks again.
 */
export const senseOfNames = async (folder: string, id: string): Promise<NameSense> => {
  const mark = markOf(id)
  const path = lookingFile(folder, id)
  try {
    await rm(path, { force: true })
    await (await open(path, 'wx')).close()
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return narrowest
  }
  try {
    return {
      letterCase: !(await isThere(join(folder, `.FOYER-\u00e9-${mark}.part`))),
      unicodeForm: !(await isThere(join(folder, `.foyer-e\u0301-${mark}.part`))),
    }
  } finally {
    await unlink(path).catch((error: unknown) => {
      if (errorCode(error) === undefined) throw error
    })
  }
}

const markOf = (id: string): string => id.slice(0, 8)

/** "é" as one character, and a small letter: the same name in capitals, and with "é" in two characters, is looked for. */
const lookingFile = (folder: string, id: string): string => join(folder, `.foyer-\u00e9-${markOf(id)}.part`)

/** T1.57: how names become keys in the target of a download that has its row. `id`: the job's. */
export const keysIn = async (target: string, tools: Tools, id: string): Promise<(name: string) => string> =>
  nameKeyIn(tools.options.nameSense ?? (await senseOfNames(target, id)))

/**
 * The same for a job that has no rows yet. It is journaled as a plan before the look, so that the next start finds what a
 * kill left behind (`forgetLooks`); the job takes the plan's place.
 */
export const keysBefore = async (
  job: StoredJob,
  target: string,
  tools: Tools,
): Promise<(name: string) => string> => {
  if (tools.options.nameSense === null)
    await tools.context.archive.run('transfers.createJob', { ...job, state: 'plan', target })
  return keysIn(target, tools, job.id)
}

/** Takes away what looks of an earlier life left behind, of jobs that never began. */
export const forgetLooks = async ({ context }: Pick<Tools, 'context'>): Promise<void> => {
  for (const { id, target } of await context.archive.run('downloads.unbegun', undefined)) {
    await rm(lookingFile(target, id), { force: true }).catch((error: unknown) => {
      if (errorCode(error) === undefined) throw error
    })
  }
}

const isThere = async (path: string): Promise<boolean> => {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}
