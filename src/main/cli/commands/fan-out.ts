import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { FanOutInput } from '../../../engine/transfers/plan-fan-out.ts'
import type { FanOutPlan, FanOutRow } from '../../../core/transfers/fan-out-views.ts'
import type { JobId } from '../../../core/transfers/views.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import type { Flags } from '../arguments.ts'
import { conflictFlag } from '../conflict-flag.ts'
import { followJob } from '../follow-job.ts'
import { followMessage } from '../follow-message.ts'
import { messageText } from '../message-text.ts'
import { ownSettings } from '../own-settings.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { explain, looksLikeAnother, tableIssue } from '../words.ts'

const pageSize = 500

/** Sends each file of a folder to the space it is for, by a rule or a table; with --dry-run only says so. */
export const fanOut: CommandFunction = async (invocation) => {
  const { words, flags, signal } = invocation
  const [folder] = words
  if (folder === undefined || words.length > 1) return err(fail('usage', { detail: 'Name one folder.' }))
  const by = wayOf(flags)
  if (!by.ok) return by
  const policy = conflictFlag(flags)
  if (!policy.ok) return policy
  const message = await messageText(flags)
  if (!message.ok) return message
  const names = (flags.folder ?? '').split('/').filter((name) => name !== '')
  return withPortal(invocation, async (portal) => {
    // Whose files these are is worth a fresh list; without a network the archive's is taken.
    const read = await portal.sync.spaces(signal)
    if (!read.ok && read.error.code === 'key-refused') return read
    const plan = await portal.transfers.fanOut.plan(
      {
        roots: [resolve(folder)],
        by: by.value,
        folder: names,
        ignore: (await ownSettings(flags)).ignorePatterns,
      },
      signal,
    )
    if (!plan.ok) return plan
    await show(invocation, portal, plan.value)
    const { unmatched, ambiguous, refused } = plan.value.counts
    const left = unmatched + ambiguous + refused
    if (flags['dry-run'] === true || plan.value.counts.matched === 0) {
      await portal.transfers.fanOut.discard(plan.value.id)
      return ok(left > 0 ? 1 : 0)
    }
    const started = await portal.transfers.fanOut.start(plan.value.id, {
      policy: policy.value,
      silent: flags.silent === true,
      message: message.value,
    })
    if (!started.ok) return started
    let status = left > 0 ? 1 : 0
    for (const jobId of started.value) {
      const followed = await followJob(invocation, portal, jobId as JobId, 0)
      if (!followed.ok) return followed
      const told = await followMessage(invocation, portal, jobId as JobId, followed.value)
      if (!told.ok) return told
      status = Math.max(status, told.value)
    }
    return ok(status)
  })
}

const wayOf = (flags: Flags): Result<FanOutInput['by']> => {
  if (flags.rule !== undefined && flags.table === undefined) return ok({ kind: 'rule', rule: flags.rule })
  if (flags.table !== undefined && flags.rule === undefined)
    return ok({ kind: 'table', path: resolve(flags.table) })
  return err(fail('usage', { detail: 'Say --rule PATTERN or --table FILE.csv.' }))
}

const show = async ({ output, flags }: Invocation, portal: PortalEngine, plan: FanOutPlan): Promise<void> => {
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
  if (json) output.json({ event: 'plan', spaces, bytes, conflicts, ...counts })
  else {
    output.line(
      `${counts.matched} of ${counts.all} files to ${spaces} spaces, ${counts.unmatched} unmatched, ` +
        `${counts.ambiguous} ambiguous, ${counts.refused} refused, ${conflicts} there already.`,
    )
  }
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
