// The thread that owns a portal's two databases: SQL never runs on the thread that serves the window.
import { parentPort } from 'node:worker_threads'
import { FailureError } from '../../core/failure.ts'
import { copyIfDue, freeReserve, keepReserve } from './care/copies.ts'
import { closeWithCare, type Opened, openWithCare } from './care/open.ts'
import { writeStanding } from './care/standing.ts'
import { operations } from './operations.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

const port = parentPort
if (port === null) throw new Error('storage/worker must run in a worker thread')

/** A1.16, A1.17: the first look at the copies comes when the window has long been there, then one an hour. */
const firstCareMs = 60_000
const careMs = 3_600_000

let opened: Opened | undefined
let timer: NodeJS.Timeout | undefined

const known = new Map<string, (databases: Opened['databases'], input: never) => unknown>(
  Object.entries(operations),
)

const care = (): void => {
  if (opened === undefined) return
  try {
    copyIfDue(opened.databases.journal, opened.journalFile, opened.places, Date.now())
    keepReserve(opened.places)
  } catch (error) {
    // No room for a copy is no reason to stop; damage is looked into at the next opening.
    if (isCorrupt(error)) writeStanding(opened.places.standing, 'suspect')
  }
  plan(careMs)
}

const plan = (ms: number): void => {
  timer = setTimeout(care, ms)
  timer.unref()
}

const isCorrupt = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.code === 'archive-corrupt'

const isJournalFull = (error: unknown, { places }: Opened): boolean =>
  error instanceof FailureError &&
  error.failure.code === 'disk-full' &&
  error.failure.about === places.journal

const run = (
  open: Opened,
  operation: (databases: Opened['databases'], input: never) => unknown,
  input: unknown,
) => {
  try {
    // The client's types and this map come from the same object, so the input fits the operation.
    return operation(open.databases, input as never)
  } catch (error) {
    if (isCorrupt(error)) writeStanding(open.places.standing, 'suspect')
    // A1.17: what only this computer has finds room for a while on a full disk too.
    if (!isJournalFull(error, open) || !freeReserve(open.places)) throw error
    return operation(open.databases, input as never)
  }
}

const handle = async (request: ToWorker): Promise<unknown> => {
  switch (request.kind) {
    case 'open':
      opened = await openWithCare(request.open, Date.now())
      plan(firstCareMs)
      return undefined
    case 'close':
      clearTimeout(timer)
      if (opened !== undefined) closeWithCare(opened)
      opened = undefined
      return undefined
    case 'run': {
      const operation = known.get(request.name)
      if (operation === undefined || opened === undefined) throw new Error(`No operation ${request.name}`)
      return run(opened, operation, request.input)
    }
  }
}

const failed = (id: number, error: unknown): FromWorker => {
  if (error instanceof FailureError) return { id, ok: false, failure: error.failure }
  // The stack names our own code and SQL, never a value: parameters are bound, not printed.
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { id, ok: false, bug }
}

/** One after another, in the order they came: opening may take several turns. */
let last: Promise<void> = Promise.resolve()

const answer = async (request: ToWorker): Promise<void> => {
  try {
    port.postMessage({ id: request.id, ok: true, value: await handle(request) } satisfies FromWorker)
  } catch (error) {
    port.postMessage(failed(request.id, error))
  }
  // Nothing keeps the thread then.
  if (request.kind === 'close') port.close()
}

port.on('message', (request: ToWorker) => {
  last = last.then(() => answer(request))
})
