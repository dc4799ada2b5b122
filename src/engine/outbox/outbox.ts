import { type Failure, fail, FailureError } from '../../core/failure.ts'
import type { MessageId } from '../../core/message.ts'
import { undoEnds } from '../../core/outbox/order.ts'
import { outboxId, type OutboxId, type OutgoingView } from '../../core/outbox/outgoing.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { OutboxRow } from '../storage/tables/outbox-rows.ts'
import { createNews } from './news.ts'
import { createSender, type OutboxOptions, type Sender } from './sender.ts'

/** One portal's outgoing messages and drafts (docs/specs/outbox.md). */
export type Outbox = {
  /** On disk before it resolves. `disk-full` and the like when it could not be kept. */
  send(
    spaceId: SpaceId,
    content: string,
    undoMs: number,
    sendAt?: number | null,
  ): Promise<Result<{ readonly id: OutboxId }>>
  /** O1.16: changes a row's text or time (null: now). `not-found` once a request for it may have arrived. */
  edit(
    id: OutboxId,
    change: { readonly content?: string | undefined; readonly sendAt?: number | null | undefined },
  ): Promise<Result<void>>
  /**
   * O1.17: a person is changing the row; ends by `edit`, `release`, or two minutes after the last call. `not-found` once
   * a request for it may have arrived.
   */
  hold(id: OutboxId): Promise<Result<void>>
  release(id: OutboxId): void
  /**
   * O1.25: keeps what a row is being changed to; null: nothing. `not-found` once a request for it may have arrived: then
   * it is kept for the space's draft.
   */
  keepEdit(id: OutboxId, spaceId: SpaceId, content: string | null): Promise<Result<void>>
  /** Takes a queued message back; answers what is the draft now. `not-found` once it is on its way. */
  undo(id: OutboxId): Promise<Result<{ readonly content: string }>>
  /** For unsure and refused rows; answers the row's text. `not-found` for any other. */
  resolve(id: OutboxId, action: 'send-again' | 'discard'): Promise<Result<{ readonly content: string }>>
  /** What is still to be sent to a space, in order. */
  outgoing(spaceId: SpaceId): Promise<readonly OutgoingView[]>
  /** How many messages wait, by space. */
  counts(): Promise<ReadonlyMap<SpaceId, number>>
  pending(): Promise<number>
  /**
   * Resolves when a row has arrived, or with its problem once it was refused, waits for a person, or the key is refused.
   * `cancelled` when the signal is aborted, `unknown-id` for a row that is gone without having arrived.
   */
  settled(id: OutboxId, signal?: AbortSignal): Promise<Result<{ readonly messageId: MessageId }>>
  readonly drafts: {
    get(spaceId: SpaceId): Promise<string>
    save(spaceId: SpaceId, content: string): Promise<void>
  }
  /** Something else put a row for this space into the outbox's table. */
  noticed(spaceId: SpaceId): void
  /** Begins to send. What was under way when the program last ended is in doubt first (O1.5). */
  start(): void
  /** Off line nothing is begun; back on line everything that waits for a retry is tried at once. */
  setOnline(online: boolean): void
  /** Stops, leaving on disk what there is. A request in flight becomes a doubt. */
  close(): Promise<void>
}

export const createOutbox = (context: PortalContext, options: OutboxOptions = {}): Outbox => {
  const { archive, changed } = context
  const { clock, random } = context.ports
  const news = createNews()
  const sender = createSender(context, news, options)
  let closed = false

  const waiting = async (): Promise<readonly OutboxRow[]> => {
    const rows = await archive.run('outbox.rows', undefined)
    return rows.filter(({ state }) => state !== 'arrived')
  }

  const outcome = async (id: OutboxId): Promise<Result<{ readonly messageId: MessageId }> | undefined> => {
    const row = await archive.run('outbox.row', { id })
    if (row !== undefined) {
      if (row.state === 'refused' || row.asks) return err(row.problem ?? fail('internal'))
      const parked = sender.parked()
      return row.state === 'queued' && parked !== undefined ? err(parked) : undefined
    }
    const messageId = await archive.run('outbox.claimOf', { id })
    return messageId === undefined ? err(fail('unknown-id')) : ok({ messageId })
  }

  return {
    send: async (spaceId, content, undoMs, sendAt = null) => {
      if (content.trim() === '') return err(fail('no-text'))
      const id = outboxId.parse(random.uuid())
      try {
        await archive.run('outbox.add', { id, spaceId, content, undoMs, sendAt, now: clock.now() })
      } catch (error) {
        if (error instanceof FailureError) return err(error.failure)
        throw error
      }
      changed(spaceId, ['outbox', 'drafts', 'spaces'])
      news.tell()
      return ok({ id })
    },
    edit: async (id, edited) => {
      if (edited.content?.trim() === '') return err(fail('no-text'))
      const spaceId = await archive.run('outbox.edit', { id, ...edited, now: clock.now() })
      sender.release(id)
      if (spaceId === undefined) return err(fail('not-found'))
      sender.forget(id)
      changed(spaceId, ['outbox', 'spaces'])
      news.tell()
      return ok(undefined)
    },
    hold: async (id) => {
      sender.hold(id, heldMs)
      const row = await archive.run('outbox.row', { id })
      if (row !== undefined && isEditable(row)) return ok(undefined)
      sender.release(id)
      return err(fail('not-found'))
    },
    release: (id) => sender.release(id),
    keepEdit: async (id, spaceId, content) => {
      const kept = await archive.run('outbox.keepEdit', { id, spaceId, content, now: clock.now() })
      changed(spaceId, kept ? ['outbox'] : ['drafts', 'spaces'])
      news.tell()
      return kept ? ok(undefined) : err(fail('not-found'))
    },
    undo: async (id) => {
      const undone = await archive.run('outbox.undo', { id, now: clock.now() })
      if (undone === undefined) return err(fail('not-found'))
      sender.forget(id)
      changed(undone.spaceId, ['outbox', 'drafts', 'spaces'])
      news.tell()
      return ok({ content: undone.content })
    },
    resolve: async (id, action) => {
      const resolved = await archive.run('outbox.resolve', { id, action })
      if (resolved === undefined) return err(fail('not-found'))
      sender.forget(id)
      changed(resolved.spaceId, ['outbox', 'spaces'])
      news.tell()
      return ok({ content: resolved.content })
    },
    outgoing: async (spaceId) => {
      const rows = await waiting()
      return rows.filter((row) => row.spaceId === spaceId).map((row) => viewOf(row, clock.now(), sender))
    },
    counts: async () => {
      const counts = new Map<SpaceId, number>()
      for (const { spaceId } of await waiting()) counts.set(spaceId, (counts.get(spaceId) ?? 0) + 1)
      return counts
    },
    pending: async () => (await waiting()).length,
    settled: async (id, signal) => {
      const abort = (): void => news.tell()
      signal?.addEventListener('abort', abort, { once: true })
      try {
        for (;;) {
          const told = news.next()
          if (signal?.aborted === true || closed) return err(fail('cancelled'))
          const known = await outcome(id)
          if (known !== undefined) return known
          await told
        }
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    drafts: {
      get: (spaceId) => archive.run('drafts.get', { spaceId, now: clock.now() }),
      save: async (spaceId, content) => {
        await archive.run('drafts.save', { spaceId, content, now: clock.now() })
        changed(spaceId, ['drafts', 'spaces'])
      },
    },
    noticed: (spaceId) => {
      changed(spaceId, ['outbox', 'spaces'])
      news.tell()
    },
    start: () => sender.start(),
    setOnline: (online) => sender.setOnline(online),
    close: async () => {
      closed = true
      await sender.close()
    },
  }
}

/** O1.17: how long a hold lasts that nobody renews. */
const heldMs = 120_000

/** O1.16 */
const isEditable = ({ state, sends }: OutboxRow): boolean =>
  state === 'refused' || (state === 'queued' && sends === 0)

const viewOf = (row: OutboxRow, now: number, sender: Sender): OutgoingView => {
  const undoUntil = row.state === 'queued' && row.sendAt === null ? undoEnds(row, now) : 0
  return {
    id: row.id,
    content: row.content,
    // The caller has left out what has arrived already.
    state: row.state === 'arrived' ? 'sending' : row.state,
    queuedAt: row.queuedAt,
    sendAt: row.state === 'queued' ? row.sendAt : null,
    editable: isEditable(row),
    edited: isEditable(row) ? row.edited : null,
    undoUntil: undoUntil > now ? undoUntil : null,
    asks: row.state === 'refused' || (row.state === 'unsure' && row.asks),
    problem: problemOf(row, sender),
  }
}

const problemOf = (row: OutboxRow, sender: Sender): Failure | null => {
  if (row.state !== 'queued' || row.problem !== null) return row.problem
  return sender.parked() ?? (sender.isOnline() ? null : fail('unreachable'))
}
