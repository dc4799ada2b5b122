import type { Failure, FailureCode } from '../core/failure.ts'
import type { Connection } from '../core/portal.ts'

/** What a request's end says about the connection; undefined where it says nothing new. */
export const connectionAfter = (failure: Failure | undefined): Connection | undefined => {
  switch (failure?.code) {
    case undefined:
      return 'online'
    case 'server-error':
      return 'troubled'
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
  /** While it has trouble answering: when it last answered well. */
  readonly answeredAt: number | null
  readonly limitedUntil: number | null
}

const unknown: Reach = { connection: 'unknown', trouble: null, answeredAt: null, limitedUntil: null }

/** S1.19: as many as one request has tries; fewer errors of the portal's own may be about one thing alone, or pass. */
const errorsThatTell = 5

/** @param changed called when what a person sees of it changed, so not for every request. */
export const createReaches = <Id>(now: () => number, changed: () => void) => {
  const reaches = new Map<Id, Reach>()
  /** The portal's last good answer, and how many requests have ended in its errors since. */
  const answers = new Map<Id, { readonly at: number | null; readonly errors: number }>()
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
      const after = connectionAfter(failure)
      if (after === undefined) return
      const { at, errors } = answers.get(id) ?? { at: null, errors: 0 }
      if (after === 'online') answers.set(id, { at: now(), errors: 0 })
      else if (after === 'troubled') answers.set(id, { at, errors: errors + 1 })
      // The portal itself answered, if only with an error.
      const connection = after === 'troubled' && errors + 1 < errorsThatTell ? 'online' : after
      const { limitedUntil } = reaches.get(id) ?? unknown
      put(id, {
        connection,
        trouble: connection === 'offline' ? (failure?.code ?? null) : null,
        answeredAt: connection === 'troubled' ? at : null,
        limitedUntil: limitedUntil !== null && limitedUntil > now() ? limitedUntil : null,
      })
    },
    /** It answered 429 and asked for so many milliseconds of quiet. */
    limited: (id: Id, ms: number): void => {
      put(id, { ...unknown, connection: 'online', limitedUntil: now() + ms })
    },
    forget: (id: Id): void => {
      reaches.delete(id)
      answers.delete(id)
    },
  }
}
