/** Whether the program may end now; asked when a person closes it while transfers are under way. */
export type Leaving = {
  /** The window is being closed: true when it may. When not, a person is asked, and the program ends on their word. */
  mayClose(): boolean
  /** A person chose to quit. */
  quit(): void
  /** The program is ending, on whoever's word: the system's, a person's. Nobody is asked any more. */
  begun(): void
}

export const createLeaving = (program: {
  /** Transfers that would stand still. */
  readonly underWay: () => number
  /** Asks; true: end all the same. */
  readonly ask: (transfers: number) => Promise<boolean>
  readonly end: () => void
}): Leaving => {
  let ending = false
  let asking = false

  const askOnce = async (transfers: number): Promise<void> => {
    if (asking) return
    asking = true
    try {
      if (await program.ask(transfers)) program.end()
    } finally {
      asking = false
    }
  }
  const mayEnd = (): boolean => {
    const transfers = ending ? 0 : program.underWay()
    if (transfers === 0) return true
    void askOnce(transfers)
    return false
  }

  return {
    mayClose: mayEnd,
    quit: () => {
      if (mayEnd()) program.end()
    },
    begun: () => {
      ending = true
    },
  }
}

/** What the question says. Nothing is lost either way, and it says so. */
export const leavingQuestion = (
  transfers: number,
): { readonly message: string; readonly detail: string; readonly buttons: string[] } => ({
  message: transfers === 1 ? 'A transfer is under way.' : `${transfers} transfers are under way.`,
  detail:
    'If you quit now they stop, and go on where they were at the next start. Nothing that was sent is lost.',
  buttons: ['Keep sending', 'Quit, go on next time'],
})
