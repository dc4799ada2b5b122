import { closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail, FailureError } from '../../../core/failure.ts'
import { refusalCode } from '../../disk/refusal.ts'

const flush = (path: string): void => {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes names in a folder survive a power cut; Windows keeps them by itself and can't flush a folder. */
export const flushFolder = (folder: string): void => {
  if (process.platform !== 'win32') flush(folder)
}

/** Writes a small file as a whole or not at all, mode 0600. */
export const writeWhole = (path: string, content: string): void => {
  writeFileSync(`${path}.new`, content, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
  flushFolder(dirname(path))
}

export const readText = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined

/** A file's length in bytes; undefined: it is not there. */
export const sizeOf = (path: string): number | undefined =>
  existsSync(path) ? statSync(path).size : undefined

/** Copies a file if it is there; on file systems that can share blocks it costs nothing. */
export const copyIfThere = (from: string, to: string): void => {
  if (existsSync(from)) copyFileSync(from, to, constants.COPYFILE_FICLONE)
}

/** What the system refuses becomes a failure that says which file it is about; other errors stay as they are. */
export const explained = (error: unknown, about: string): unknown => {
  if (error instanceof FailureError || !(error instanceof Error)) return error
  if (!('code' in error) || typeof error.code !== 'string' || !('syscall' in error)) return error
  const failure = fail(refusalCode(error.code), { about, detail: error.code })
  return new FailureError(failure, { cause: error })
}
