import { fail } from '../../core/failure.ts'
import { outboxId } from '../../core/outbox/outgoing.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import {
  type MailingDraft,
  type MailingId,
  mailingId,
  type MailingSummary,
  type MailingView,
} from '../../core/writing/mailing.ts'
import type { PortalContext } from '../context.ts'

export type MailingPlan = {
  readonly body: string
  readonly spaceIds: readonly SpaceId[]
  /** The sender's name and today's date, for the fields. */
  readonly me: string
  readonly date: string
}

/** One message to many spaces (O1.19 to O1.22). Every answer is how it stands afterwards. */
export type Mailings = {
  list(): Promise<readonly MailingSummary[]>
  get(id: MailingId): Promise<Result<MailingView>>
  plan(plan: MailingPlan): Promise<MailingView>
  /** O1.26: what is being written; the first `start` of a mailing clears it. */
  readonly draft: {
    get(): Promise<MailingDraft>
    keep(draft: MailingDraft): Promise<void>
  }
  /** Also resumes one that was stopped. */
  start(id: MailingId, undoMs: number): Promise<Result<MailingView>>
  stop(id: MailingId): Promise<Result<MailingView>>
  /** `invalid` while something of it is on its way. */
  remove(id: MailingId): Promise<Result<void>>
}

export const createMailings = (
  context: PortalContext,
  /** Rows of these spaces came into the outbox's table, or went. */
  noticed: (spaceIds: readonly SpaceId[]) => void,
): Mailings => {
  const { archive, ports } = context
  const told = (spaceIds: readonly SpaceId[]): void => {
    noticed(spaceIds)
    context.changed(null, ['mailings'])
  }
  const get = async (id: MailingId): Promise<Result<MailingView>> => {
    const found = await archive.run('mailings.get', { id })
    return found === undefined ? err(fail('unknown-id', { about: id })) : ok(found)
  }
  return {
    list: () => archive.run('mailings.list', undefined),
    get,
    plan: async (plan) => {
      const id = mailingId.parse(ports.random.uuid())
      await archive.run('mailings.plan', { ...plan, id, now: ports.clock.now() })
      const planned = await archive.run('mailings.get', { id })
      if (planned === undefined) throw new Error('A planned mailing is not there')
      return planned
    },
    draft: {
      get: () => archive.run('mailings.draft', undefined),
      keep: (draft) => archive.run('mailings.keepDraft', { draft, now: ports.clock.now() }),
    },
    start: async (id, undoMs) => {
      const found = await get(id)
      if (!found.ok) return found
      const outboxIds = Array.from({ length: found.value.counts.waiting }, () =>
        outboxId.parse(ports.random.uuid()),
      )
      told(await archive.run('mailings.start', { id, outboxIds, undoMs, now: ports.clock.now() }))
      return get(id)
    },
    stop: async (id) => {
      told(await archive.run('mailings.stop', { id }))
      return get(id)
    },
    remove: async (id) => {
      const found = await get(id)
      if (!found.ok) return found
      if (!(await archive.run('mailings.remove', { id }))) return err(fail('under-way'))
      context.changed(null, ['mailings'])
      return ok(undefined)
    },
  }
}
