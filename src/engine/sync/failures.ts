import { FailureError } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'

/** A failure of the archive (a full disk, say) becomes a value like any other; a bug stays a throw. */
export const asResult = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure)
    throw error
  }
}
