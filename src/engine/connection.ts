import type { Failure, FailureCode } from '../core/failure.ts'
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

/** What is known of how portals can be reached, by portal: the connection, why there is none, and pauses they asked for. */
export type Reach = {
  readonly connection: Connection
  readonly trouble: FailureCode | null
  readonly limitedUntil: number | null
}

const unknown: Reach = { connection: 'unknown', trouble: null, limitedUntil: null }

/** @param changed called when what a person sees of it changed, so not for every request. */
export const createReaches = <Id>(now: () => number, changed: () => void) => {
  const reaches = new Map<Id, Reach>()
  const put = (id: Id, next: Reach): void => {
    const before = reaches.get(id) ?? unknown
    reaches.set(id, next)
    const same =
      before.connection === next.connection &&
      before.trouble === next.trouble &&
      before.limitedUntil === next.limitedUntil
    if (!same) changed()
  }
  return {
    /** A pause that is over is none. */
    of: (id: Id): Reach => {
      const reach = reaches.get(id) ?? unknown
      const over = reach.limitedUntil !== null && reach.limitedUntil <= now()
      return over ? { ...reach, limitedUntil: null } : reach
    },
    set: (id: Id, connection: Connection): void => put(id, { ...unknown, connection }),
    /** A request to the portal ended. */
    ended: (id: Id, failure: Failure | undefined): void => {
      const connection = connectionAfter(failure)
      if (connection === undefined) return
      const { limitedUntil } = reaches.get(id) ?? unknown
      put(id, {
        connection,
        trouble: connection === 'offline' ? (failure?.code ?? null) : null,
        limitedUntil: limitedUntil !== null && limitedUntil > now() ? limitedUntil : null,
      })
    },
    /** It answered 429 and asked for so many milliseconds of quiet. */
    limited: (id: Id, ms: number): void => {
      put(id, { connection: 'online', trouble: null, limitedUntil: now() + ms })
    },
    forget: (id: Id): void => void reaches.delete(id),
  }
}
