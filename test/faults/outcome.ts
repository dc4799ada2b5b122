/** What a fault did to the files of its runs. All three counts must be 0. */
export type Outcome = {
  readonly runs: number
  /** Files that did not arrive, or were given up. */
  lost: number
  /** Files that arrived more often than once. */
  doubled: number
  /** Files whose bytes are others than those that were sent. */
  corrupt: number
  /** Further figures for people: how often the fault struck, how many files there were. */
  readonly notes: Record<string, number>
  /** What else had to hold and did not, in words. */
  readonly broken: string[]
}

/** `runs` is how often the fault is tried; a seed decides every random choice that is ours. */
export type FaultOptions = {
  readonly runs: number
  readonly seed: number
  /** import-kill: so many people of the stand-in directory, killed `runs` times, instead of many small imports. */
  readonly people?: number
}

export const noDamage = (runs: number): Outcome => ({
  ...{ runs, lost: 0, doubled: 0, corrupt: 0 },
  ...{ notes: {}, broken: [] },
})

export const addDamage = (
  to: Outcome,
  more: Pick<Outcome, 'lost' | 'doubled' | 'corrupt'> & { readonly files: number },
): void => {
  to.lost += more.lost
  to.doubled += more.doubled
  to.corrupt += more.corrupt
  note(to, 'files', more.files)
}

export const note = (outcome: Outcome, name: string, by: number): void => {
  outcome.notes[name] = (outcome.notes[name] ?? 0) + by
}

/** Whether everything held. */
export const held = ({ lost, doubled, corrupt, broken }: Outcome): boolean =>
  lost + doubled + corrupt + broken.length === 0
