const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** What can be asked for. `directory`: the list of spaces. `people`: users and groups. */
export type PollTask =
  | { readonly kind: 'messages'; readonly spaceId: string }
  /** The folder of a space that was listed longest ago. */
  | { readonly kind: 'files'; readonly spaceId: string }
  /** One folder (null: the top level), which is on screen. */
  | { readonly kind: 'folder'; readonly spaceId: string; readonly folderId: string | null }
  | { readonly kind: 'sweep'; readonly spaceId: string }
  | { readonly kind: 'directory' }
  | { readonly kind: 'people' }

/** When each thing was last asked for (ms since the epoch); null: never since the program started. */
export type PollState = {
  readonly watched: string | null
  /** The folder of that space which is on screen; null: none is. */
  readonly folder: WatchedFolder | null
  readonly directoryAt: number | null
  readonly peopleAt: number | null
  /** Requests that one reading of the directory costs. */
  readonly directoryCost: number
  /** The computer runs on its battery. */
  readonly saving: boolean
  readonly spaces: readonly PolledSpace[]
}

export type WatchedFolder = {
  /** Null: the top level. */
  readonly id: string | null
  readonly at: number | null
  /** Requests that one listing of it costs. */
  readonly cost: number
}

type PolledSpace = {
  readonly id: string
  /** Its newest message or file. */
  readonly newestAt: number | null
  readonly messagesAt: number | null
  readonly filesAt: number | null
  readonly sweptAt: number | null
}

/**
 * A bucket of requests: `tokens` are left at `at`, and `perMinute` more come every minute, up to that many. `most`: what
 * `perMinute` grows back to after the portal asked for less (S1.15).
 */
export type Budget = {
  readonly tokens: number
  readonly at: number
  readonly perMinute: number
  readonly most: number
}

/** A full one. */
export const fullBudget = (most: number, now: number): Budget => ({
  tokens: most,
  at: now,
  perMinute: most,
  most,
})

export type PollChoice =
  | { readonly do: 'task'; readonly task: PollTask; readonly budget: Budget }
  | { readonly do: 'wait'; readonly ms: number }

/** S1.10: how often a space's messages are asked for: what is open every four seconds, the rest cools with age. */
export const messageInterval = (newestAt: number | null, watched: boolean, now: number): number => {
  if (watched) return 4 * second
  // Nobody wrote yet: somebody may soon.
  if (newestAt === null) return 15 * minute
  const age = now - newestAt
  if (age < hour) return minute
  if (age < day) return 3 * minute
  if (age < 7 * day) return 8 * minute
  if (age < 60 * day) return 15 * minute
  return age < 365 * day ? 30 * minute : hour
}

/** S1.16: on the battery everything is asked for so much less often. */
const savingFactor = 3

/** One folder of a space is listed at a time, the one listed longest ago. */
const fileInterval = (newestAt: number | null, watched: boolean, now: number): number =>
  watched ? 10 * second : 4 * messageInterval(newestAt, false, now)

/** S1.18: the folder on screen, and beside it the others of its space. */
const folderInterval = (cost: number): number => Math.max(1, cost) * 10 * second
const besideFolderInterval = 30 * second

export const sweepInterval = day
const peopleInterval = 15 * minute

/** A slowed budget grows back by this part of its most every minute. */
const growth = 1 / 20
const leastPerMinute = 6

const refill = (budget: Budget, now: number): Budget => {
  const minutes = Math.max(0, now - budget.at) / minute
  const perMinute = Math.min(budget.most, budget.perMinute + minutes * growth * budget.most)
  return {
    ...budget,
    tokens: Math.min(perMinute, budget.tokens + minutes * budget.perMinute),
    perMinute,
    at: now,
  }
}

/** S1.15: the portal said that it is asked too much: half as much from now on, and nothing of what was saved up. */
export const slowed = (budget: Budget, now: number): Budget => {
  const filled = refill(budget, now)
  return {
    ...filled,
    tokens: Math.min(0, filled.tokens),
    perMinute: Math.max(leastPerMinute, filled.perMinute / 2),
  }
}

type Candidate = {
  readonly task: PollTask
  readonly dueAt: number
  readonly interval: number
  readonly newestAt: number
}

const candidate = (
  task: PollTask,
  last: number | null,
  interval: number,
  newestAt: number | null,
): Candidate => ({
  task,
  dueAt: last === null ? -Infinity : last + interval,
  interval,
  newestAt: newestAt ?? 0,
})

const candidates = (state: PollState, now: number): readonly Candidate[] =>
  allCandidates(state, now).map((one) => {
    if (!state.saving || one.dueAt === -Infinity) return one
    const interval = one.interval * savingFactor
    return { ...one, interval, dueAt: one.dueAt + interval - one.interval }
  })

const allCandidates = (state: PollState, now: number): readonly Candidate[] => [
  candidate(
    { kind: 'directory' },
    state.directoryAt,
    Math.max(minute, state.directoryCost * 10 * second),
    Infinity,
  ),
  candidate({ kind: 'people' }, state.peopleAt, peopleInterval, Infinity),
  ...state.spaces.flatMap((space) => {
    const watched = space.id === state.watched
    const { newestAt } = space
    const folder = watched ? state.folder : null
    return [
      candidate(
        { kind: 'messages', spaceId: space.id },
        space.messagesAt,
        messageInterval(newestAt, watched, now),
        watched ? Infinity : newestAt,
      ),
      candidate(
        { kind: 'files', spaceId: space.id },
        space.filesAt,
        folder === null ? fileInterval(newestAt, watched, now) : besideFolderInterval,
        newestAt,
      ),
      ...(folder === null
        ? []
        : [
            candidate(
              { kind: 'folder', spaceId: space.id, folderId: folder.id },
              folder.at,
              folderInterval(folder.cost),
              Infinity,
            ),
          ]),
      ...(space.sweptAt === null
        ? []
        : [candidate({ kind: 'sweep', spaceId: space.id }, space.sweptAt, sweepInterval, newestAt)]),
    ]
  }),
]

/** How overdue, in intervals; what was never asked for comes first, the most recently active of it before the rest. */
const urgency = (one: Candidate, now: number): number =>
  one.dueAt === -Infinity ? Infinity : (now - one.dueAt) / one.interval

const moreUrgent = (a: Candidate, b: Candidate, now: number): boolean => {
  const ofA = urgency(a, now)
  const ofB = urgency(b, now)
  return ofA === ofB ? a.newestAt > b.newestAt : ofA > ofB
}

/**
 * S1.10: what to ask next. The most overdue goes first, so that nothing starves; within the budget, of which a sweep
 * may only use the upper half. When nothing is due or the budget is spent, how long to wait.
 */
export const nextPoll = (state: PollState, now: number, budget: Budget): PollChoice => {
  const filled = refill(budget, now)
  if (filled.tokens < 1) {
    return { do: 'wait', ms: Math.ceil(((1 - filled.tokens) / filled.perMinute) * minute) }
  }
  let best: Candidate | undefined
  let soonest = Infinity
  for (const one of candidates(state, now)) {
    if (one.task.kind === 'sweep' && filled.tokens < filled.perMinute / 2) continue
    if (one.dueAt > now) soonest = Math.min(soonest, one.dueAt)
    else if (best === undefined || moreUrgent(one, best, now)) best = one
  }
  if (best === undefined) return { do: 'wait', ms: Math.min(minute, Math.max(100, soonest - now)) }
  return { do: 'task', task: best.task, budget: { ...filled, tokens: filled.tokens - 1 } }
}
