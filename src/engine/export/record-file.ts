import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from '../../core/result.ts'
import { diskFailure } from '../transfers/disk-failure.ts'
import { syncFolder } from '../transfers/part-file.ts'

export type Written = { readonly size: number; readonly sha256: string }
/** Takes text to be written, in order. */
export type Write = (text: string) => Promise<void>

const gathered = 262_144

/**
 * E1.8: writes a file of an export beside its place, synced, and only then under its name, in the place of one of an
 * earlier try. `produce` says what goes in; when it fails, nothing has the name.
 */
export const writeRecord = async <T>(
  folder: string,
  name: string,
  produce: (write: Write) => Promise<Result<T>>,
): Promise<Result<Written & { readonly value: T }>> => {
  const part = join(folder, `${name}.part`)
  try {
    await rm(part, { force: true })
    // Exclusive: a link that waits under this name is not written through.
    const file = await open(part, 'wx')
    const { result, written } = await fill(file, produce)
    if (!result.ok) {
      await rm(part, { force: true })
      return result
    }
    await rename(part, join(folder, name))
    await syncFolder(folder)
    return ok({ ...written, value: result.value })
  } catch (error) {
    return err(diskFailure(error, name, 'target'))
  }
}

const fill = async <T>(
  file: FileHandle,
  produce: (write: Write) => Promise<Result<T>>,
): Promise<{ readonly result: Result<T>; readonly written: Written }> => {
  const hash = createHash('sha256')
  let size = 0
  let text = ''
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(text, 'utf8')
    text = ''
    hash.update(bytes)
    size += bytes.length
    for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
  }
  try {
    const result = await produce(async (more) => {
      text += more
      if (text.length >= gathered) await flush()
    })
    await flush()
    await file.sync()
    return { result, written: { size, sha256: hash.digest('hex') } }
  } finally {
    await file.close()
  }
}
