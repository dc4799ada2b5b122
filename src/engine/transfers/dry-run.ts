import type { FanOutPlan, FanOutRow } from '../../core/transfers/fan-out-views.ts'
import type { StoredFanOutRow } from '../storage/tables/fan-outs.ts'
import type { Tools } from './tools.ts'

/** The dry run's rows, written some hundred at a time, and their counts. */
export type DryRun = {
  add(row: FanOutRow): void
  ignore(): void
  counts(): FanOutPlan['counts']
  ignored(): number
  rest(): Promise<void>
  flush(): Promise<void>
}

const enough = 500

export const createDryRun = (fanOutId: string, tools: Tools): DryRun => {
  const counts = { all: 0, matched: 0, unmatched: 0, ambiguous: 0, refused: 0, warned: 0 }
  let rows: StoredFanOutRow[] = []
  let ignored = 0
  const flush = async (): Promise<void> => {
    const written = rows
    rows = []
    if (written.length > 0) await tools.context.archive.run('fanOut.addRows', written)
  }
  return {
    add: (row) => {
      rows.push({ ...row, fanOutId, number: counts.all })
      counts.all += 1
      counts[row.outcome] += 1
      if (row.warning !== null) counts.warned += 1
    },
    ignore: () => (ignored += 1),
    counts: () => ({ ...counts }),
    ignored: () => ignored,
    rest: async () => {
      if (rows.length >= enough) await flush()
    },
    flush,
  }
}
