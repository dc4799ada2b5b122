export type OneAtATime = {
  /** Reads; while a reading is under way, once more after it, however often it is asked for. */
  readonly ask: () => void
  /** Forgets what is under way; it may be asked again. */
  readonly stop: () => void
}

/**
 * Readings one after another, each of which counts: dropping an answer because something changed meanwhile lets a list
 * stand still for as long as changes keep coming. `read` must not reject.
 */
export const oneAtATime = <T>(read: () => Promise<T>, hold: (answer: T) => void): OneAtATime => {
  let turn = 0
  let underWay = false
  let again = false
  const start = (): void => {
    const mine = turn
    underWay = true
    void read().then((answer) => {
      if (mine !== turn) return
      underWay = false
      const next = again
      again = false
      hold(answer)
      if (next && mine === turn) ask()
    })
  }
  const ask = (): void => {
    if (underWay) again = true
    else start()
  }
  return {
    ask,
    stop: () => {
      turn++
      underWay = false
      again = false
    },
  }
}
