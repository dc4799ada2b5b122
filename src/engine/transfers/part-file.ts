import { type FileHandle, link, lstat, open, readdir, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { err, ok, type Result } from '../../core/result.ts'
import { cutBytes, uniqueName } from '../../core/transfers/names.ts'
import type { DiskThreads } from '../disk/threads.ts'
import { diskFailure, errorCode } from './disk-failure.ts'
import { type ContentHash, hashFile } from './same-content.ts'

/** The file a download is written to until it is whole: beside its final place, never under its final name (T1.51). */
export const partPath = (folder: string, name: string, transferId: string): string => {
  const suffix = `.${transferId.slice(0, 8)}.part`
  return join(folder, `${cutBytes(name, 255 - suffix.length)}${suffix}`)
}

/** Opens a part file for writing, making it when it is not there. Mode 0600 until it is whole is the system's default. */
export const openPart = async (path: string, about: string): Promise<Result<FileHandle>> => {
  try {
    return ok(await open(path, 'r+'))
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return err(diskFailure(error, about, 'target'))
  }
  try {
    // Exclusive: a link that waits under this name is not written through.
    return ok(await open(path, 'wx+'))
  } catch (error) {
    return err(diskFailure(error, about, 'target'))
  }
}

export const writeAt = async (
  file: FileHandle,
  bytes: Uint8Array,
  offset: number,
  about: string,
): Promise<Result<void>> => {
  try {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, offset + written)
      written += bytesWritten
    }
    return ok(undefined)
  } catch (error) {
    return err(diskFailure(error, about, 'target'))
  }
}

/** T1.54: what the journal calls written outlives a power cut: the storage may keep no MD5 that would tell otherwise. */
export const syncPart = async (file: FileHandle, about: string): Promise<Result<void>> => {
  try {
    await file.datasync()
    return ok(undefined)
  } catch (error) {
    return err(diskFailure(error, about, 'target'))
  }
}

export const removePart = async (path: string): Promise<void> => {
  try {
    await unlink(path)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
  }
}

type Hold = {
  /** False: the disk is taken for one without hard links. */
  readonly links: boolean
  /** An earlier life announced one. */
  readonly announced: boolean
  readonly announce: () => Promise<void>
}

/**
 * T1.53: gives a whole part file its final name without ever overwriting: when the name was taken meanwhile, "name (2)"
 * and so on. Answers the name it got. On a disk without links `hold.announce` is called before an empty file is made that
 * holds the name.
 */
export const giveName = async (
  part: string,
  wanted: string,
  about: string,
  keyOf: (name: string) => string,
  hold: Hold,
): Promise<Result<string>> => {
  const folder = dirname(part)
  const taken = new Set<string>()
  for (;;) {
    const name = uniqueName(wanted, taken, keyOf)
    try {
      await linkInto(part, join(folder, name), hold)
      await syncFolder(folder)
      return ok(name)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') return err(diskFailure(error, about, 'target'))
      taken.add(keyOf(name))
      if (taken.size === 1) for (const other of await readdir(folder)) taken.add(keyOf(other))
    }
  }
}

/**
 * T1.58: puts a whole part file in the place of the file that has its name, in one step: whoever looks sees the old one
 * or the new one. A link under that name goes, what it leads to stays. False: there is no file to be replaced.
 */
export const takeOver = async (part: string, name: string, about: string): Promise<Result<boolean>> => {
  const final = join(dirname(part), name)
  try {
    if ((await lstat(final)).isDirectory()) return ok(false)
    await rename(part, final)
    await syncFolder(dirname(part))
    return ok(true)
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? ok(false) : err(diskFailure(error, about, 'target'))
  }
}

/** A hard link fails when the name is there, which a rename would not. File systems without links take the second way. */
const linkInto = async (part: string, final: string, hold: Hold): Promise<void> => {
  if (!hold.links) {
    await renameInto(part, final, hold)
    return
  }
  try {
    await link(part, final)
  } catch (error) {
    const code = errorCode(error) ?? ''
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EACCES'].includes(code))
      throw error
    await renameInto(part, final, hold)
    return
  }
  await unlink(part)
}

/** An empty file of our own holds the name, and the rename replaces that one alone. */
const renameInto = async (part: string, final: string, { announced, announce }: Hold): Promise<void> => {
  if (!announced || !(await isEmptySince(final, part))) {
    await announce()
    await (await open(final, 'wx')).close()
  }
  try {
    await rename(part, final)
  } catch (error) {
    await unlink(final)
    throw error
  }
}

/** Whether an empty file was made after the part was written to last, both by the disk's own clock. */
const isEmptySince = async (path: string, part: string): Promise<boolean> => {
  try {
    const [there, { mtimeMs }] = [await lstat(path), await lstat(part)]
    return there.isFile() && there.size === 0 && there.mtimeMs >= mtimeMs
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    return false
  }
}

/** fsync of the folder, so that the name outlives a power cut. Windows has no such thing. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** T1.54: whether `final` is the very file the part was: a crash came between the link and the removal of the part. */
export const isSameFile = async (part: string, final: string): Promise<boolean> => {
  try {
    const [a, b] = [await lstat(part, { bigint: true }), await lstat(final, { bigint: true })]
    return a.ino === b.ino && a.dev === b.dev
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}

/** T1.54: whether the part is gone and `final` holds its very bytes: the crash came right after giving the name. */
export const isNamed = async (
  part: string,
  final: string,
  sha256: string | null,
  disk: DiskThreads,
): Promise<boolean> => {
  try {
    await lstat(part)
    return false
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return false
  }
  const there = await hashesOf(final, disk)
  return there !== null && there.sha256 === sha256
}

/** T1.58: whether a plain file of these bytes lies there already. */
export const holdsBytes = async (
  final: string,
  size: number,
  md5: string,
  disk: DiskThreads,
): Promise<boolean> => {
  try {
    const there = await lstat(final)
    if (!there.isFile() || there.size !== size) return false
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
  return (await hashesOf(final, disk))?.md5 === md5
}

/** A file's hashes, made beside this thread; null when it can't be read. */
const hashesOf = async (path: string, disk: DiskThreads): Promise<ContentHash | null> => {
  const hashes = await hashFile(path, path, disk, new AbortController().signal)
  return hashes.ok ? hashes.value : null
}
