/** P1.14: three ways of one set: what was shown, what is wanted, what it is now. Both sides' changes are kept. */
export const mergeMembers = <T extends string>(
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
): readonly T[] => {
  const [was, wanted, now] = [new Set(base), new Set(mine), new Set(theirs)]
  const kept = (id: T): boolean => {
    // Who changed it says what it becomes; where nobody did, it stays as it was.
    if (wanted.has(id) !== was.has(id)) return wanted.has(id)
    return now.has(id)
  }
  return [...new Set([...theirs, ...mine])].filter(kept)
}

export type Clash<F extends string> = {
  readonly field: F
  readonly base: string | null
  readonly mine: string | null
  readonly theirs: string | null
}

export type MergedFields<F extends string> = {
  /** What is to be written: only what differs from what is there now. */
  readonly changes: Readonly<Partial<Record<F, string | null>>>
  readonly clashes: readonly Clash<F>[]
}

type Fields<F extends string> = Readonly<Record<F, string | null>>

/** P1.14: three ways of single values. Both sides changed one differently: a clash, which a person decides. */
export const mergeFields = <F extends string>(
  fields: readonly F[],
  base: Fields<F>,
  mine: Fields<F>,
  theirs: Fields<F>,
): MergedFields<F> => {
  const changes: Partial<Record<F, string | null>> = {}
  const clashes: Clash<F>[] = []
  for (const field of fields) {
    const [was, wanted, now] = [base[field], mine[field], theirs[field]]
    if (wanted === was || wanted === now) continue
    if (now === was) changes[field] = wanted
    else clashes.push({ field, base: was, mine: wanted, theirs: now })
  }
  return { changes, clashes }
}
