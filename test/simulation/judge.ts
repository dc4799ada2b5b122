/** Collects what went against a rule in one history, and what happened, for a person to read. */
export type Judge = {
  accuse(rule: string, what: string): void
  accusations(): readonly string[]
  /** Something that happened, at most so many are kept. */
  note(what: string): void
  notes(): readonly string[]
}

const most = 20

export const createJudge = (now: () => number): Judge => {
  const accusations: string[] = []
  const notes: string[] = []
  const began = now()
  const stamp = (): string => `${((now() - began) / 1000).toFixed(3)} s`
  return {
    accuse: (rule, what) => {
      if (accusations.length < most) accusations.push(`${rule}: ${what}`)
      notes.push(`${stamp()} AGAINST ${rule}: ${what}`)
    },
    accusations: () => accusations,
    note: (what) => notes.push(`${stamp()} ${what}`),
    notes: () => notes,
  }
}
