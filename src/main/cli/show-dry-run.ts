import { fail } from '../../core/failure.ts'
import type { FanOutPlan, FanOutRow } from '../../core/transfers/fan-out-views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Invocation } from './session.ts'
import { explain, looksLikeAnother, tableIssue } from './words.ts'

const pageSize = 500

/** Says of each file of a fan-out where it goes, or why not. 0 when each goes somewhere, 1 otherwise. */
export const showDryRun = async (
  { output, flags }: Invocation,
  portal: PortalEngine,
  plan: FanOutPlan,
): Promise<number> => {
  const json = flags.json === true
  for (const issue of plan.table.first) {
    if (json) output.json({ event: 'table', ...issue })
    else output.problem(tableIssue(issue))
  }
  for (let offset = 0; offset < plan.counts.all; offset += pageSize) {
    const rows = await portal.transfers.fanOut.rows(plan.id, { only: 'all', offset, limit: pageSize })
    for (const row of rows) {
      if (json) output.json(eventOf(row))
      else if (row.outcome === 'matched') output.line(`${row.path}\t${row.words}`)
      else output.problem(problemOf(row))
      if (!json && row.warning !== null) output.problem(looksLikeAnother(row.path, row.warning))
    }
  }
  const { counts, spaces, bytes, conflicts } = plan
  const { unmatched, ambiguous, refused } = counts
  if (json) output.json({ event: 'plan', spaces, bytes, conflicts, ...counts })
  else {
    output.line(
      `${counts.matched} of ${counts.all} files to ${spaces} spaces, ${unmatched} unmatched, ` +
        `${ambiguous} ambiguous, ${refused} refused, ${conflicts} there already.`,
    )
  }
  return unmatched + ambiguous + refused > 0 ? 1 : 0
}

const eventOf = ({ path, size, outcome, words, reason, warning }: FanOutRow): object => ({
  ...{ event: outcome, path, bytes: size },
  ...(outcome === 'matched' ? { space: words } : {}),
  ...(outcome === 'unmatched' && words !== '' ? { client: words } : {}),
  ...(outcome === 'ambiguous' ? { candidates: words.split(' · ') } : {}),
  ...(reason === null ? {} : { code: reason }),
  ...(warning === null ? {} : { warning }),
})

const problemOf = ({ path, outcome, words, reason }: FanOutRow): string => {
  if (outcome === 'ambiguous') return `${path}: fits several spaces (${words}).`
  if (reason !== null) return `${path}: ${explain(fail(reason, { about: path }))}`
  return words === '' ? `${path}: nothing says where it goes.` : `${path}: no space is called “${words}”.`
}
