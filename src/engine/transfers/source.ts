import { type FileHandle, open } from 'node:fs/promises'
import type { BigIntStats } from 'node:fs'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { fingerprintOf } from '../disk/listing.ts'
import { sourceFlags } from '../disk/work.ts'
import { diskFailure } from './disk-failure.ts'

/** A file of this computer that goes by blocks, open for reading. */
export type Source = {
  readonly size: number
  readonly fingerprint: string
  /** Its number with the operating system, for a disk thread. */
  readonly fd: number
  /** Fills `into` from `offset` on; `source-changed` when the file ends before. */
  read(into: Uint8Array, offset: number): Promise<Result<void>>
  /** T1.50: `source-changed` when size, mtime or inode are no longer what they were at opening. */
  unchanged(): Promise<Result<void>>
  close(): Promise<void>
}

/** Opens a regular file. `about` is how it is named in failures: `source-missing`, `source-unreadable`. */
export const openSource = async (path: string, about: string): Promise<Result<Source>> => {
  let handle: FileHandle
  try {
    handle = await open(path, sourceFlags)
  } catch (error) {
    return err(diskFailure(error, about, 'source'))
  }
  try {
    const stat = await handle.stat({ bigint: true })
    if (!stat.isFile()) {
      await handle.close()
      return err(fail('source-unreadable', { about }))
    }
    return ok(sourceOf(handle, stat, about))
  } catch (error) {
    await handle.close()
    return err(diskFailure(error, about, 'source'))
  }
}

const sourceOf = (handle: FileHandle, opened: BigIntStats, about: string): Source => {
  const fingerprint = fingerprintOf(opened)
  return {
    size: Number(opened.size),
    fingerprint,
    fd: handle.fd,
    read: async (into, offset) => {
      try {
        for (let filled = 0; filled < into.length;) {
          const { bytesRead } = await handle.read(into, filled, into.length - filled, offset + filled)
          if (bytesRead === 0) return err(fail('source-changed', { about }))
          filled += bytesRead
        }
        return ok(undefined)
      } catch (error) {
        return err(diskFailure(error, about, 'source'))
      }
    },
    unchanged: async () => {
      try {
        const now = await handle.stat({ bigint: true })
        return fingerprintOf(now) === fingerprint ? ok(undefined) : err(fail('source-changed', { about }))
      } catch (error) {
        return err(diskFailure(error, about, 'source'))
      }
    },
    close: () => handle.close(),
  }
}
