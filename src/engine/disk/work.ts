import { createHash, type Hash, hash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type Failure, fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { diskFailure } from '../transfers/disk-failure.ts'
import {
  createListing,
  fingerprintOf,
  type FoundEntry,
  type ListTask,
  lookAtRoot,
  type Lot,
} from './listing.ts'
import { createMd5Pair, type Md5Pair } from './md5-pair.ts'

/** MD5 in base64, SHA-256 in hex. */
export type Hashes = { readonly md5: string; readonly sha256: string }

/** A file as it was read; `hashes` null: it is larger than what was to be read into, and nothing was read. */
export type WholeFile = {
  readonly size: number
  readonly fingerprint: string
  readonly hashes: Hashes | null
}

/**
 * What a disk thread can be asked. Bytes are views on shared memory, so that nothing is copied between threads; on the
 * way to one they are named (`Bytes`: shared-bytes.ts).
 * `key` names a hash that goes on over several pieces, or a folder that is read lot by lot; `about` is how the file is named in failures.
 */
export type DiskTask<Bytes = Uint8Array> =
  | { readonly kind: 'whole'; readonly path: string; readonly about: string; readonly into: Bytes }
  | {
      readonly kind: 'piece'
      readonly key: number
      readonly fd: number
      readonly offset: number
      readonly into: Bytes
      readonly about: string
    }
  | { readonly kind: 'digest'; readonly key: number }
  | { readonly kind: 'piece-md5'; readonly key: number; readonly bytes: Bytes }
  | { readonly kind: 'digest-md5'; readonly key: number }
  | { readonly kind: 'drop'; readonly key: number }
  | { readonly kind: 'md5'; readonly bytes: Bytes }
  | { readonly kind: 'hashes'; readonly bytes: Bytes }
  | { readonly kind: 'file'; readonly fd: number; readonly size: number; readonly about: string }
  | { readonly kind: 'root'; readonly path: string }
  | ListTask

/** The same task with its bytes told in another way. */
export const withBytes = <A, B>(task: DiskTask<A>, convert: (bytes: A) => B): DiskTask<B> => {
  switch (task.kind) {
    case 'whole':
    case 'piece':
      return { ...task, into: convert(task.into) }
    case 'piece-md5':
    case 'md5':
    case 'hashes':
      return { ...task, bytes: convert(task.bytes) }
    default:
      return task
  }
}

/** What each kind answers. */
export type DiskAnswers = {
  readonly whole: Result<WholeFile>
  readonly piece: Result<void>
  /** SHA-256 of all pieces in hex. */
  readonly digest: string
  readonly 'piece-md5': string
  readonly 'digest-md5': string
  readonly drop: undefined
  readonly md5: string
  readonly hashes: Hashes
  readonly file: Result<Hashes>
  readonly root: FoundEntry
  readonly list: Lot
}

// NONBLOCK: a FIFO that took the file's place would otherwise hold the open for ever. NOFOLLOW: sources are real paths,
// so a link here was put there since, and may lead out of the root (hardening 25). Windows has neither.
export const sourceFlags =
  constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK | constants.O_NOFOLLOW)

type Pair = { readonly md5: Hash; readonly sha256: Hash }

const begin = (): Pair => ({ md5: createHash('md5'), sha256: createHash('sha256') })

const feed = (pair: Pair, bytes: Uint8Array): void => {
  pair.md5.update(bytes)
  pair.sha256.update(bytes)
}

const end = (pair: Pair): Hashes => ({ md5: pair.md5.digest('base64'), sha256: pair.sha256.digest('hex') })

/** In one go: half of what a small file's hashes cost is the making of objects for them. */
const hashesOf = (bytes: Uint8Array): Hashes => ({
  md5: hash('md5', bytes, 'base64'),
  sha256: hash('sha256', bytes, 'hex'),
})

/** Fills `into` from `offset` on; false when the file ends before. */
const fillFrom = (fd: number, into: Uint8Array, offset: number): boolean => {
  for (let filled = 0; filled < into.length;) {
    const read = readSync(fd, into, filled, into.length - filled, offset + filled)
    if (read === 0) return false
    filled += read
  }
  return true
}

const whole = ({ path, about, into }: Extract<DiskTask, { kind: 'whole' }>): Result<WholeFile> => {
  let fd: number | undefined
  try {
    fd = openSync(path, sourceFlags)
    const stat = fstatSync(fd, { bigint: true })
    if (!stat.isFile()) return err(fail('source-unreadable', { about }))
    const [size, fingerprint] = [Number(stat.size), fingerprintOf(stat)]
    if (size > into.length) return ok({ size, fingerprint, hashes: null })
    const bytes = into.subarray(0, size)
    const stayed = fillFrom(fd, bytes, 0) && fingerprintOf(fstatSync(fd, { bigint: true })) === fingerprint
    return stayed ? ok({ size, fingerprint, hashes: hashesOf(bytes) }) : err(changed(about))
  } catch (error) {
    return err(diskFailure(error, about, 'source'))
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

const changed = (about: string): Failure => fail('source-changed', { about })

const pieceBytes = 1_048_576

const hashFile = ({ fd, size, about }: Extract<DiskTask, { kind: 'file' }>): Result<Hashes> => {
  try {
    const pair = begin()
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, size))
    for (let offset = 0; offset < size;) {
      const read = readSync(fd, buffer, 0, Math.min(buffer.length, size - offset), offset)
      if (read === 0) return err(fail('integrity', { about, detail: 'length' }))
      feed(pair, buffer.subarray(0, read))
      offset += read
    }
    return ok(end(pair))
  } catch (error) {
    return err(diskFailure(error, about, 'target'))
  }
}

/** Does what is asked, in whatever thread it is in, without a turn of the event loop. */
export const createDiskWork = (): ((task: DiskTask) => DiskAnswers[DiskTask['kind']]) => {
  const sha256s = new Map<number, Hash>()
  const md5s = new Map<number, Md5Pair>()
  const listing = createListing()

  const entry = <T>(known: Map<number, T>, key: number, make: () => T): T => {
    const there = known.get(key) ?? make()
    known.set(key, there)
    return there
  }
  const take = <T>(known: Map<number, T>, key: number, make: () => T): T => {
    const there = known.get(key) ?? make()
    known.delete(key)
    return there
  }
  const sha256 = (): Hash => createHash('sha256')

  const piece = ({ key, fd, offset, into, about }: Extract<DiskTask, { kind: 'piece' }>): Result<void> => {
    try {
      if (!fillFrom(fd, into, offset)) return err(changed(about))
    } catch (error) {
      return err(diskFailure(error, about, 'source'))
    }
    entry(sha256s, key, sha256).update(into)
    return ok(undefined)
  }

  return (task) => {
    switch (task.kind) {
      case 'whole':
        return whole(task)
      case 'piece':
        return piece(task)
      case 'digest':
        return take(sha256s, task.key, sha256).digest('hex')
      case 'piece-md5':
        return entry(md5s, task.key, createMd5Pair).piece(task.bytes)
      case 'digest-md5':
        return take(md5s, task.key, createMd5Pair).digest()
      case 'drop':
        sha256s.delete(task.key)
        md5s.delete(task.key)
        listing.drop(task.key)
        return undefined
      case 'md5':
        return hash('md5', task.bytes, 'base64')
      case 'hashes':
        return hashesOf(task.bytes)
      case 'file':
        return hashFile(task)
      case 'root':
        return lookAtRoot(task.path)
      case 'list':
        return listing.next(task)
    }
  }
}
