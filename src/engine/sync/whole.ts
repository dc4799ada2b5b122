import type { Failure } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { concernsOneThing } from '../../core/sync/pause.ts'
import type { PortalContext } from '../context.ts'
import { portalNow } from '../portal-now.ts'
import type { SyncProgress } from '../portal.ts'
import type { SyncSpace } from '../storage/tables/sync.ts'
import type { Announce } from './announce.ts'
import { syncPeople, syncSpaces } from './directory.ts'
import { syncTree } from './files.ts'
import { inLanes } from './lanes.ts'
import { fillOlder, syncAllMessages, syncNewest } from './messages.ts'

type Given = { readonly context: PortalContext; readonly announce: Announce; readonly signal: AbortSignal }

/** People before spaces before messages: whose turn it is needs the roles, and a list of spaces needs its names. */
const syncFrame = async ({ context, announce, signal }: Given): Promise<Result<void>> => {
  const spaces = await syncSpaces(context, announce, signal)
  if (!spaces.ok) return spaces
  return syncPeople(context, announce, signal)
}

/** One space's trouble (it went, or was closed to us, or gave an answer we can't read) must not end the whole sync. */
const tolerant = (outcome: Result<unknown>): Result<void> =>
  outcome.ok || concernsOneThing(outcome.error) ? ok(undefined) : outcome

/** Reads the whole portal: afterwards the archive holds what the portal held when its parts were read (S1.13). */
export const syncEverything = async (
  given: Given,
  onProgress: (progress: SyncProgress) => void,
): Promise<Result<SyncProgress>> => {
  const { context, announce, signal } = given
  const startedAt = portalNow(context)
  onProgress({ done: 0, total: null, space: null })
  const frame = await syncFrame(given)
  if (!frame.ok) return frame
  const spaces = await context.archive.run('sync.spaces', undefined)
  const queue = [...spaces]
  let done = 0
  let problem: Failure | undefined
  const outcome = await inLanes(
    () => queue.shift(),
    async ({ id }: SyncSpace) => {
      const messages = await syncAllMessages(context, announce, id, signal)
      const files = messages.ok ? await syncTree(context, announce, id, 'every', signal) : messages
      const name = await context.archive.run('spaces.name', { spaceId: id })
      if (!files.ok) {
        if (!concernsOneThing(files.error)) return files
        // A space deleted meanwhile is no failure; any other is told at the end, when the rest is done.
        if (files.error.code !== 'not-found') problem ??= { ...files.error, about: name ?? id }
      }
      done += 1
      onProgress({ done, total: spaces.length, space: name })
      return ok(undefined)
    },
  )
  if (!outcome.ok) return outcome
  await context.archive.run('sync.keepFact', { name: firstSyncDone, value: startedAt })
  return problem === undefined ? ok({ done, total: spaces.length, space: null }) : err(problem)
}

export const firstSyncDone = 'first-sync-done'

export type FirstSync = {
  /** Says how many spaces are there to see. */
  readonly onProgress: (standing: { readonly done: number; readonly total: number | null }) => void
  /** The space on screen, which goes first. */
  readonly watched: () => SpaceId | null
}

/** Takes the watched space out of the queue first, then the most recently active. */
const taker =
  (queue: SyncSpace[], watched: () => SpaceId | null): (() => SyncSpace | undefined) =>
  () => {
    const at = queue.findIndex(({ id }) => id === watched())
    return at > 0 ? queue.splice(at, 1)[0] : queue.shift()
  }

/**
 * S1.13: the first sync: spaces and people, then of every space the newest messages and the file tree. What an earlier,
 * interrupted one has read is not read again.
 */
export const syncFirst = async (given: Given, first: FirstSync): Promise<Result<void>> => {
  const { context, announce, signal } = given
  first.onProgress({ done: 0, total: null })
  const startedAt = portalNow(context)
  const frame = await syncFrame(given)
  if (!frame.ok) return frame
  const spaces = await context.archive.run('sync.spaces', undefined)
  let done = 0
  first.onProgress({ done, total: spaces.length })
  const outcome = await inLanes(taker([...spaces], first.watched), async (space) => {
    const messages = space.messagesStarted
      ? ok(undefined)
      : tolerant(await syncNewest(context, announce, space.id, signal, { pages: 0, inner: true }))
    if (!messages.ok) return messages
    const files = tolerant(await syncTree(context, announce, space.id, 'unlisted', signal))
    if (!files.ok) return files
    done += 1
    first.onProgress({ done, total: spaces.length })
    return ok(undefined)
  })
  if (outcome.ok) await context.archive.run('sync.keepFact', { name: firstSyncDone, value: startedAt })
  return outcome
}

/** The older messages of every space that has gaps, one space at a time, so that the portal is not pressed. */
export const syncOlder = async (given: Given, watched: () => SpaceId | null): Promise<Result<void>> => {
  const { context, announce, signal } = given
  const spaces = await context.archive.run('sync.spaces', undefined)
  const queue = spaces.filter(({ gaps }) => gaps > 0)
  return inLanes(
    taker(queue, watched),
    async ({ id }) => tolerant(await fillOlder(context, announce, id, signal)),
    1,
  )
}
