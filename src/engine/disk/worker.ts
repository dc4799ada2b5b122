// A thread that reads and hashes files, so that neither a slow disk nor a large file holds up the window's thread.
import { parentPort } from 'node:worker_threads'
import { createDiskWork, type DiskTask } from './work.ts'

const port = parentPort
if (port === null) throw new Error('disk/worker must run in a worker thread')

const perform = createDiskWork()

type Asked = { readonly id: number; readonly task: DiskTask }

/** Answers go back a few at a time: waking the engine for each costs more than a small file takes. */
const together = 4

port.on('message', (tasks: readonly Asked[]) => {
  for (let at = 0; at < tasks.length; at += together) {
    port.postMessage(tasks.slice(at, at + together).map(({ id, task }) => ({ id, answer: perform(task) })))
  }
})
