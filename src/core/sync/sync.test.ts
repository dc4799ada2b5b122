import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planFolder } from './folder.ts'
import { coverGaps, type Gap, mergeGaps } from './gaps.ts'
import { bounds, type Listed, planPage } from './page.ts'
import { pauseAfter } from './pause.ts'
import { type Budget, fullBudget, messageInterval, nextPoll, type PollState, slowed } from './poll.ts'
import { isComplete, planSweep } from './sweep.ts'
import { nextStep, pageOf, startWalk, type Walk } from './walk.ts'
import { firstIndex, pageHolding } from './window.ts'

const listed = (...times: readonly number[]): Listed[] =>
  times.map((createdAt) => ({ id: `m${createdAt}`, createdAt }))
const nothing = { ids: new Set<string>(), inside: [], below: null, gaps: [] }

describe('planPage', () => {
  it('S1.4: a first page that ends before anything known leaves a gap below it', () => {
    const actions = planPage({ items: listed(9, 8, 7), first: true, short: false }, { ...nothing, below: 3 })
    expect(actions).toEqual({ remove: [], gaps: [{ upper: 7, lower: 3 }], connected: true })
  })
  it('S1.2: a first page whose last message is known leaves none', () => {
    const known = { ...nothing, ids: new Set(['m7']), below: 3 }
    expect(planPage({ items: listed(9, 8, 7), first: true, short: false }, known).gaps).toEqual([])
  })
  it('S1.3: a short page is the end', () => {
    const known = { ...nothing, gaps: [{ upper: 9, lower: null }] }
    expect(planPage({ items: listed(9, 8), first: true, short: true }, known).gaps).toEqual([])
  })
  it('S1.6: what lies between the ends of a page and is not on it was deleted; equal times are left alone', () => {
    const inside = listed(10, 9, 8, 7, 6)
    const actions = planPage(
      { items: listed(9, 7), first: false, short: false },
      { ...nothing, inside, ids: new Set(['m9']) },
    )
    expect(actions.remove).toEqual(['m8'])
  })
  it('S1.6: a message newer than the newest of the first page was deleted', () => {
    const actions = planPage(
      { items: listed(9, 7), first: true, short: false },
      { ...nothing, inside: listed(10, 9, 7), ids: new Set(['m9', 'm7']) },
    )
    expect(actions.remove).toEqual(['m10'])
  })
  it('S1.6: a page that is not in the order of time says nothing of what is missing', () => {
    const actions = planPage(
      { items: listed(7, 20, 5), first: true, short: false },
      { ...nothing, inside: listed(21, 9, 8, 6), ids: new Set(['m7', 'm5']) },
    )
    expect(actions.remove).toEqual([])
  })
  it('S1.4: a page that joins nothing known moves no gap', () => {
    const gaps = [{ upper: 20, lower: 1 }]
    const actions = planPage({ items: listed(9, 8, 7), first: false, short: false }, { ...nothing, gaps })
    expect(actions).toMatchObject({ gaps, connected: false })
  })
  it('S1.4: a page that joins moves the gap down, and closes it at a known message', () => {
    const gaps = [{ upper: 20, lower: 5 }]
    const joins = { ...nothing, gaps, ids: new Set(['m20']), below: 5 }
    expect(planPage({ items: listed(20, 15, 10), first: false, short: false }, joins).gaps).toEqual([
      { upper: 10, lower: 5 },
    ])
    const reaches = { ...joins, ids: new Set(['m20', 'm4']) }
    expect(planPage({ items: listed(20, 15, 4), first: false, short: false }, reaches).gaps).toEqual([])
  })
})

describe('gaps', () => {
  it('S1.4: overlapping gaps are one, the one that reaches further down wins', () => {
    expect(
      mergeGaps([
        { upper: 5, lower: null },
        { upper: 9, lower: 4 },
      ]),
    ).toEqual([{ upper: 9, lower: null }])
    expect(
      mergeGaps([
        { upper: 3, lower: 1 },
        { upper: 9, lower: 4 },
      ]),
    ).toEqual([
      { upper: 9, lower: 4 },
      { upper: 3, lower: 1 },
    ])
  })
  it('S1.4: a gap above a run stays', () => {
    const gap: Gap = { upper: 30, lower: 20 }
    const run = { connected: () => false, low: 1, lastKnown: true, below: null }
    expect(coverGaps([gap], run)).toEqual([gap])
  })
})

describe('pageHolding', () => {
  it('S1.2: holds the item asked for, and wastes little of the page', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (index) => {
        const page = pageHolding(index)
        const from = firstIndex(page)
        expect(page.pageSize).toBeLessThanOrEqual(100)
        expect(from).toBeLessThanOrEqual(index)
        expect(from + page.pageSize).toBeGreaterThan(index)
        if (index >= 50) expect(from + page.pageSize - index - 1).toBeGreaterThanOrEqual(40)
      }),
    )
  })
})

/** A portal that changes between requests, and an archive kept by the plans alone. */
const simulate = (
  start: number,
  changes: readonly (readonly ('add' | number)[])[],
  times: (n: number) => number,
) => {
  let next = 0
  const portal: Listed[] = []
  const add = (): void => {
    portal.unshift({ id: `id${next}`, createdAt: times(next) })
    next += 1
  }
  for (let count = 0; count < start; count += 1) add()
  const stored = new Map<string, Listed>()
  let gaps: readonly Gap[] = []
  let turn = 0
  const request = (walk: Walk) => {
    const page = pageOf(walk)
    const from = firstIndex(page)
    const before = new Set(stored.keys())
    const items = portal.slice(from, from + page.pageSize)
    for (const change of changes[turn] ?? []) {
      if (change === 'add') add()
      else if (portal.length > 0) portal.splice(change % portal.length, 1)
    }
    turn += 1
    const listing = { items, first: page.pageNumber === 1, short: items.length < page.pageSize }
    const { from: low, to } = bounds(listing)
    const ids = new Set(items.filter(({ id }) => stored.has(id)).map(({ id }) => id))
    const inside = [...stored.values()].filter(
      ({ id, createdAt }) => before.has(id) && createdAt > low && createdAt < to,
    )
    const below = [...stored.values()].map(({ createdAt }) => createdAt).filter((at) => at < low)
    const plan = planPage(listing, {
      ids,
      inside,
      below: below.length === 0 ? null : Math.max(...below),
      gaps,
    })
    for (const id of plan.remove) stored.delete(id)
    for (const item of items) stored.set(item.id, item)
    gaps = plan.gaps
    return { page, items, plan }
  }
  const sweep = (): void => {
    const before = [...stored.keys()]
    const seen = new Set<string>()
    let walk: Walk | 'done' = startWalk(0)
    while (walk !== 'done') {
      const { page, items } = request(walk)
      const connected = page.pageNumber === 1 || items.some(({ id }) => seen.has(id))
      if (connected) for (const { id } of items) seen.add(id)
      walk = nextStep(page, { items: items.length, connected })
    }
    for (const id of planSweep(seen, before).remove) stored.delete(id)
  }
  const fill = (): void => {
    request(startWalk(0))
    for (let gap = gaps[0]; gap !== undefined; gap = gaps[0]) {
      const { upper } = gap
      const above = [...stored.values()].filter(({ createdAt }) => createdAt >= upper).length
      let walk: Walk | 'done' = startWalk(above)
      const open = gaps.length
      while (walk !== 'done' && gaps.length >= open) {
        const { page, items, plan } = request(walk)
        walk = nextStep(page, { items: items.length, connected: plan.connected })
      }
    }
  }
  return { portal, stored, sweep, fill, gaps: () => gaps }
}

const history = fc.array(fc.array(fc.oneof(fc.constant('add' as const), fc.nat(2000)), { maxLength: 8 }), {
  maxLength: 12,
})
const size = fc.integer({ min: 0, max: 700 })

describe('walking a listing that shifts', () => {
  const sorted = (ids: Iterable<string>): string[] => [...ids].sort()

  it('S1.2–S1.6: at quiet the archive equals the portal, whatever was added and deleted meanwhile', () => {
    fc.assert(
      fc.property(size, history, fc.boolean(), (start, changes, ties) => {
        // Times may be equal: imports stamp hundreds of messages with one moment.
        const world = simulate(start, changes, (n) => (ties ? Math.floor(n / 150) : n))
        world.sweep()
        world.sweep()
        for (let turn = 0; turn < changes.length; turn += 1) world.sweep()
        expect(sorted(world.stored.keys())).toEqual(sorted(world.portal.map(({ id }) => id)))
        expect(world.gaps()).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('S1.4: filling gaps loses no message that was there throughout', () => {
    fc.assert(
      fc.property(size, history, (start, changes) => {
        const world = simulate(start, changes, (n) => n)
        world.fill()
        world.fill()
        for (let turn = 0; turn < changes.length; turn += 1) world.fill()
        expect(world.gaps()).toEqual([])
        for (const { id } of world.portal) expect(world.stored.has(id)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('folders', () => {
  it('S1.7: only a listing that nothing moved under deletes', () => {
    const page = (count: number | null, ...ids: string[]) => ({ ids, count })
    expect(planFolder([page(2, 'a', 'b')], ['a', 'c'])).toEqual({ remove: ['c'], complete: true })
    expect(planFolder([page(3, 'a', 'b'), page(3, 'b')], ['a', 'c'])).toEqual({ remove: [], complete: false })
    expect(isComplete([page(3, 'a', 'b'), page(3, 'c')])).toBe(true)
    expect(isComplete([page(3, 'a', 'b'), page(4, 'c')])).toBe(false)
    expect(isComplete([page(null, 'a')])).toBe(true)
    expect(isComplete([page(null, 'a'), page(null, 'b')])).toBe(false)
  })
})

describe('polling', () => {
  const minute = 60_000
  const full = fullBudget(60, 0)
  const state: PollState = {
    watched: null,
    folder: null,
    directoryAt: 0,
    peopleAt: 0,
    directoryCost: 1,
    saving: false,
    spaces: [
      { id: 'old', newestAt: null, messagesAt: null, filesAt: 0, sweptAt: 0 },
      { id: 'fresh', newestAt: 5, messagesAt: null, filesAt: 0, sweptAt: 0 },
    ],
  }
  it('S1.10: never asked for goes first, the most recently active of it before the rest', () => {
    expect(nextPoll(state, 0, full)).toMatchObject({
      do: 'task',
      task: { kind: 'messages', spaceId: 'fresh' },
    })
  })
  it('S1.10: what is on screen is due again after four seconds', () => {
    const polled = {
      ...state,
      watched: 'fresh',
      spaces: state.spaces.map((space) => ({ ...space, messagesAt: 1000, filesAt: 1000, sweptAt: 1000 })),
    }
    expect(nextPoll(polled, 4000, full)).toEqual({ do: 'wait', ms: 1000 })
    expect(nextPoll(polled, 5000, full)).toMatchObject({ task: { kind: 'messages', spaceId: 'fresh' } })
  })
  it('S1.18: the folder on screen comes first when it is opened, then every ten seconds for each of its pages', () => {
    const seen = (at: number | null, cost: number): PollState => ({
      ...state,
      watched: 'fresh',
      folder: { id: 'f', at, cost },
      spaces: state.spaces.map((space) => ({ ...space, messagesAt: 9000, filesAt: 1000, sweptAt: 1000 })),
    })
    const task = { kind: 'folder', spaceId: 'fresh', folderId: 'f' }
    expect(nextPoll(seen(null, 1), 12_000, full)).toMatchObject({ task })
    expect(nextPoll(seen(2000, 1), 12_000, full)).toMatchObject({ task })
    expect(nextPoll(seen(2000, 3), 12_000, full)).toEqual({ do: 'wait', ms: 1000 })
    const later = {
      ...seen(30_000, 3),
      spaces: seen(0, 3).spaces.map((one) => ({ ...one, messagesAt: 30_900 })),
    }
    expect(nextPoll(later, 31_000, full)).toMatchObject({ task: { kind: 'files', spaceId: 'fresh' } })
  })
  it('S1.10: a spent budget waits for the next request to come free', () => {
    expect(nextPoll(state, 0, { ...full, tokens: 0 })).toEqual({ do: 'wait', ms: 1000 })
  })
  it('S1.10: cools from one minute to an hour; where nobody wrote yet it stays at fifteen', () => {
    const days = 24 * 60
    const ages = [0, 2 * 60, 2 * days, 30 * days, 100 * days, 400 * days]
    expect(ages.map((age) => messageInterval(-age * minute, false, 0) / minute)).toEqual([
      1, 3, 8, 15, 30, 60,
    ])
    expect(messageInterval(null, false, 0)).toBe(15 * minute)
  })
  it('S1.15: a throttle halves the budget and spends what was saved up; it grows back by three a minute', () => {
    const once = slowed(full, 0)
    expect(once).toMatchObject({ tokens: 0, perMinute: 30, most: 60 })
    const often = Array.from({ length: 9 }).reduce<Budget>((budget) => slowed(budget, 0), full)
    expect(often.perMinute).toBe(6)
    expect(nextPoll(state, 0, often)).toEqual({ do: 'wait', ms: 10_000 })
    const after = (minutes: number): Budget => {
      const choice = nextPoll(state, minutes * minute, once)
      if (choice.do === 'wait') throw new Error('There is enough by now')
      return choice.budget
    }
    expect(after(1)).toMatchObject({ tokens: 29, perMinute: 33 })
    expect(after(10)).toMatchObject({ tokens: 59, perMinute: 60 })
    expect(after(99)).toMatchObject({ tokens: 59, perMinute: 60 })
  })
  it('S1.16: on the battery a thing is due after three times as long, but what was never asked for at once', () => {
    const polled = {
      ...state,
      watched: 'fresh',
      saving: true,
      spaces: state.spaces.map((space) => ({ ...space, messagesAt: 1000, filesAt: 1000, sweptAt: 1000 })),
    }
    expect(nextPoll(polled, 5000, full)).toEqual({ do: 'wait', ms: 8000 })
    expect(nextPoll(polled, 13_000, full)).toMatchObject({ task: { kind: 'messages', spaceId: 'fresh' } })
    expect(nextPoll({ ...state, saving: true }, 0, full)).toMatchObject({ do: 'task' })
  })
  it('S1.10: over a day no space starves and no minute exceeds the budget', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 }), (count, watchedAt) => {
        let budget = full
        let now = 0
        const asked: number[] = []
        const world = {
          ...state,
          watched: `s${watchedAt}`,
          folder: { id: null, at: null as number | null, cost: 1 },
          spaces: Array.from({ length: count }, (_, index) => ({
            id: `s${index}`,
            newestAt: -index * 3_600_000,
            messagesAt: null as number | null,
            filesAt: null as number | null,
            sweptAt: 0,
          })),
        }
        while (now < 90 * minute) {
          const choice = nextPoll(world, now, budget)
          if (choice.do === 'wait') {
            expect(choice.ms).toBeGreaterThan(0)
            now += choice.ms
            continue
          }
          budget = choice.budget
          asked.push(now)
          const { task } = choice
          if (task.kind === 'directory') world.directoryAt = now
          else if (task.kind === 'people') world.peopleAt = now
          else if (task.kind === 'folder') world.folder = { ...world.folder, at: now }
          else {
            const space = world.spaces.find(({ id }) => id === task.spaceId)
            if (space === undefined) throw new Error('unknown space')
            if (task.kind === 'messages') space.messagesAt = now
            else if (task.kind === 'files') space.filesAt = now
            else space.sweptAt = now
          }
        }
        // A full bucket may go at once, so any minute sees at most a bucket and a minute's refill.
        for (const at of asked)
          expect(asked.filter((other) => other >= at && other < at + minute).length).toBeLessThanOrEqual(121)
        expect(asked.length).toBeLessThanOrEqual(60 * 91)
        for (const space of world.spaces)
          expect(now - (space.messagesAt ?? -Infinity)).toBeLessThan(40 * minute)
      }),
      { numRuns: 10 },
    )
  })
  it('S1.11: backs off as the failure asks', () => {
    expect(pauseAfter({ code: 'forbidden' }, 0)).toEqual({ kind: 'skip' })
    expect(pauseAfter({ code: 'key-refused' }, 0)).toEqual({ kind: 'pause', ms: minute })
    expect(pauseAfter({ code: 'unreachable' }, 0)).toEqual({ kind: 'pause', ms: 5000 })
    expect(pauseAfter({ code: 'unreachable' }, 9)).toEqual({ kind: 'pause', ms: minute })
    expect(pauseAfter({ code: 'throttled', retryAfterMs: 90_000 }, 0)).toEqual({ kind: 'pause', ms: 90_000 })
  })
})
