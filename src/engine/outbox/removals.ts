import { type Failure, fail, FailureError } from '../../core/failure.ts'
import type { MessageId } from '../../core/message.ts'
import { undoEnds } from '../../core/outbox/order.ts'
import type { RemovalView, SpaceRemovals } from '../../core/outbox/removal.ts'
import { afterRemoval, mayRemove, nextRemoval } from '../../core/outbox/removal-rules.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { RemovalRow } from '../storage/tables/removals.ts'
import { createNews, newsOrTime } from './news.ts'
import { afterTroubleMs, createPatience, longestWaitMs, nameOf } from './patience.ts'
import { createRests } from './rests.ts'

/** Messages that are deleted in the portal, with a time to undo it (docs/specs/outbox.md, O1.33 to O1.39). */
export type Removals = {
  /**
   * On disk, and the message out of sight, before it resolves. `staff-mode` for another person's message while it is
   * off, `not-found` where neither the archive nor the portal has the message, `disk-full` and the like.
   */
  remove(spaceId: SpaceId, id: MessageId, undoMs: number): Promise<Result<void>>
  /** The message is back. `not-found` once a request to delete it was begun. */
  undo(id: MessageId): Promise<Result<void>>
  /** For refused ones: try again, or leave the message where it is. `not-found` for any other. */
  resolve(id: MessageId, action: 'again' | 'leave'): Promise<Result<void>>
  ofSpace(spaceId: SpaceId): Promise<SpaceRemovals>
  /** How many are to be done still. */
  pending(): Promise<number>
  /**
   * Resolves when the portal has the message no more, or with the problem once it was refused or the key is.
   * `cancelled` when the signal is aborted, `unknown-id` when it was undone.
   */
  settled(id: MessageId, signal?: AbortSignal): Promise<Result<void>>
  start(): void
  /** Off line nothing is begun; back on line what waits for a retry is tried at once. */
  setOnline(online: boolean): void
  /** Stops, leaving on disk what there is. */
  close(): Promise<void>
}

type Given = {
  /** P1.21 */
  readonly staffMode: () => boolean
  /** How often a refused key is tried again (O1.11), ms. A minute when absent. */
  readonly probeMs?: number
}

export const createRemovals = (context: PortalContext, given: Given): Removals => {
  const { archive, foyer, me, changed } = context
  const { clock, log, random } = context.ports
  const probeMs = given.probeMs ?? 60_000
  const news = createNews()
  const stop = new AbortController()
  const { signal } = stop
  const rests = createRests<MessageId | 'probe'>(clock, () => news.tell())
  const patience = createPatience<MessageId>(rests, random, probeMs)
  let online = true
  let loop: Promise<void> | undefined

  const moved = (spaceId: SpaceId): void => {
    changed(spaceId, ['messages', 'outbox', 'spaces'])
    news.tell()
  }

  const gone = async ({ id, spaceId }: RemovalRow): Promise<void> => {
    await archive.run('removals.gone', { id, now: clock.now() })
    patience.lift()
    patience.forget(id)
    moved(spaceId)
  }

  const refuse = async ({ id, spaceId }: RemovalRow, problem: Failure): Promise<void> => {
    await archive.run('removals.refuse', { id, problem })
    patience.forget(id)
    moved(spaceId)
  }

  const failed = async (row: RemovalRow, why: Failure): Promise<void> => {
    const after = afterRemoval(why)
    if (after === 'refuse' || after === 'look') return refuse(row, why)
    // Closing the program is nobody's problem once it runs again.
    const problem = why.code === 'cancelled' ? null : why
    await archive.run('removals.wait', { id: row.id, untouched: why.unsure !== true, problem })
    changed(row.spaceId, ['outbox'])
    if (after === 'park') {
      patience.park(why)
      return
    }
    patience.later(row.id, why)
  }

  const send = async (row: RemovalRow): Promise<void> => {
    const { id, spaceId } = row
    if (row.askedBy !== me.id) return refuse(row, fail('other-author'))
    // Undone in the meantime.
    if (!(await archive.run('removals.intend', { id }))) return
    changed(spaceId, ['outbox'])
    const removed = await foyer.messages.remove(spaceId, id, { signal })
    if (removed.ok) return gone(row)
    if (afterRemoval(removed.error) !== 'look') return failed(row, removed.error)
    // O1.36: a 404 may also be the answer of a portal that knows no way to delete messages.
    const shown = await foyer.messages.get(spaceId, id, { signal })
    if (shown.ok) return refuse(row, fail('not-offered'))
    return afterRemoval(shown.error) === 'look' ? gone(row) : failed(row, shown.error)
  }

  /** Sends one, or answers how long until time alone brings one; null: never. */
  const turn = async (): Promise<number | null> => {
    const rows = await archive.run('removals.rows', undefined)
    if (!online || rests.has('probe')) return null
    const queue = rows.map((row) => ({ ...row, resting: rests.has(row.id) }))
    const now = clock.now()
    const next = nextRemoval(queue, now)
    const row = rows.find(({ id }) => id === next.send)
    if (row === undefined) return next.wakeAt === null ? null : Math.min(next.wakeAt - now, longestWaitMs)
    try {
      await send(row)
    } catch (error) {
      // The archive refused (a full disk, or it is closing). The row stays as it is on disk; it is looked at again.
      rests.begin(row.id, afterTroubleMs)
      throw error
    }
    return 0
  }

  const run = async (): Promise<void> => {
    let settled = false
    while (!signal.aborted) {
      const told = news.next()
      let wait: number | null = afterTroubleMs
      try {
        if (!settled) await archive.run('removals.settle', undefined)
        settled = true
        wait = await turn()
      } catch (error) {
        log.error('removals.turn', { reason: nameOf(error) })
      }
      if (wait !== 0) await newsOrTime(told, clock, wait)
    }
  }

  const viewOf = (row: RemovalRow & { readonly author: string }): RemovalView | null => {
    if (row.state === 'gone') return null
    const undoUntil = undoEnds({ queuedAt: row.askedAt, undoMs: row.undoMs }, clock.now())
    const waiting = patience.parked() ?? (online ? null : fail('unreachable'))
    return {
      ...{ id: row.id, author: row.author, mine: row.userId === me.id },
      ...{ writtenAt: row.writtenAt, beginning: row.beginning, state: row.state },
      undoUntil: row.state === 'waiting' && undoUntil > clock.now() ? undoUntil : null,
      undoable: row.state === 'waiting' && row.begun === 0,
      problem: row.problem ?? (row.state === 'waiting' ? waiting : null),
    }
  }

  const outcome = async (id: MessageId): Promise<Result<void> | undefined> => {
    const row = await archive.run('removals.row', { id })
    if (row === undefined) return err(fail('unknown-id', { about: id }))
    if (row.state === 'gone') return ok(undefined)
    if (row.state === 'refused') return err(row.problem ?? fail('internal'))
    const parked = patience.parked()
    return parked === undefined ? undefined : err(parked)
  }

  return {
    remove: async (spaceId, id, undoMs) => {
      const kept = await archive.run('removals.look', { id, spaceId })
      const found = kept === undefined ? await foyer.messages.get(spaceId, id, { signal }) : ok(kept)
      if (!found.ok) return found
      // One of the two ways to ask for a message does not name its space.
      if (found.value.spaceId !== spaceId) return err(fail('not-found', { about: id }))
      if (!mayRemove(found.value.userId === me.id, given.staffMode())) return err(fail('staff-mode'))
      try {
        await archive.run('removals.add', {
          ...{ message: found.value, askedBy: me.id, undoMs, now: clock.now() },
        })
      } catch (error) {
        if (error instanceof FailureError) return err(error.failure)
        throw error
      }
      patience.forget(id)
      moved(spaceId)
      return ok(undefined)
    },
    undo: async (id) => {
      const spaceId = await archive.run('removals.undo', { id })
      if (spaceId === undefined) return err(fail('not-found'))
      patience.forget(id)
      moved(spaceId)
      return ok(undefined)
    },
    resolve: async (id, action) => {
      const asked = { id, action, askedBy: me.id, now: clock.now() }
      const spaceId = await archive.run('removals.resolve', asked)
      if (spaceId === undefined) return err(fail('not-found'))
      patience.forget(id)
      moved(spaceId)
      return ok(undefined)
    },
    ofSpace: async (spaceId) => {
      const rows = await archive.run('removals.ofSpace', { spaceId })
      return {
        hidden: rows.filter(({ state }) => state !== 'refused').map(({ id }) => id),
        open: rows.map(viewOf).filter((view) => view !== null),
      }
    },
    pending: async () => {
      const rows = await archive.run('removals.rows', undefined)
      return rows.filter(({ state }) => state !== 'refused').length
    },
    settled: async (id, until) => {
      const abort = (): void => news.tell()
      until?.addEventListener('abort', abort, { once: true })
      try {
        for (;;) {
          const told = news.next()
          if (until?.aborted === true || signal.aborted) return err(fail('cancelled'))
          const known = await outcome(id)
          if (known !== undefined) return known
          await told
        }
      } finally {
        until?.removeEventListener('abort', abort)
      }
    },
    start: () => {
      loop ??= run()
    },
    setOnline: (next) => {
      if (next && !online) patience.hurry()
      online = next
      news.tell()
    },
    close: async () => {
      stop.abort(new Error('The outbox is closing'))
      news.tell()
      await loop
      rests.close()
    },
  }
}
