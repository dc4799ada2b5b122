import type { FileId } from '../../core/file.ts'
import { type Failure, fail } from '../../core/failure.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import {
  fullBudget,
  nextPoll,
  type PollState,
  type PollTask,
  slowed,
  sweepInterval,
  type WatchedFolder,
} from '../../core/sync/poll.ts'
import type { PortalContext } from '../context.ts'
import { steadyClock } from '../steady-clock.ts'
import type { Announce } from './announce.ts'
import { syncPeople, syncSpaces } from './directory.ts'
import { asResult } from './failures.ts'
import { syncFolder, syncStalestFolder } from './files.ts'
import type { Gate } from './gate.ts'
import { laneCount } from './lanes.ts'
import { sweepMessages, syncNewest } from './messages.ts'
import { syncOlder } from './whole.ts'

/** Requests a minute that polling may cost (S1.10). */
const requestsPerMinute = 60

/** A poll that finds more than this many pages of news leaves the rest to the next one. */
const pollPages = 3

/** A space that was never swept is swept this long after the program started. */
const firstSweepAfter = 3_600_000

const peopleRequests = 6

type Asked = { messagesAt: number | null; filesAt: number | null; sweptAt: number | null }

export type Polling = {
  /** Polls until it is closed. */
  run(): Promise<void>
  /** What is on screen: a space, and its folder (null: the top level; undefined: none). */
  watch(spaceId: SpaceId | null, folderId: FileId | null | undefined): void
  /** Everything that was asked for counts as due; of files, the folder on screen alone. */
  refresh(): void
  /** On the battery (S1.16). */
  setSaving(saving: boolean): void
  /** The first sync has just read these. */
  directoryRead(): void
}

type Given = {
  readonly context: PortalContext
  readonly announce: Announce
  readonly gate: Gate
  readonly signal: AbortSignal
}

/** S1.10: asks for one thing after the other, a few at once, as core/sync/poll.ts chooses. */
export const createPolling = (given: Given): Polling => {
  const { context, announce, gate, signal } = given
  const { archive, ports } = context
  const { log } = ports
  const clock = steadyClock(ports.clock)
  const startedAt = clock.now()
  const asked = new Map<string, Asked>()
  const underWay = new Set<Promise<void>>()
  let watched: SpaceId | null = null
  let folderId: FileId | null | undefined
  /** The watched space's folders that were on screen. */
  const folders = new Map<string | null, Omit<WatchedFolder, 'id'>>()
  let directoryAt: number | null = null
  let peopleAt: number | null = null
  let directoryCost = 1
  let olderDone = false
  let trip: Failure | undefined
  let saving = false
  let throttles = context.foyer.throttles()
  let budget = fullBudget(requestsPerMinute, startedAt)

  const askedOf = (spaceId: string): Asked => {
    const known = asked.get(spaceId) ?? { messagesAt: null, filesAt: null, sweptAt: null }
    asked.set(spaceId, known)
    return known
  }

  const pollState = async (): Promise<PollState> => ({
    watched,
    folder:
      folderId === undefined ? null : { id: folderId, ...(folders.get(folderId) ?? { at: null, cost: 1 }) },
    directoryAt,
    peopleAt,
    directoryCost,
    saving,
    spaces: (await archive.run('sync.spaces', undefined)).map(({ id, newestAt, messagesSweptAt }) => {
      const { messagesAt, filesAt, sweptAt } = askedOf(id)
      const sweptBefore = messagesSweptAt ?? startedAt - sweepInterval + firstSweepAfter
      return { id, newestAt, messagesAt, filesAt, sweptAt: Math.max(sweptBefore, sweptAt ?? 0) }
    }),
  })

  const note = (task: PollTask, now: number): void => {
    switch (task.kind) {
      case 'directory':
        directoryAt = now
        return
      case 'people':
        peopleAt = now
        return
      case 'messages':
        askedOf(task.spaceId).messagesAt = now
        return
      case 'files':
        askedOf(task.spaceId).filesAt = now
        return
      case 'folder':
        folders.set(task.folderId, { cost: folders.get(task.folderId)?.cost ?? 1, at: now })
        return
      case 'sweep':
        askedOf(task.spaceId).sweptAt = now
    }
  }

  const perform = async (task: PollTask): Promise<Result<{ readonly requests: number }>> => {
    switch (task.kind) {
      case 'directory': {
        const read = await syncSpaces(context, announce, signal)
        if (read.ok) directoryCost = read.value.requests
        return read
      }
      case 'people': {
        const read = await syncPeople(context, announce, signal)
        return read.ok ? ok({ requests: peopleRequests }) : read
      }
      case 'messages':
        return syncNewest(context, announce, task.spaceId as SpaceId, signal, {
          pages: pollPages,
          inner: !olderDone,
        })
      case 'files':
        return syncStalestFolder(context, announce, task.spaceId as SpaceId, signal)
      case 'folder': {
        const read = await syncFolder(
          context,
          announce,
          task.spaceId as SpaceId,
          task.folderId as FileId | null,
          signal,
        )
        const known = folders.get(task.folderId)
        if (read.ok && known !== undefined)
          folders.set(task.folderId, { at: known.at, cost: read.value.requests })
        return read
      }
      case 'sweep':
        return sweepMessages(context, announce, task.spaceId as SpaceId, signal)
    }
  }

  /** A bug in one task must not end the polling: it is logged, and polling pauses as after any trouble. */
  const attempt = async (task: PollTask): Promise<void> => {
    try {
      const outcome = await asResult(() => perform(task))
      // One request was taken from the budget when the task was chosen; the rest is known only now.
      if (outcome.ok) budget = { ...budget, tokens: budget.tokens - (outcome.value.requests - 1) }
      else trip ??= outcome.error
    } catch (error) {
      if (signal.aborted) return
      log.error('sync.task', { task: task.kind, reason: error instanceof Error ? error.name : 'unknown' })
      trip ??= fail('internal')
    }
  }

  const start = (task: PollTask): void => {
    note(task, clock.now())
    const running = attempt(task).finally(() => underWay.delete(running))
    underWay.add(running)
  }

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      await gate.pass()
      const seen = gate.now()
      // S1.15: whoever it was of us that the portal refused, polling is what can wait.
      if (context.foyer.throttles() > throttles) budget = slowed(budget, clock.now())
      throttles = context.foyer.throttles()
      const choice = nextPoll(await pollState(), clock.now(), budget)
      if (choice.do === 'task') {
        budget = choice.budget
        start(choice.task)
        if (underWay.size >= laneCount) await Promise.race(underWay)
      } else await gate.idle(choice.ms, seen)
      if (trip !== undefined) {
        await Promise.all(underWay)
        gate.trouble(trip, false)
        trip = undefined
      }
    }
    await Promise.all(underWay)
  }

  const older = async (): Promise<void> => {
    while (!signal.aborted && !olderDone) {
      await gate.pass()
      const outcome = await asResult(() => syncOlder({ context, announce, signal }, () => watched))
      if (outcome.ok) olderDone = true
      else gate.trouble(outcome.error, true)
    }
  }

  return {
    run: async () => {
      await Promise.all([poll(), older()])
    },
    watch: (spaceId, folder) => {
      if (spaceId !== watched) folders.clear()
      watched = spaceId
      folderId = folder
    },
    refresh: () => {
      directoryAt = null
      for (const [id, times] of asked) {
        times.messagesAt = null
        if (id === watched && folderId === undefined) times.filesAt = null
      }
      const folder = folderId === undefined ? undefined : folders.get(folderId)
      if (folderId !== undefined && folder !== undefined) folders.set(folderId, { ...folder, at: null })
      budget = { ...budget, tokens: Math.max(budget.tokens, budget.perMinute / 2) }
    },
    setSaving: (next) => {
      saving = next
    },
    directoryRead: () => {
      directoryAt = clock.now()
      peopleAt = directoryAt
    },
  }
}
