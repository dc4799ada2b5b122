export type Look = {
  /** The newest message's time, in ms by the portal's clock; null until messages are there. */
  readonly newestAt: number | null
  /** It is in view, in a window with the focus. */
  readonly inView: boolean
  readonly unread: boolean
}

export type Dwell = {
  readonly look: (now: Look) => void
  /** A person called the space unread: only what is newer counts again, or opening the space anew. */
  readonly keepUnread: () => void
  readonly stop: () => void
}

type DwellPorts = {
  readonly read: (upTo: number) => void
  /** Runs something after the dwell; answers what calls it off. */
  readonly afterDwell: (run: () => void) => () => void
}

/** Counts what is in view as read once it was looked at for a moment, each newest message once while a space is open. */
export const dwellOn = ({ read, afterDwell }: DwellPorts): Dwell => {
  let seen: Look = { newestAt: null, inView: false, unread: false }
  let settledAt = -Infinity
  let keeping = false
  let waitingFor: number | null = null
  let callOff: (() => void) | null = null

  const stop = (): void => {
    callOff?.()
    callOff = null
    waitingFor = null
  }
  const look = (now: Look): void => {
    seen = now
    const { newestAt } = now
    if (keeping && newestAt !== null) {
      settledAt = newestAt
      keeping = false
    }
    const due = now.inView && now.unread && newestAt !== null && newestAt > settledAt ? newestAt : null
    if (due === waitingFor) return
    stop()
    if (due === null) return
    waitingFor = due
    callOff = afterDwell(() => {
      stop()
      settledAt = due
      read(due)
    })
  }
  return {
    look,
    stop,
    keepUnread: () => {
      keeping = true
      look(seen)
    },
  }
}
