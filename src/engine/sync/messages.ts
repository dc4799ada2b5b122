import type { Message } from '../../core/message.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { beganAt } from '../../core/sync/portal-time.ts'
import { nextStep, pageOf, startWalk, type Walk } from '../../core/sync/walk.ts'
import { largestPage, type PageAt } from '../../core/sync/window.ts'
import type { PortalContext } from '../context.ts'
import type { PageStored } from '../storage/tables/sync.ts'
import type { Announce } from './announce.ts'

const newestFirst = [{ id: 'created_at', dir: 'desc' }] as const

type Pass = {
  readonly context: PortalContext
  readonly announce: Announce
  readonly spaceId: SpaceId
  readonly signal: AbortSignal
  /** When the pass began, by this computer's clock. */
  readonly startedAt: number
}

/**
 * When the pass began, by the portal's clock. Asked for after an answer only: before the first one nobody knows how far
 * apart the clocks are, and "as of" would be a guess (S1.8).
 */
const passAt = ({ context: { foyer, ports }, startedAt }: Pass): number =>
  beganAt(startedAt, ports.clock.now(), foyer.clockSkewMs())

const fetchPage = (
  { context, spaceId, signal }: Pass,
  page: PageAt,
): Promise<Result<{ readonly results: readonly Message[] }>> =>
  context.foyer.messages.search(spaceId, { ...page, orderBy: newestFirst }, { signal })

/** Stores one page. `mark` was taken before the request, so that later rows are not judged by it (S1.5). */
const storePage = async (
  pass: Pass,
  page: PageAt,
  messages: readonly Message[],
  mark: number,
): Promise<PageStored> => {
  const { context, spaceId } = pass
  const stored = await context.archive.run('sync.messagesPage', {
    spaceId,
    messages,
    first: page.pageNumber === 1,
    short: messages.length < page.pageSize,
    mark,
    passAt: passAt(pass),
  })
  if (stored.closed || stored.added + stored.changed + stored.removed > 0)
    pass.announce.changed(spaceId, ['messages', 'spaces'])
  return stored
}

const begin = (context: PortalContext, announce: Announce, spaceId: SpaceId, signal: AbortSignal): Pass => ({
  context,
  announce,
  spaceId,
  signal,
  startedAt: context.ports.clock.now(),
})

type Reading = {
  /** At most so many pages. */
  readonly pages: number
  /** S1.14: so many pages may still be on their way to the disk when the next one is asked for. */
  readonly ahead: number
  /** Whether a page overlaps what is known above it; `ask`: the archive knows when it has stored the page. */
  readonly joins: (page: PageAt, messages: readonly Message[]) => boolean | 'ask'
  /** It does. */
  readonly joined: (messages: readonly Message[]) => void
  /** Answers whether there is anything left to read for. */
  readonly stored: (stored: PageStored) => boolean
}

/** Reads a space's messages downwards (S1.2), storing each page while the next one is on its way. Answers how many it took. */
const readDown = async (pass: Pass, from: Walk, reading: Reading): Promise<Result<number>> => {
  const { messages: mark } = await pass.context.archive.run('sync.mark', undefined)
  const underWay: Promise<PageStored>[] = []
  let requests = 0
  let walk: Walk | 'done' = from
  const wanted = { more: true }
  const settle = async (atMost: number): Promise<PageStored | undefined> => {
    let last: PageStored | undefined
    while (underWay.length > atMost) {
      last = await underWay.shift()
      if (last !== undefined && !reading.stored(last)) wanted.more = false
    }
    return last
  }
  try {
    while (walk !== 'done' && wanted.more && requests < reading.pages) {
      const page = pageOf(walk)
      const fetched = await fetchPage(pass, page)
      requests += 1
      if (!fetched.ok) return fetched
      const messages = fetched.value.results
      const storing = storePage(pass, page, messages, mark)
      // Its failure is met when it is settled, which may be later.
      storing.catch(() => undefined)
      underWay.push(storing)
      const joins = reading.joins(page, messages)
      const last = await settle(joins === 'ask' ? 0 : reading.ahead)
      const connected = joins === 'ask' ? last?.connected === true : joins
      if (connected) reading.joined(messages)
      walk = nextStep(page, { items: messages.length, connected })
    }
    await settle(0)
    return ok(requests)
  } finally {
    await Promise.allSettled(underWay)
  }
}

/** Pages on their way to the disk. More than a few gain nothing, and a kill costs no more than these. */
const pagesAhead = 16

/** How much to fill: at most `pages` pages; `inner`: only gaps with something known below, not the way to the beginning. */
export type Filling = { readonly pages: number; readonly inner: boolean }

/** Fills gaps from the newest down; answers how many requests it took. */
const fill = async (
  pass: Pass,
  { pages, inner }: Filling,
): Promise<Result<{ readonly requests: number }>> => {
  const { archive } = pass.context
  let requests = 0
  let open = await archive.run('sync.gap', { spaceId: pass.spaceId })
  while (open !== null && requests < pages && !(inner && open.gap.lower === null)) {
    /** What the page above holds. */
    let above: ReadonlySet<string> = new Set()
    let gaps: number | undefined
    const read: Result<number> = await readDown(pass, startWalk(open.above), {
      pages: pages - requests,
      // Where something is known below, no page is asked for in vain.
      ahead: open.gap.lower === null ? pagesAhead : 0,
      joins: (_page, messages) => messages.some(({ id }) => above.has(id)) || 'ask',
      joined: (messages) => {
        above = new Set(messages.map(({ id }) => id))
      },
      stored: (stored) => {
        // One gap fewer: the next one begins elsewhere.
        if (stored.gaps === 0 || (gaps !== undefined && stored.gaps < gaps)) return false
        gaps = stored.gaps
        return true
      },
    })
    if (!read.ok) return read
    requests += read.value
    open = await archive.run('sync.gap', { spaceId: pass.spaceId })
  }
  return ok({ requests })
}

const wholly: Filling = { pages: Infinity, inner: false }

/** S1.2: the newest page, and on until what is known is reached, as far as `filling` allows; the rest stays a gap. */
export const syncNewest = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  signal: AbortSignal,
  filling: Filling,
): Promise<Result<{ readonly requests: number }>> => {
  const pass = begin(context, announce, spaceId, signal)
  const page = { pageSize: largestPage, pageNumber: 1 }
  const { messages: mark } = await context.archive.run('sync.mark', undefined)
  const first = await fetchPage(pass, page)
  if (!first.ok) return first
  const stored = await storePage(pass, page, first.value.results, mark)
  await context.archive.run('marks.begin', { spaceId, me: context.me.id, now: passAt(pass) })
  if (stored.gaps === 0 || filling.pages === 0) return ok({ requests: 1 })
  const filled = await fill(pass, filling)
  return filled.ok ? ok({ requests: filled.value.requests + 1 }) : filled
}

/** S1.6: reads a space's messages from the newest to the first; what is stored but not among them is removed. */
export const sweepMessages = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<{ readonly requests: number }>> => {
  const pass = begin(context, announce, spaceId, signal)
  const { messages: mark } = await context.archive.run('sync.mark', undefined)
  const seen = new Set<string>()
  const read = await readDown(pass, startWalk(0), {
    pages: Infinity,
    ahead: pagesAhead,
    joins: (page, messages) => page.pageNumber === 1 || messages.some(({ id }) => seen.has(id)),
    joined: (messages) => {
      for (const { id } of messages) seen.add(id)
    },
    stored: () => true,
  })
  if (!read.ok) return read
  const removed = await context.archive.run('sync.messagesSwept', {
    spaceId,
    ids: [...seen],
    mark,
    at: passAt(pass),
  })
  await context.archive.run('marks.begin', { spaceId, me: context.me.id, now: passAt(pass) })
  if (removed > 0) announce.changed(spaceId, ['messages', 'spaces'])
  return ok({ requests: read.value })
}

/** Everything a space holds: gaps an earlier run left are filled first, so that a kill costs little, then a sweep. */
export const syncAllMessages = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const filled = await fillOlder(context, announce, spaceId, signal)
  if (!filled.ok) return filled
  const swept = await sweepMessages(context, announce, spaceId, signal)
  return swept.ok ? ok(undefined) : swept
}

/** The older messages of a space, down to its first one. */
export const fillOlder = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const filled = await fill(begin(context, announce, spaceId, signal), wholly)
  return filled.ok ? ok(undefined) : filled
}
