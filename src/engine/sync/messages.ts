import type { Message } from '../../core/message.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
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
const passAt = ({ context, startedAt }: Pass): number => startedAt + context.foyer.clockSkewMs()

type Fetched = { readonly messages: readonly Message[]; readonly stored: PageStored; readonly short: boolean }

/** Fetches and stores one page. The mark is taken before the request, so that later rows are not judged by it (S1.5). */
const takePage = async (pass: Pass, page: PageAt): Promise<Result<Fetched>> => {
  const { context, spaceId, signal } = pass
  const { messages: mark } = await context.archive.run('sync.mark', undefined)
  const fetched = await context.foyer.messages.search(spaceId, { ...page, orderBy: newestFirst }, { signal })
  if (!fetched.ok) return fetched
  const messages = fetched.value.results
  const short = messages.length < page.pageSize
  const stored = await context.archive.run('sync.messagesPage', {
    spaceId,
    messages,
    first: page.pageNumber === 1,
    short,
    mark,
    passAt: passAt(pass),
  })
  if (stored.closed || stored.added + stored.changed + stored.removed > 0)
    pass.announce.changed(spaceId, ['messages', 'spaces'])
  return ok({ messages, stored, short })
}

const begin = (context: PortalContext, announce: Announce, spaceId: SpaceId, signal: AbortSignal): Pass => ({
  context,
  announce,
  spaceId,
  signal,
  startedAt: context.ports.clock.now(),
})

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
    let walk: Walk | 'done' = startWalk(open.above)
    let gaps: number | undefined
    while (walk !== 'done' && requests < pages) {
      const page = pageOf(walk)
      const taken: Result<Fetched> = await takePage(pass, page)
      requests += 1
      if (!taken.ok) return taken
      const { messages, stored } = taken.value
      // One gap fewer: the next one begins elsewhere.
      if (stored.gaps === 0 || (gaps !== undefined && stored.gaps < gaps)) break
      gaps = stored.gaps
      walk = nextStep(page, { items: messages.length, connected: stored.connected })
    }
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
  const first = await takePage(pass, { pageSize: largestPage, pageNumber: 1 })
  if (!first.ok) return first
  await context.archive.run('marks.begin', { spaceId, me: context.me.id, now: passAt(pass) })
  if (first.value.stored.gaps === 0 || filling.pages === 0) return ok({ requests: 1 })
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
  let requests = 0
  let walk: Walk | 'done' = startWalk(0)
  while (walk !== 'done') {
    const page = pageOf(walk)
    const taken: Result<Fetched> = await takePage(pass, page)
    requests += 1
    if (!taken.ok) return taken
    const { messages } = taken.value
    const connected = page.pageNumber === 1 || messages.some(({ id }) => seen.has(id))
    if (connected) for (const { id } of messages) seen.add(id)
    walk = nextStep(page, { items: messages.length, connected })
  }
  const removed = await context.archive.run('sync.messagesSwept', {
    spaceId,
    ids: [...seen],
    mark,
    at: passAt(pass),
  })
  await context.archive.run('marks.begin', { spaceId, me: context.me.id, now: passAt(pass) })
  if (removed > 0) announce.changed(spaceId, ['messages', 'spaces'])
  return ok({ requests })
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
