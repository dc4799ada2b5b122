export type WrittenPorts<T> = {
  readonly write: (written: T) => void
  /** Runs something once typing has paused; answers what calls it off. */
  readonly afterPause: (run: () => void) => () => void
}

export type WrittenKeeper<T> = {
  readonly change: (written: T) => void
  /** Writes what is not written yet; on blur, before the window closes, and when the screen goes. */
  readonly flush: () => void
  /** What was written has gone its way: nothing of it is written any more. */
  readonly forget: () => void
}

/** Writes to this computer's disk what somebody types, as they type it, but not every letter. */
export const keepWritten = <T>({ write, afterPause }: WrittenPorts<T>): WrittenKeeper<T> => {
  let unwritten: { readonly written: T } | null = null
  let callOff: (() => void) | null = null
  const forget = (): void => {
    callOff?.()
    callOff = null
    unwritten = null
  }
  const flush = (): void => {
    const waiting = unwritten
    forget()
    if (waiting !== null) write(waiting.written)
  }
  return {
    flush,
    forget,
    change: (written) => {
      forget()
      unwritten = { written }
      callOff = afterPause(flush)
    },
  }
}
