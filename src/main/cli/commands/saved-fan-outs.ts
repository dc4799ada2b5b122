import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { FanOutId, RecheckedFanOut, SavedFanOut } from '../../../core/transfers/fan-out-views.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import type { Flags } from '../arguments.ts'
import { conflictFlag } from '../conflict-flag.ts'
import { messageText } from '../message-text.ts'
import { ownSettings } from '../own-settings.ts'
import { type Invocation, withPortal } from '../session.ts'
import { showDryRun } from '../show-dry-run.ts'
import { type FanOutChoices, startFanOut } from '../start-fan-out.ts'

const actions = ['list', 'show', 'start', 'remove'] as const
type Action = (typeof actions)[number]

/** Whether a word after `fan-out` speaks of saved ones. A folder of that name has its rule or table with it. */
export const isSavedFanOutAction = (word: string | undefined): word is Action =>
  (actions as readonly (string | undefined)[]).includes(word)

/** Dry runs that were saved, or left as they stood (T1.128): lists, shows, starts and removes them. */
export const savedFanOut = async (invocation: Invocation, action: Action): Promise<Result<number>> => {
  const [, id, ...more] = invocation.words
  if (action === 'list') {
    if (id !== undefined) return err(fail('usage', { detail: 'Say fan-out list, or fan-out show ID.' }))
    return withPortal(invocation, (portal) => list(invocation, portal))
  }
  if (id === undefined || more.length > 0)
    return err(fail('usage', { detail: `Name one: fan-out ${action} ID. “fan-out list” names them.` }))
  // What is asked wrongly is said before anything is read.
  const chosen = await choicesOf(invocation.flags)
  if (!chosen.ok) return chosen
  return withPortal(invocation, async (portal) => {
    const saved = (await portal.transfers.fanOut.saved()).find((each) => each.id === id)
    if (saved === undefined) return err(fail('unknown-id', { about: id }))
    if (action === 'remove') {
      await portal.transfers.fanOut.discard(saved.id)
      return ok(0)
    }
    return lookAgain(invocation, portal, saved.id, action === 'start' ? chosen.value : null)
  })
}

const list = async ({ flags, output }: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  for (const saved of await portal.transfers.fanOut.saved()) {
    const { id, title, files, spaces } = saved
    if (flags.json === true) output.json(saved)
    else output.line(`${id}\t${sinceWords(saved)}\t${files} files to ${spaces} spaces\t${title}`)
  }
  return ok(0)
}

/** Makes it anew and says where each file goes now; with `chosen` it is started then. */
const lookAgain = async (
  invocation: Invocation,
  portal: PortalEngine,
  id: FanOutId,
  chosen: Partial<FanOutChoices> | null,
): Promise<Result<number>> => {
  const { flags, signal } = invocation
  const read = await portal.sync.spaces(signal)
  if (!read.ok && read.error.code === 'key-refused') return read
  const ignore = (await ownSettings(flags)).ignorePatterns
  const again = await portal.transfers.fanOut.recheck(id, { ignore }, signal)
  if (!again.ok) return again
  const { plan, policy, silent, message } = again.value
  tell(invocation, id, again.value)
  const left = await showDryRun(invocation, portal, plan)
  if (chosen === null || flags['dry-run'] === true || plan.counts.matched === 0) {
    await portal.transfers.fanOut.discard(plan.id)
    return ok(left)
  }
  const choices = { policy, silent, message: message ?? undefined, ...chosen }
  return startFanOut(invocation, portal, plan, choices, left)
}

/** What the flags choose otherwise than it was saved. */
const choicesOf = async (flags: Flags): Promise<Result<Partial<FanOutChoices>>> => {
  if (flags.folder !== undefined)
    return err(
      fail('usage', { detail: 'The folder was saved with it: leave --folder out, or save another.' }),
    )
  const policy = conflictFlag(flags)
  if (!policy.ok) return policy
  const message = await messageText(flags)
  if (!message.ok) return message
  return ok({
    ...(flags.conflict === undefined ? {} : { policy: policy.value }),
    ...(flags.silent === true ? { silent: true } : {}),
    ...(message.value === undefined ? {} : { message: message.value }),
  })
}

const tell = ({ flags, output }: Invocation, id: FanOutId, again: RecheckedFanOut): void => {
  const { by, folder, policy, silent, message, before, asked, savedAt } = again
  if (flags.json === true) {
    output.json({ event: 'saved', id, asked, savedAt, by, folder, policy, silent, message, before })
    return
  }
  const to = folder.length === 0 ? 'the top of each space' : `“${folder.join('/')}” in each space`
  output.line(`${by.words} to ${to}, ${sinceWords(again)} (${before.matched} files matched then)`)
  output.line(
    [
      `--conflict ${policy}`,
      ...(silent ? ['--silent'] : []),
      ...(message === null ? [] : ['--message:']),
    ].join(' '),
  )
  if (message !== null) output.line(message)
}

const sinceWords = ({ asked, savedAt }: Pick<SavedFanOut, 'asked' | 'savedAt'>): string =>
  `${asked ? 'saved' : 'left'} ${new Date(savedAt).toISOString()}`
