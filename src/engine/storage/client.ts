import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { FailureError } from '../../core/failure.ts'
import type { Operations } from './operations.ts'
import type { FromWorker, OpenRequest, ToWorker } from './protocol.ts'

export type OperationName = Extract<keyof Operations, string>
export type OperationInput<K extends OperationName> = Parameters<Operations[K]>[1]
export type OperationOutput<K extends OperationName> = ReturnType<Operations[K]>

/**
 * A portal's archive, seen from the engine's thread. Operations run one after another in the worker;
 * one that writes opens a transaction itself. `run` rejects with FailureError (disk-full, archive-corrupt, …).
 */
export type Archive = {
  run<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationOutput<K>>
  close(): Promise<void>
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
type Question = ToWorker extends infer T ? (T extends unknown ? Omit<T, 'id'> : never) : never

/** Starts the thread that will own an archive. `url` is the built worker, or storage/worker.ts in plain Node. */
export const startStorageWorker = (url: URL): Worker => new Worker(url, { name: 'storage' })

/** Opens a portal's archive in a worker of its own, which ends when the archive is closed or can't be opened. */
export const openArchive = async (open: OpenRequest, worker: Worker): Promise<Archive> => {
  const waiting = new Map<number, Waiting>()
  let nextId = 1
  let ended: Error | undefined

  const end = (reason: Error): void => {
    ended ??= reason
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }

  worker.on('message', (reply: FromWorker) => {
    const asked = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (asked === undefined) return
    if (reply.ok) asked.resolve(reply.value)
    else if ('failure' in reply) asked.reject(new FailureError(reply.failure))
    else asked.reject(new Error(`Storage: ${reply.bug}`))
  })
  worker.on('error', (error: Error) => end(error))
  worker.on('exit', () => end(new Error('The storage worker has ended')))

  const ask = (question: Question): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended)
        return
      }
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ ...question, id })
    })

  // The thread closes its databases and ends by itself. Terminated from outside, it has ended the whole process, now and
  // then, while the native library was still being taken down.
  const finish = async (): Promise<void> => {
    const gone = once(worker, 'exit')
    await ask({ kind: 'close' })
    await gone
  }

  try {
    await ask({ kind: 'open', open })
  } catch (error) {
    if (ended === undefined) await finish()
    throw error
  }

  return {
    // The name ties input and output together at compile time; the worker runs that very operation.
    run: async (name, input) => (await ask({ kind: 'run', name, input })) as never,
    close: async () => {
      if (ended === undefined) await finish()
    },
  }
}
