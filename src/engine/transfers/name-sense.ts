import { lstat, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { nameKeyIn, type NameSense } from '../../core/transfers/names.ts'
import type { Random } from '../ports.ts'
import { errorCode } from './disk-failure.ts'
import type { Tools } from './tools.ts'

/** Where nothing can be learnt, the narrower sense is safe everywhere. */
const narrowest: NameSense = { letterCase: false, unicodeForm: false }

/**
 * T1.57: which names a folder tells apart, found out by an empty file that is looked for under other names: a disk's
 * format says it, not the system's name (a stick with FAT under Linux, a case-sensitive volume under macOS).
 */
export const senseOfNames = async (folder: string, random: Random): Promise<NameSense> => {
  const mark = random.uuid().slice(0, 8)
  // "é" as one character, and a small letter: the same name in capitals, and with "é" in two characters, is looked for.
  const path = join(folder, `.foyer-\u00e9-${mark}.part`)
  try {
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

/** T1.57: how names become keys in a download's target. */
export const keysIn = async (target: string, tools: Tools): Promise<(name: string) => string> =>
  nameKeyIn(tools.options.nameSense ?? (await senseOfNames(target, tools.context.ports.random)))

const isThere = async (path: string): Promise<boolean> => {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}
