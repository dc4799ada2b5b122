import type { CompareCounts, CompareFilter } from '../../../core/transfers/compare-views.ts'

type Sum = { readonly files: number; readonly bytes: number }

/** What sending the difference would send. */
export const sendable = (counts: CompareCounts, changed: boolean): Sum => ({
  files: counts['only-here'].files + (changed ? counts.differs.files : 0),
  bytes: counts['only-here'].bytes + (changed ? counts.differs.bytes : 0),
})

/** The filters that are worth offering, with what each would show: rare kinds only where there are some. */
export const filtersOf = (counts: CompareCounts): readonly (Sum & { readonly filter: CompareFilter })[] => {
  const states = ['only-here', 'differs', 'only-there', 'clash', 'refused', 'same'] as const
  const different = states.filter((state) => state !== 'same').map((state) => counts[state])
  const total = (sums: readonly Sum[]): Sum => ({
    files: sums.reduce((sum, { files }) => sum + files, 0),
    bytes: sums.reduce((sum, { bytes }) => sum + bytes, 0),
  })
  return [
    { filter: 'different', ...total(different) },
    ...states
      .filter((state) => counts[state].files > 0 || !['clash', 'refused'].includes(state))
      .map((state) => ({ filter: state, ...counts[state] })),
  ]
}

/** The last name of a path of this computer, whatever its separators. */
export const lastName = (path: string): string =>
  path
    .split(/[/\\]/)
    .filter((name) => name !== '')
    .at(-1) ?? path
