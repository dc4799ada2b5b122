import type { FailureCode } from '../failure.ts'

/**
 * T1.109: a name that is refused has to be changed, and then it is another file: everything else may be tried again
 * where it is.
 */
export const isRetryable = (reason: FailureCode): boolean => reason !== 'name-refused'
