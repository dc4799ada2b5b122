import type { Failure } from '../../core/failure.ts'
import { nextInOrder } from '../../core/outbox/order.ts'
import type { OutboxId } from '../../core/outbox/outgoing.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { OutboxRow } from '../storage/tables/outbox-rows.ts'
import { type News, newsOrTime } from './news.ts'
import { afterTroubleMs, createPatience, longestWaitMs, nameOf } from './patience.ts'
import { createRests } from './rests.ts'
import { deliver, sendRow, settleSpace, type StepEnd } from './steps.ts'

export type OutboxOptions = {
  /** How long a doubt rests before the search: at least a request's own time limit (O1.6). 30 s when absent. */
  readonly settleMs?: number
  /** How often a refused key is tried again (O1.11). A minute when absent. */
  readonly probeMs?: number
}

/** What works the outbox off: one step at a time in each space, as the order rule says. */
export type Sender = {
  start(): void
  setOnline(online: boolean): void
  isOnline(): boolean
  /** Why the whole outbox is parked; undefined when it is not. */
  parked(): Failure | undefined
  /** Forgets retries and doubts of a row that a person has decided on. */
  forget(id: OutboxId): void
  /** O1.17: keeps a row from being sent for so long, or until `release`. */
  hold(id: OutboxId, ms: number): void
  release(id: OutboxId): void
  /** Ends requests in flight and resolves once nothing is under way. */
  close(): Promise<void>
}

const mostSpacesAtOnce = 4

export const createSender = (context: PortalContext, news: News, options: OutboxOptions): Sender => {
  const { archive } = context
  const { clock, log, random } = context.ports
  const probeMs = options.probeMs ?? 60_000
  const settleMs = options.settleMs ?? 30_000
  const stop = new AbortController()
  const rests = createRests<OutboxId | 'probe' | `held ${OutboxId}`>(clock, () => news.tell())
  const busy = new Map<SpaceId, Promise<void>>()
  const patience = createPatience<OutboxId>(rests, random, probeMs)
  const doubts = new Set<OutboxId>()
  let online = true
  let loop: Promise<void> | undefined

  const isHeld = (id: OutboxId): boolean => rests.has(`held ${id}`)

  /** O1.6: the wait before the search. A doubt from before this start rests as long as a new one. */
  const restDoubt = (id: OutboxId): void => {
    doubts.add(id)
    rests.begin(id, settleMs)
  }

  const ended = (row: OutboxRow, end: StepEnd): void => {
    // Whatever the step found out, the next probe is a whole wait away (O1.11); one that went through lifts it below.
    const why = patience.parked()
    if (why !== undefined) patience.park(why)
    switch (end.kind) {
      case 'done':
        if (row.state !== 'arrived') patience.lift()
        doubts.delete(row.id)
        patience.forget(row.id)
        return
      case 'in-doubt':
        // The network's coming back ends the rest of what waits for it, never that of a doubt.
        patience.forget(row.id)
        restDoubt(row.id)
        return
      case 'parked':
        patience.park(end.failure)
        return
      case 'later':
        patience.later(row.id, end.failure)
        return
    }
  }

  const begin = (row: OutboxRow, step: Promise<StepEnd>): void => {
    const work = step
      .then((end) => ended(row, end))
      .catch((error: unknown) => {
        // The archive refused (a full disk, or it is closing). The row stays as it is on disk; it is looked at again.
        rests.begin(row.id, afterTroubleMs)
        log.error('outbox.step', { reason: nameOf(error) })
      })
      .finally(() => {
        busy.delete(row.spaceId)
        news.tell()
      })
    busy.set(row.spaceId, work)
  }

  /** O1.5: a row that is "sending" though nobody waits for its answer, since the program or a step broke off. */
  const doubtStranded = async (rows: readonly OutboxRow[]): Promise<void> => {
    for (const { id, state, spaceId } of rows) {
      if (state !== 'sending' || busy.has(spaceId)) continue
      if (await archive.run('outbox.move', { id, from: 'sending', to: 'unsure', problem: null })) news.tell()
    }
  }

  /** Begins whatever may begin now; answers how long until time alone brings something, null: never. */
  const turn = async (): Promise<number | null> => {
    const rows = await archive.run('outbox.rows', undefined)
    await doubtStranded(rows)
    for (const { id, state, asks, spaceId } of rows) {
      if (state === 'unsure' && !asks && !doubts.has(id) && !busy.has(spaceId)) restDoubt(id)
    }
    const now = clock.now()
    const queue = rows.map((row) => ({
      ...row,
      resting: rests.has(row.id) || isHeld(row.id),
      changing: row.edited !== null && row.sends === 0,
    }))
    const next = nextInOrder(queue, new Set(busy.keys()), now)
    for (const id of next.ripe) {
      if (await archive.run('outbox.ripen', { id, now })) news.tell()
    }
    const byId = new Map(rows.map((row) => [row.id, row]))
    const due = (ids: readonly OutboxId[]): readonly OutboxRow[] => ids.flatMap((id) => byId.get(id) ?? [])
    for (const row of due(next.finish)) begin(row, deliver(context, row.id, row.spaceId))
    if (online && !rests.has('probe')) {
      // O1.11: while the key is refused, one row at a time finds out whether it still is.
      const room = (patience.parked() === undefined ? mostSpacesAtOnce : 1) - busy.size
      const network = [...due(next.settle), ...due(next.send)]
      for (const row of network.slice(0, Math.max(0, room))) begin(row, step(row))
    }
    return next.wakeAt === null ? null : Math.min(next.wakeAt - now, longestWaitMs)
  }

  const step = (row: OutboxRow): Promise<StepEnd> =>
    row.state === 'unsure'
      ? settleSpace(context, row.spaceId, stop.signal)
      : sendRow(context, row, isHeld, stop.signal)

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const told = news.next()
      let wait: number | null = afterTroubleMs
      try {
        wait = await turn()
      } catch (error) {
        log.error('outbox.turn', { reason: nameOf(error) })
      }
      await newsOrTime(told, clock, wait)
    }
  }

  return {
    start: () => {
      loop ??= run()
    },
    setOnline: (next) => {
      if (next && !online) patience.hurry()
      online = next
      news.tell()
    },
    isOnline: () => online,
    parked: () => patience.parked(),
    forget: (id) => {
      doubts.delete(id)
      patience.forget(id)
    },
    hold: (id, ms) => rests.begin(`held ${id}`, ms),
    release: (id) => {
      rests.end(`held ${id}`)
      news.tell()
    },
    close: async () => {
      stop.abort(new Error('The outbox is closing'))
      news.tell()
      await loop
      await Promise.all(busy.values())
      rests.close()
    },
  }
}
