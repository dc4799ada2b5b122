// The thread that owns a portal's two databases: SQL never runs on the thread that serves the window.
import { parentPort } from 'node:worker_threads'
import { FailureError } from '../../core/failure.ts'
import { type Databases, openDatabases } from './databases.ts'
import { operations } from './operations.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

const port = parentPort
if (port === null) throw new Error('storage/worker must run in a worker thread')

let databases: Databases | undefined

const known = new Map<string, (databases: Databases, input: never) => unknown>(Object.entries(operations))

const handle = (request: ToWorker): unknown => {
  switch (request.kind) {
    case 'open':
      databases = openDatabases(request.open)
      return undefined
    case 'close':
      databases?.cache.close()
      databases?.journal.close()
      databases = undefined
      return undefined
    case 'run': {
      const operation = known.get(request.name)
      if (operation === undefined || databases === undefined) throw new Error(`No operation ${request.name}`)
      // The client's types and this map come from the same object, so the input fits the operation.
      return operation(databases, request.input as never)
    }
  }
}

const answer = (request: ToWorker): FromWorker => {
  try {
    return { id: request.id, ok: true, value: handle(request) }
  } catch (error) {
    if (error instanceof FailureError) return { id: request.id, ok: false, failure: error.failure }
    // The stack names our own code and SQL, never a value: parameters are bound, not printed.
    return {
      id: request.id,
      ok: false,
      bug: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}

port.on('message', (request: ToWorker) => {
  port.postMessage(answer(request))
  // Nothing keeps the thread then.
  if (request.kind === 'close') port.close()
})
