import type { PlannedPerson } from './import-plan.ts'

export type PlanSums = Readonly<Record<PlannedPerson['kind'], number>>

export const sumsOf = (people: readonly { readonly kind: PlannedPerson['kind'] }[]): PlanSums => {
  const sums = { new: 0, changed: 0, same: 0, decision: 0, skipped: 0 }
  for (const { kind } of people) sums[kind] += 1
  return sums
}

/** P1.6: whether a source has over a fifth fewer rows than the last time. `before` null: it was never read. */
export const hasShrunk = (rows: number, before: number | null): boolean =>
  before !== null && rows < before * 0.8
