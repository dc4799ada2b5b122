// The thread that owns a portal's two databases: SQL never runs on the thread that serves the window.
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { FailureError } from '../../core/failure.ts'
import { copyIfDue, freeReserve, keepReserve } from './care/copies.ts'
import { closeWithCare, type Opened, openWithCare } from './care/open.ts'
import { writeStanding } from './care/standing.ts'
import { operations } from './operations.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { goOnWithWords } from './tables/words-anew.ts'
import { createWordCare, type WordCare } from './word-care.ts'
import { createWordTurns } from './word-turns.ts'

const port = parentPort
if (port === null) throw new Error('storage/worker must run in a worker thread')

/** A1.16, A1.17: the first look at the copies comes when the window has long been there, then one an hour. */
const firstCareMs = 60_000
const careMs = 3_600_000

let opened: Opened | undefined
let wordCare: WordCare | undefined
let timer: NodeJS.Timeout | undefined

const known = new Map<string, (databases: Opened['databases'], input: never) => unknown>(
  Object.entries(operations),
)

const care = (): void => {
  if (opened === undefined) return
  try {
    wordCare?.look(Date.now())
    copyIfDue(opened, Date.now())
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
    const value = operation(open.databases, input as never)
    open.walMark.note()
    return value
  } catch (error) {
    // A1.22: the index alone is made anew; what was asked goes on at once.
    if (wordCare?.met(error) === true) return operation(open.databases, input as never)
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
      wordCare = createWordCare(opened.databases, () => wordTurns.note())
      plan(firstCareMs)
      wordTurns.note()
      return undefined
    case 'close':
      clearTimeout(timer)
      wordTurns.end()
      wordCare?.end()
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

/** A1.19: more at once are cheaper each; whoever asks something meanwhile waits for one turn. */
const settledAtOnce = 5_000

/** Q1.10: the words of many messages, and A1.19: their ids, are indexed when no more of them come. */
const wordTurns = createWordTurns((limit) => {
  if (opened === undefined) return 0
  try {
    const left = operations['search.catchUp'](opened.databases, { limit })
    if (left > 0) return left
    if (goOnWithWords(opened.databases.cache, limit)) return 1
    return operations['messages.settle'](opened.databases, { limit: settledAtOnce })
  } catch (error) {
    if (wordCare?.met(error) === true) return 1
    // A full disk: it is tried again with the next messages. Damage is looked into at the next opening.
    if (isCorrupt(error)) writeStanding(opened.places.standing, 'suspect')
    return 0
  }
})

const answer = async (request: ToWorker): Promise<void> => {
  try {
    port.postMessage({ id: request.id, ok: true, value: await handle(request) } satisfies FromWorker)
  } catch (error) {
    port.postMessage(failed(request.id, error))
  }
  // Nothing keeps the thread then.
  if (request.kind === 'close') port.close()
}

type Run = Extract<ToWorker, { kind: 'run' }>

const isPage = (request: ToWorker | undefined): request is Run =>
  request?.kind === 'run' && request.name === 'sync.messagesPage'

/** What came and was not begun, in the order it came. */
const queue: ToWorker[] = []

/** Pages that are waiting already; a transaction's cost is shared by so many at most. */
const pagesTogether = 64

const morePages = (first: Run): readonly Run[] => {
  const pages = [first]
  while (pages.length < pagesTogether) {
    if (queue.length === 0) {
      const received = receiveMessageOnPort(port) as { readonly message: ToWorker } | undefined
      if (received === undefined) break
      queue.push(received.message)
    }
    const [next] = queue
    if (!isPage(next)) break
    pages.push(next)
    queue.shift()
  }
  return pages
}

/** S1.14: pages that came together are one transaction; nobody is told of one before it is committed. */
const answerPages = async (pages: readonly Run[]): Promise<void> => {
  wordTurns.note()
  if (opened === undefined || pages.length === 1) {
    for (const page of pages) await answer(page)
    return
  }
  const { databases } = opened
  const replies: FromWorker[] = []
  try {
    databases.cache.transaction(() => {
      for (const { id, input } of pages) {
        const value = operations['sync.messagesPage'](databases, input as never)
        replies.push({ id, ok: true, value })
      }
    })
  } catch {
    // One of them failed, and all were taken back: each for itself, so that the failure is told of the right one.
    for (const page of pages) await answer(page)
    return
  }
  for (const reply of replies) port.postMessage(reply)
}

let working = false

const work = async (): Promise<void> => {
  if (working) return
  working = true
  for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
    if (isPage(request)) await answerPages(morePages(request))
    else await answer(request)
  }
  working = false
}

port.on('message', (request: ToWorker) => {
  queue.push(request)
  void work()
})
