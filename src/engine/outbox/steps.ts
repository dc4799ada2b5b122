import { type Failure, fail } from '../../core/failure.ts'
import { afterFailure } from '../../core/outbox/after-failure.ts'
import type { OutboxId } from '../../core/outbox/outgoing.ts'
import type { Message } from '../../core/message.ts'
import { isAnothers, settle } from '../../core/outbox/settle.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import { portalNow } from '../portal-now.ts'
import type { DoubtRow, OutboxRow } from '../storage/tables/outbox-rows.ts'
import { lookBack } from './look-back.ts'

/** How a step ended, for the loop that decides when the next one begins. */
export type StepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'in-doubt' }
  | { readonly kind: 'later'; readonly failure: Failure }
  | { readonly kind: 'parked'; readonly failure: Failure }

const done: StepEnd = { kind: 'done' }

/** How old the archive's reading of a space may be to count as knowing what was there before the intent. */
const freshMs = 15_000

/** Writes the intent, sends one row, and writes down what came of it; nothing of that where a person holds it. */
export const sendRow = async (
  context: PortalContext,
  { id, spaceId, sends, author }: Pick<OutboxRow, 'id' | 'spaceId' | 'sends' | 'author'>,
  isHeld: (id: OutboxId) => boolean,
  signal: AbortSignal,
): Promise<StepEnd> => {
  const { archive, foyer, ports, me, changed } = context
  if (isAnothers({ sends, author }, me.id)) {
    await archive.run('outbox.move', { id, from: 'queued', to: 'refused', problem: fail('other-author') })
    changed(spaceId, ['outbox', 'spaces'])
    return done
  }
  const seen = await lookAhead(context, id, spaceId, signal)
  if (!seen.ok) return notBegun(context, { id, spaceId }, seen.error)
  // O1.17: the archive answers in the order it is asked, so a hold that begins after this look finds the intent there.
  if (isHeld(id)) return done
  const intent = { id, me: me.id, portalNow: portalNow(context), seen: seen.value }
  const row = await archive.run('outbox.intend', intent)
  // Taken back in the meantime.
  if (row === undefined) return done
  changed(row.spaceId, ['outbox'])
  const sent = await foyer.messages.send(row.spaceId, { content: row.content }, { signal })
  if (sent.ok) {
    await archive.run('outbox.arrived', { id, message: sent.value, now: ports.clock.now() })
    return deliver(context, id, row.spaceId)
  }
  // Closing the program is nobody's problem once it runs again.
  const problem = sent.error.code === 'cancelled' ? null : sent.error
  switch (afterFailure(sent.error)) {
    case 'doubt':
      await archive.run('outbox.move', { id, from: 'sending', to: 'unsure', problem })
      changed(row.spaceId, ['outbox', 'spaces'])
      return { kind: 'in-doubt' }
    case 'refuse':
      await archive.run('outbox.move', { id, from: 'sending', to: 'refused', problem })
      changed(row.spaceId, ['outbox', 'spaces'])
      return done
    case 'park':
      await archive.run('outbox.unsend', { id, problem })
      changed(row.spaceId, ['outbox'])
      return { kind: 'parked', failure: sent.error }
    case 'later':
      await archive.run('outbox.unsend', { id, problem })
      changed(row.spaceId, ['outbox'])
      return { kind: 'later', failure: sent.error }
  }
}

/**
 * O1.6: a search can only tell what is new when it is known what was there before. Where the archive's reading of the
 * space is not fresh, its newest messages are looked at first; this also teaches us the portal's clock.
 */
const lookAhead = async (
  context: PortalContext,
  id: OutboxId,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<readonly Message[]>> => {
  const { archive, foyer } = context
  const { isFirst, readAt } = await archive.run('outbox.footing', { id, spaceId })
  const age = portalNow(context) - readAt
  if (!isFirst || (age >= 0 && age < freshMs)) return ok([])
  const page = await foyer.messages.search(spaceId, { pageSize: 100, pageNumber: 1 }, { signal })
  return page.ok ? ok(page.value.results) : page
}

/** The look ahead failed, so nothing was sent: the row stays queued, unless the portal does not know the space. */
const notBegun = async (
  { archive, changed }: PortalContext,
  { id, spaceId }: { readonly id: OutboxId; readonly spaceId: SpaceId },
  failure: Failure,
): Promise<StepEnd> => {
  const after = afterFailure(failure)
  const problem = failure.code === 'cancelled' ? null : failure
  const to = after === 'refuse' ? 'refused' : 'queued'
  await archive.run('outbox.move', { id, from: 'queued', to, problem })
  changed(spaceId, ['outbox', 'spaces'])
  if (after === 'refuse') return done
  return { kind: after === 'park' ? 'parked' : 'later', failure }
}

/** The search failed. Where the portal refuses it for good, only the person can decide. */
const notFound = async (
  { archive, changed }: PortalContext,
  spaceId: SpaceId,
  doubts: readonly DoubtRow[],
  failure: Failure,
): Promise<StepEnd> => {
  const after = afterFailure(failure)
  if (after !== 'refuse') return { kind: after === 'park' ? 'parked' : 'later', failure }
  for (const { id } of doubts) {
    const problem = { ...failure, unsure: true }
    await archive.run('outbox.move', { id, from: 'unsure', to: 'unsure', asks: true, problem })
  }
  changed(spaceId, ['outbox', 'spaces'])
  return done
}

/** O1.12: writes the portal's message into the cache and removes the row. Repeatable. */
export const deliver = async (
  { archive, changed }: PortalContext,
  id: OutboxId,
  spaceId: SpaceId,
): Promise<StepEnd> => {
  await archive.run('outbox.deliver', { id })
  changed(spaceId, ['messages', 'outbox', 'spaces'])
  return done
}

/** O1.6 to O1.9: searches a space once and settles its unsure rows as far as the search can tell. */
export const settleSpace = async (
  context: PortalContext,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<StepEnd> => {
  const { archive, foyer, ports, me, changed } = context
  const { doubts, claimed } = await archive.run('outbox.doubts', { spaceId })
  const since = Math.min(...doubts.map((doubt) => doubt.since))
  if (doubts.length === 0) return done
  const found = await lookBack(foyer, spaceId, since, signal)
  if (!found.ok) return notFound(context, spaceId, doubts, found.error)
  // Before O1.32 nobody noted whose key it was.
  const authored = doubts.map((doubt) => ({ ...doubt, author: doubt.author ?? me.id }))
  const verdicts = settle(authored, { ...found.value, me: me.id, claimed })
  for (const doubt of doubts) {
    const verdict = verdicts.get(doubt.id)
    const move = { id: doubt.id, from: 'unsure' } as const
    switch (verdict?.kind) {
      case 'arrived':
        await archive.run('outbox.arrived', {
          id: doubt.id,
          message: verdict.message,
          now: ports.clock.now(),
        })
        await deliver(context, doubt.id, spaceId)
        break
      case 'absent':
        // A row that already asks stays with the person: another search is no better than the one before.
        if (!doubt.asks) await archive.run('outbox.move', { ...move, to: 'queued', problem: null })
        break
      case 'other-author':
        if (!doubt.asks)
          await archive.run('outbox.move', { ...move, to: 'refused', problem: fail('other-author') })
        break
      case 'unclear':
        await archive.run('outbox.move', { ...move, to: 'unsure', asks: true, problem: unclear })
        break
      case undefined:
        break
    }
  }
  changed(spaceId, ['outbox', 'spaces'])
  return done
}

/** "It may have been sent." */
const unclear: Failure = { ...fail('timed-out'), unsure: true }
