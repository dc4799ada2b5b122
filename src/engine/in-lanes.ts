import type { Failure } from '../core/failure.ts'
import type { Clock } from './ports.ts'

type Journaled<Row> = {
  /** The next rows to be carried out, those after `after`; none: that was all. */
  readonly page: (after: number) => Promise<readonly Row[]>
  /** Carries one row out; a failure stops them all. */
  readonly write: (row: Row) => Promise<Failure | null>
  /** How many at once. */
  readonly lanes: number
  readonly clock: Clock
  readonly tell: () => void
}

/** How often whoever looks on is told, ms. */
const tellEveryMs = 250

/** Carries the open rows of a journaled job out, page by page; answers what stopped them, null at the end or when told to stop. */
export const inLanes = async <Row extends { readonly number: number }>(
  { page, write, lanes, clock, tell }: Journaled<Row>,
  signal: AbortSignal,
): Promise<Failure | null> => {
  let told = 0
  const tellNow = (): void => {
    if (clock.now() - told < tellEveryMs) return
    told = clock.now()
    tell()
  }
  const trouble: { problem: Failure | null } = { problem: null }
  for (let after = -1; ;) {
    const rows = await page(after)
    const last = rows.at(-1)
    if (last === undefined) return null
    after = last.number
    const queue = [...rows]
    const lane = async (): Promise<void> => {
      for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
        if (signal.aborted || trouble.problem !== null) return
        const problem = await write(row)
        trouble.problem ??= problem
        tellNow()
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    if (signal.aborted || trouble.problem !== null) return trouble.problem
  }
}
