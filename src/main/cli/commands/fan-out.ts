import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { FanOutInput } from '../../../engine/transfers/plan-fan-out.ts'
import type { Flags } from '../arguments.ts'
import { conflictFlag } from '../conflict-flag.ts'
import { messageText } from '../message-text.ts'
import { ownSettings } from '../own-settings.ts'
import { type CommandFunction, withPortal } from '../session.ts'
import { showDryRun } from '../show-dry-run.ts'
import { startFanOut } from '../start-fan-out.ts'
import { isSavedFanOutAction, savedFanOut } from './saved-fan-outs.ts'

/**
 * Sends each file of a folder to the space it is for, by a rule or a table; with --dry-run only says so, with --save
 * keeps it for later. Without a rule or a table: what is done with those that were saved.
 */
export const fanOut: CommandFunction = async (invocation) => {
  const { words, flags, signal } = invocation
  const [folder] = words
  if (flags.rule === undefined && flags.table === undefined && isSavedFanOutAction(folder))
    return savedFanOut(invocation, folder)
  if (folder === undefined || words.length > 1) return err(fail('usage', { detail: 'Name one folder.' }))
  const by = wayOf(flags)
  if (!by.ok) return by
  if (flags.save === true && flags['dry-run'] === true)
    return err(fail('usage', { detail: 'Say --save or --dry-run, not both.' }))
  const policy = conflictFlag(flags)
  if (!policy.ok) return policy
  const message = await messageText(flags)
  if (!message.ok) return message
  const choices = { policy: policy.value, silent: flags.silent === true, message: message.value }
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
    const left = await showDryRun(invocation, portal, plan.value)
    if (flags.save === true) {
      const { id } = plan.value
      const saved = await portal.transfers.fanOut.save(id, choices)
      if (!saved.ok) return saved
      if (flags.json === true) invocation.output.json({ event: 'saved', id })
      else invocation.output.line(`Saved for later: fan-out start ${id}`)
      return ok(left)
    }
    if (flags['dry-run'] === true || plan.value.counts.matched === 0) {
      await portal.transfers.fanOut.discard(plan.value.id)
      return ok(left)
    }
    return startFanOut(invocation, portal, plan.value, choices, left)
  })
}

const wayOf = (flags: Flags): Result<FanOutInput['by']> => {
  if (flags.rule !== undefined && flags.table === undefined) return ok({ kind: 'rule', rule: flags.rule })
  if (flags.table !== undefined && flags.rule === undefined)
    return ok({ kind: 'table', path: resolve(flags.table) })
  return err(
    fail('usage', {
      detail:
        'Say --rule PATTERN or --table FILE.csv; of those saved: fan-out list, show ID, start ID or remove ID.',
    }),
  )
}
