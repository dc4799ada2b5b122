import { fail } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'

/** `signal.aborted` as a call: the compiler takes a property it has once seen false for false after an await, too. */
export const isAborted = (signal: AbortSignal): boolean => signal.aborted

/** What is waited for together with others, given up for one of them: the work itself goes on. */
export const unlessAborted = async <T>(work: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> => {
  let stop = (): void => undefined
  const stopped = new Promise<Result<T>>((resolve) => {
    stop = () => resolve(err(fail('cancelled')))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return signal.aborted ? err(fail('cancelled')) : await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
