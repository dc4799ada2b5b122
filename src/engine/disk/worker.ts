// A thread that reads and hashes files, so that neither a slow disk nor a large file holds up the window's thread.
import { parentPort } from 'node:worker_threads'
import { type BufferNews, createFinding, type SharedBytes } from './shared-bytes.ts'
import { createDiskWork, type DiskTask, withBytes } from './work.ts'

const port = parentPort
if (port === null) throw new Error('disk/worker must run in a worker thread')

const perform = createDiskWork()

const buffers = createFinding()

/** What comes with one message. */
export type Asked = {
  readonly news: BufferNews
  readonly tasks: readonly { readonly id: number; readonly task: DiskTask<Uint8Array | SharedBytes> }[]
}

/** Answers go back a few at a time: waking the engine for each costs more than a small file takes. */
const together = 8
/** Unless what was asked takes longer than that. */
const patienceMs = 2

port.on('message', ({ news, tasks }: Asked) => {
  buffers.learn(news)
  let answers: { readonly id: number; readonly answer: unknown }[] = []
  let since = performance.now()
  const send = (): void => {
    if (answers.length > 0) port.postMessage(answers)
    answers = []
    since = performance.now()
  }
  for (const { id, task } of tasks) {
    answers.push({ id, answer: perform(withBytes(task, (bytes) => buffers.find(bytes))) })
    if (answers.length >= together || performance.now() - since >= patienceMs) send()
  }
  send()
})
