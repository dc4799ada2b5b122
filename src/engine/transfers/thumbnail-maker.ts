import type { Worker } from 'node:worker_threads'
import type { Clock } from '../ports.ts'
import type { FromThumbnailWorker, ToThumbnailWorker } from './thumbnail-protocol.ts'

/** A thumbnail as it is uploaded. */
type Small = { readonly bytes: Uint8Array; readonly contentType: string }

/** Makes thumbnails in a thread of its own, one at a time (T1.113). */
export type ThumbnailMaker = {
  /** Null: no picture that can be read, too slow, or the thread ended over it. `bytes` is given away. */
  make(
    bytes: Uint8Array<ArrayBuffer>,
    turn: ToThumbnailWorker['turn'],
    signal: AbortSignal,
  ): Promise<Small | null>
  close(): Promise<void>
}

/** The thread and its memory go when no picture came for so long. */
const idleMs = 10_000

/** A picture that takes longer than `longestMs` ends its thread. */
export const createThumbnailMaker = (
  startWorker: () => Worker,
  clock: Clock,
  longestMs: number,
): ThumbnailMaker => {
  let worker: Worker | undefined
  let nextId = 1
  let resting = new AbortController()

  const end = async (): Promise<void> => {
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }

  const start = (): Worker => {
    const begun = startWorker()
    // Errors end the thread; whoever waits hears of its end. Nobody need wait for it to quit.
    begun.on('error', () => undefined)
    begun.once('exit', () => {
      if (worker === begun) worker = undefined
    })
    begun.unref()
    return begun
  }

  /** The answer to one question; null when the thread ended before. */
  const answerOf = (asked: Worker, id: number): Promise<FromThumbnailWorker | null> =>
    new Promise((resolve) => {
      const hear = (answer: FromThumbnailWorker): void => {
        if (answer.id !== id) return
        asked.off('message', hear)
        asked.off('exit', gone)
        resolve(answer)
      }
      const gone = (): void => {
        asked.off('message', hear)
        resolve(null)
      }
      asked.on('message', hear)
      asked.once('exit', gone)
    })

  const restLater = async (): Promise<void> => {
    resting.abort()
    resting = new AbortController()
    try {
      await clock.sleep(idleMs, resting.signal)
    } catch {
      // The next picture came, or the program ends.
      return
    }
    await end()
  }

  return {
    make: async (bytes, turn, signal) => {
      resting.abort()
      worker ??= start()
      const asked = worker
      const id = nextId++
      const answered = answerOf(asked, id)
      const timer = new AbortController()
      const given = AbortSignal.any([timer.signal, signal])
      asked.postMessage({ id, bytes, turn } satisfies ToThumbnailWorker, [bytes.buffer])
      const tooLong = clock.sleep(longestMs, given).then(
        () => null,
        () => null,
      )
      const answer = await Promise.race([answered, tooLong])
      timer.abort()
      // Too slow, or nobody waits for it any more: the thread would go on decoding.
      if (answer === null) await end()
      else void restLater()
      return answer?.ok === true ? { bytes: answer.bytes, contentType: answer.contentType } : null
    },
    close: async () => {
      resting.abort()
      await end()
    },
  }
}
