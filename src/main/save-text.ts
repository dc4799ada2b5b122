import { type BrowserWindow, dialog } from 'electron'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fail, type Failure } from '../core/failure.ts'
import { err, ok, type Result } from '../core/result.ts'
import { downloadsFolder } from './downloads-folder.ts'

/**
 * Saves text where the person says. Written beside its place first and given its name when it is whole, so that no
 * half of a list is ever taken for the whole of it.
 */
export const saveText = async (
  parent: BrowserWindow | undefined,
  name: string,
  pieces: AsyncIterable<string>,
): Promise<Result<{ readonly saved: boolean }>> => {
  const options = { defaultPath: join(downloadsFolder(), name) }
  const picked =
    parent === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options)
  if (picked.canceled || picked.filePath === '') return ok({ saved: false })
  const part = `${picked.filePath}.part`
  try {
    await pipeline(withMark(name, pieces), createWriteStream(part, { encoding: 'utf8' }))
    await rename(part, picked.filePath)
    return ok({ saved: true })
  } catch (error) {
    await rm(part, { force: true })
    return err(saveFailure(error, name))
  }
}

/** Excel takes a CSV for the system's old code page unless it begins with this mark. */
const withMark = async function* (name: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  if (name.endsWith('.csv')) yield '\uFEFF'
  yield* pieces
}

const saveFailure = (error: unknown, about: string): Failure => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return fail(code === 'ENOSPC' ? 'disk-full' : 'disk-error', { about, detail: code })
}
