import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Result } from '../../core/result.ts'
import type { FoundEntry, Lot } from './listing.ts'
import { createNaming } from './shared-bytes.ts'
import {
  createDiskWork,
  type DiskAnswers,
  type DiskTask,
  type Hashes,
  type WholeFile,
  withBytes,
} from './work.ts'
import type { Asked } from './worker.ts'

/** Reading and hashing of files beside the engine's thread (T1.17). Bytes lie in shared memory (transfers/buffers.ts). */
export type DiskThreads = {
  /** A file in one go: read into `into`, hashed, and looked at again whether it stayed as it was (T1.50). */
  readWhole(path: string, about: string, into: Uint8Array): Promise<Result<WholeFile>>
  /** A file by pieces, in order, with the hashes of the whole made on the way. */
  hashing(): PieceHash
  md5Of(bytes: Uint8Array): Promise<string>
  hashesOf(bytes: Uint8Array): Promise<Hashes>
  /** Reads an open file from its beginning, `size` bytes of it. */
  hashFile(fd: number, size: number, about: string): Promise<Result<Hashes>>
  /** A root of a drop, as it lies there. */
  lookAt(root: string): Promise<FoundEntry>
  /** A folder's entries, lot by lot (T1.36): while one is dealt with the next is read, and no more. */
  list(folder: string, root: string): AsyncIterable<Lot>
  close(): Promise<void>
}

/** Hashes of a file that is read by pieces, in order; all but the last are of one length. */
export type PieceHash = {
  /** Fills `into` from `offset` on; `source-changed` when the file ends before. */
  read(fd: number, offset: number, into: Uint8Array, about: string): Promise<Result<void>>
  /** The MD5 of a piece that was read, in base64: asked once for each, in order. */
  md5(bytes: Uint8Array): Promise<string>
  digest(): Promise<Hashes>
  /** Forgets a hash that is not going to be asked for. */
  drop(): Promise<void>
}

/** Starts a disk thread. `storageWorker` is the archive's worker, built or source: ours lies beside it. */
export const startDiskThread = (storageWorker: URL): Worker => {
  const place = storageWorker.pathname.endsWith('.ts') ? '../disk/worker.ts' : './disk-worker.js'
  return new Worker(new URL(place, storageWorker), {
    name: 'disk',
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  })
}

type Thread = {
  ask(task: DiskTask): Promise<unknown>
  /** Tasks under way. */
  readonly load: () => number
  close(): Promise<void>
}

/** As many threads as there are processors, within reason; each starts when all others are at work. */
const mostThreads = (): number => Math.min(4, Math.max(2, availableParallelism()))

/** `start` absent: the work is done in this thread, as in a test that has no worker at hand. */
export const createDiskThreads = (start: (() => Worker) | undefined): DiskThreads => {
  const threads: Thread[] = []
  const most = mostThreads()
  let nextKey = 1

  /** The thread with the least to do, another than `except`; a new one while all are at work and there may be more. */
  const choose = (except?: Thread): Thread => {
    const [first, ...others] = threads.filter((thread) => thread !== except)
    const least = others.reduce(
      (best, thread) => (best && thread.load() >= best.load() ? best : thread),
      first,
    )
    if (least !== undefined && (least.load() === 0 || threads.length >= most)) return least
    const made = start === undefined ? inThisThread() : createThread(start())
    threads.push(made)
    return made
  }

  const ask = <K extends DiskTask['kind']>(
    task: Extract<DiskTask, { kind: K }>,
    thread = choose(),
    // The kind says what is answered; the thread runs that very task.
  ): Promise<DiskAnswers[K]> => thread.ask(task) as Promise<DiskAnswers[K]>

  return {
    readWhole: (path, about, into) => ask<'whole'>({ kind: 'whole', path, about, into }),
    hashing: () => {
      const key = nextKey++
      // A hash lives in one thread; SHA-256 and MD5 in two, so that they are made at the same time.
      const first = choose()
      const second = choose(first)
      return {
        read: (fd, offset, into, about) =>
          ask<'piece'>({ kind: 'piece', key, fd, offset, into, about }, first),
        md5: (bytes) => ask<'piece-md5'>({ kind: 'piece-md5', key, bytes }, second),
        digest: async () => {
          const [sha256, md5] = await Promise.all([
            ask<'digest'>({ kind: 'digest', key }, first),
            ask<'digest-md5'>({ kind: 'digest-md5', key }, second),
          ])
          return { md5, sha256 }
        },
        drop: async () => {
          await Promise.all([first, second].map((thread) => ask<'drop'>({ kind: 'drop', key }, thread)))
        },
      }
    },
    md5Of: (bytes) => ask<'md5'>({ kind: 'md5', bytes }),
    hashesOf: (bytes) => ask<'hashes'>({ kind: 'hashes', bytes }),
    hashFile: (fd, size, about) => ask<'file'>({ kind: 'file', fd, size, about }),
    lookAt: (path) => ask<'root'>({ kind: 'root', path }),
    list: async function* (folder, root) {
      const key = nextKey++
      const thread = choose()
      const next = (): Promise<Lot> => ask<'list'>({ kind: 'list', key, folder, root }, thread)
      let over = false
      try {
        for (let reading = next(); !over;) {
          const lot = await reading
          over = lot.last
          if (!over) reading = next()
          // One that is not waited for has no one to tell; the next turn hears of a thread that ended.
          reading.catch(() => undefined)
          yield lot
        }
      } finally {
        // Whoever stops in the middle leaves the folder open.
        if (!over) await ask<'drop'>({ kind: 'drop', key }, thread)
      }
    },
    close: async () => {
      await Promise.all(threads.splice(0).map((thread) => thread.close()))
    },
  }
}

const inThisThread = (): Thread => {
  const perform = createDiskWork()
  return { ask: async (task) => perform(task), load: () => 0, close: async () => undefined }
}

/** A thread that was asked no more than this may run out of work before the next message. */
const enough = 4

type Waiting = { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }

const createThread = (worker: Worker): Thread => {
  const waiting = new Map<number, Waiting>()
  let nextId = 1
  let ended: Error | undefined

  const end = (reason: Error): void => {
    ended ??= reason
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('message', (answers: readonly { readonly id: number; readonly answer: unknown }[]) => {
    for (const { id, answer } of answers) {
      waiting.get(id)?.resolve(answer)
      waiting.delete(id)
    }
    sent -= answers.length
    if (gathered.length > 0 && sent <= enough) send()
  })
  worker.on('error', (error: Error) => end(error))
  worker.on('exit', () => end(new Error('A disk thread has ended')))
  // Files are never a reason to keep the program running: their job is.
  worker.unref()

  // Waking a thread costs more than most of what it is asked: what comes within one turn goes with one message, and while
  // it has enough to do the rest waits for its next answer.
  const buffers = createNaming()
  let gathered: Asked['tasks'][number][] = []
  let sent = 0
  let turn = false
  const send = (): void => {
    const asked: Asked = { news: buffers.news(), tasks: gathered }
    sent += gathered.length
    worker.postMessage(asked)
    gathered = []
  }
  const sendSoon = (): void => {
    turn = false
    if (gathered.length > 0 && sent <= enough) send()
  }

  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended)
          return
        }
        const id = nextId++
        waiting.set(id, { resolve, reject })
        if (!turn) setImmediate(sendSoon)
        turn = true
        gathered.push({ id, task: withBytes(task, (bytes) => buffers.name(bytes)) })
      }),
    load: () => waiting.size,
    close: async () => {
      await worker.terminate()
    },
  }
}
