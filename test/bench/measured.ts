/** One figure beside its peer's. Figures are costs: smaller is better; `ratio` is ours/peer. */
export type Measured = {
  readonly name: string
  readonly ours: number
  readonly peer: number
  readonly ratio: number
  readonly unit: 's' | 'ms' | 'MB' | 'frames'
  readonly n: number
}

const rounded = (value: number): number => Number(value.toPrecision(4))

export const measured = (
  name: string,
  ours: number,
  peer: number,
  unit: Measured['unit'],
  n: number,
): Measured => ({
  name,
  ours: rounded(ours),
  peer: rounded(peer),
  ratio: rounded(ours / peer),
  unit,
  n,
})

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  const before = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined || before === undefined) throw new RangeError('There is no median of nothing')
  return (middle + before) / 2
}

/** The value below which this share (0 to 1) of the values lies; 1 is the largest. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
  if (found === undefined) throw new RangeError('There is no percentile of nothing')
  return found
}
