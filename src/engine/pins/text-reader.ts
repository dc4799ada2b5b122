import type { Worker } from 'node:worker_threads'
import { extraction, type Passage, passagesOf, textKindOf } from '../../core/pins.ts'
import type { Clock } from '../ports.ts'
import type { FromTextWorker, ToTextWorker } from './text-protocol.ts'

/** Reads a file's text in a thread of its own, which ends with the file (P1.5). Empty: none that can be read. */
export type TextReader = (
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
) => Promise<readonly Passage[]>

export const createTextReader =
  (
    startWorker: (() => Worker) | undefined,
    clock: Clock,
    longestMs: number = extraction.longestMs,
  ): TextReader =>
  async (name, bytes, signal) => {
    const kind = textKindOf(name)
    if (kind === null || startWorker === undefined) return []
    const worker = startWorker()
    const timer = new AbortController()
    const answered = new Promise<readonly Passage[]>((resolve) => {
      worker.on('message', (answer: FromTextWorker) => resolve(answer.ok ? answer.pages : []))
      // Errors (a document that takes all memory, say) end the thread; the file is then found by its name alone.
      worker.on('error', () => resolve([]))
      worker.on('exit', () => resolve([]))
    })
    const tooLong = clock.sleep(longestMs, AbortSignal.any([timer.signal, signal])).then(
      () => [],
      () => [],
    )
    worker.postMessage({ id: 1, kind, bytes } satisfies ToTextWorker)
    const pages = await Promise.race([answered, tooLong])
    timer.abort()
    await worker.terminate()
    return passagesOf(pages)
  }
