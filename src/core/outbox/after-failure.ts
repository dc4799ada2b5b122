import type { Failure } from '../failure.ts'

/**
 * What becomes of a row whose request failed.
 * `doubt`: it may have arrived (O1.5). `refuse`: the portal does not want it (O1.10).
 * `park`: the key is refused, nothing can be sent (O1.11). `later`: it certainly did not arrive (O1.11).
 */
export type AfterFailure = 'doubt' | 'refuse' | 'park' | 'later'

export const afterFailure = (failure: Failure): AfterFailure => {
  if (failure.unsure === true) return 'doubt'
  switch (failure.code) {
    case 'key-refused':
      return 'park'
    case 'forbidden':
    case 'not-found':
    case 'invalid':
    case 'unknown-id':
      return 'refuse'
    default:
      return 'later'
  }
}
