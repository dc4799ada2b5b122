import type { Failure } from '../core/failure.ts'
import type { Connection } from '../core/portal.ts'

/** What a request's end says about the connection; undefined where it says nothing new. */
export const connectionAfter = (failure: Failure | undefined): Connection | undefined => {
  switch (failure?.code) {
    case undefined:
      return 'online'
    case 'key-refused':
      return 'key-refused'
    case 'unreachable':
    case 'timed-out':
    case 'tls':
    case 'proxy':
    case 'not-json':
    case 'redirected':
      return 'offline'
    case 'cancelled':
      return undefined
    default:
      // The portal itself answered, if only to refuse.
      return 'online'
  }
}
