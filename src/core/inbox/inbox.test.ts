import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SpaceId, spaceSummary, type SpaceSummary } from '../space.ts'
import { inInboxOrder, placeOf, seenUpTo, shelve, type SpaceAction, type SpaceMark, undone } from './shelf.ts'
import type { InboxFilter } from './view.ts'
import { between, openAfter, passes, plainFilter, shown } from './view-rules.ts'

const bare: SpaceMark = {
  spaceId: 'a' as SpaceId,
  readAt: 10,
  unread: false,
  pinnedAt: null,
  doneAt: null,
  snoozedAt: null,
  snoozeUntil: null,
}
const moment = { now: 1_000, portalNow: 900, newestAt: 500 }
const quiet = { news: false, answered: false }

describe('where a space stands', () => {
  it('I1.2 done takes what is there as read, and holds until somebody else writes', () => {
    const done = shelve({ ...bare, unread: true }, { kind: 'done' }, moment)
    expect(done).toMatchObject({ doneAt: 500, readAt: 500, unread: false })
    expect(placeOf(done, quiet, 2_000).standing).toBe('done')
    expect(placeOf(done, { news: true, answered: false }, 2_000).standing).toBe('inbox')
  })

  it('I1.2 a space that was never read is done up to now, by the portal’s clock', () => {
    expect(shelve(bare, { kind: 'done' }, { ...moment, newestAt: null }).doneAt).toBe(900)
  })

  it.each<[number | null, number | null | undefined, number | null]>([
    [500, 400, 400],
    [500, 600, 500],
    [500, null, 0],
    [500, undefined, 500],
    [null, 400, null],
  ])('I1.2 known up to %s and shown up to %s, an action counts up to %s', (known, shown, upTo) => {
    expect(seenUpTo(known, shown)).toBe(upTo)
  })

  it('I1.3 a snooze ends at its time and then counts as a thing of that time', () => {
    const snoozed = shelve(bare, { kind: 'snooze', until: 3_000 }, moment)
    expect(placeOf(snoozed, quiet, 2_999)).toEqual({
      standing: 'snoozed',
      snoozedUntil: 3_000,
      returnedAt: null,
    })
    expect(placeOf(snoozed, quiet, 3_000)).toEqual({
      standing: 'inbox',
      snoozedUntil: null,
      returnedAt: 3_000,
    })
  })

  it.each([3_000, null])(
    'I1.3 the client’s answer ends a snooze until %s, a colleague’s words do not',
    (until) => {
      const snoozed = shelve(bare, { kind: 'snooze', until }, moment)
      expect(placeOf(snoozed, { news: true, answered: false }, 2_000).standing).toBe('snoozed')
      expect(placeOf(snoozed, { news: true, answered: true }, 2_000).standing).toBe('inbox')
    },
  )

  it('I1.4 whatever is done with a space, it is snoozed or done, never both, and a pin is left alone', () => {
    const action = fc.oneof(
      fc
        .constantFrom<SpaceAction['kind']>('done', 'reopen', 'wake', 'read', 'unread')
        .map((kind) => ({ kind })),
      fc.option(fc.nat()).map((until) => ({ kind: 'snooze', until })),
    ) as fc.Arbitrary<SpaceAction>
    fc.assert(
      fc.property(fc.array(action), fc.boolean(), (actions, pinned) => {
        let mark: SpaceMark = { ...bare, pinnedAt: pinned ? 7 : null }
        for (const each of actions) mark = shelve(mark, each, moment)
        expect(mark.doneAt !== null && mark.snoozedAt !== null).toBe(false)
        expect(mark.snoozedAt === null && mark.snoozeUntil !== null).toBe(false)
        expect(mark.pinnedAt).toBe(pinned ? 7 : null)
      }),
    )
  })

  it('I1.5 undoing takes back what the action changed, and nothing that was changed since', () => {
    const before = { ...bare, unread: true }
    const after = shelve(before, { kind: 'done' }, moment)
    const change = { before, after }
    expect(undone(after, change)).toEqual(before)
    expect(undone({ ...after, pinnedAt: 7 }, change)).toEqual({ ...before, pinnedAt: 7 })
    expect(undone({ ...after, readAt: 600 }, change)).toEqual({ ...before, readAt: 600, unread: false })
    const snoozed = shelve(after, { kind: 'snooze', until: null }, moment)
    expect(undone(snoozed, change)).toEqual({ ...snoozed, readAt: 10, unread: true })
  })

  it('I1.4 I1.5 whatever is undone in whatever order, a space is snoozed or done, never both', () => {
    const action = fc.oneof(
      fc.constantFrom<SpaceAction['kind']>('done', 'reopen', 'wake', 'pin', 'read').map((kind) => ({ kind })),
      fc.option(fc.nat()).map((until) => ({ kind: 'snooze', until })),
    ) as fc.Arbitrary<SpaceAction>
    fc.assert(
      fc.property(fc.array(fc.tuple(action, fc.nat(900))), fc.array(fc.nat(20)), (actions, undos) => {
        let mark = bare
        const changes = actions.map(([each, newestAt]) => {
          const before = mark
          mark = shelve(mark, each, { ...moment, newestAt })
          return { before, after: mark }
        })
        for (const index of undos) {
          const change = changes[index]
          if (change !== undefined) mark = undone(mark, change)
        }
        expect(mark.doneAt !== null && mark.snoozedAt !== null).toBe(false)
      }),
    )
  })

  it('A1.5 reading never goes backwards by an action', () => {
    expect(shelve({ ...bare, readAt: 800 }, { kind: 'read' }, moment).readAt).toBe(800)
  })
})

const space = (id: string, more: Partial<SpaceSummary> = {}): SpaceSummary =>
  spaceSummary.parse({
    ...{ id, name: id, newest: null, unread: 0, waiting: null, outgoing: 0, draft: null },
    ...{ standing: 'inbox', pinned: false, snoozedUntil: null, returnedAt: null },
    ...more,
  })
const message = (at: number) => ({ kind: 'message', author: 'x', mine: false, text: '', at }) as const
const ids = (list: readonly SpaceSummary[]): readonly string[] => list.map(({ id }) => id)

describe('the order of the inbox', () => {
  it('I1.1 pins come first, a returned snooze counts as a thing of its time', () => {
    const rows = [
      space('a', { newest: message(90) }),
      space('b', { newest: message(80) }),
      space('c', { newest: message(70), returnedAt: 85 }),
      space('d', { newest: message(10), pinned: true }),
    ]
    expect(ids(inInboxOrder(rows))).toEqual(['d', 'a', 'c', 'b'])
  })
})

describe('views', () => {
  const day = 86_400_000
  const all = [
    space('Harper & Lowe', { unread: 2, waiting: { on: 'us', since: 0 } }),
    space('Müller', { pinned: true, draft: 'Dear' }),
    space('Quiet', { standing: 'done' }),
    space('Later', { standing: 'snoozed', waiting: { on: 'client', since: 0 } }),
  ]
  const by = (filter: Partial<InboxFilter>, now = 0): readonly string[] =>
    all.filter((each) => passes(each, { ...plainFilter, ...filter }, now)).map(({ name }) => name)

  it.each<[Partial<InboxFilter>, readonly string[]]>([
    [{}, ['Harper & Lowe', 'Müller']],
    [{ place: 'done' }, ['Quiet']],
    [{ place: 'snoozed' }, ['Later']],
    [{ place: 'all', waiting: 'client' }, ['Later']],
    [{ unread: true }, ['Harper & Lowe']],
    [{ pinned: true }, ['Müller']],
    [{ ours: 'draft' }, ['Müller']],
    [{ ours: 'outgoing' }, []],
    [{ name: 'MULLER' }, ['Müller']],
    [{ name: 'lowe harper' }, ['Harper & Lowe']],
    [{ unread: true, pinned: true }, []],
  ])('I1.7 %j', (filter, wanted) => {
    expect(by(filter)).toEqual(wanted)
  })

  it('I1.7 whose turn it is counts in whole days', () => {
    expect(by({ waiting: 'us', waitingDays: 2 }, 2 * day - 1)).toEqual([])
    expect(by({ waiting: 'us', waitingDays: 2 }, 2 * day)).toEqual(['Harper & Lowe'])
  })

  it('I1.9 the open space stays in sight although it no longer fits', () => {
    const open = all.find(({ name }) => name === 'Quiet')
    expect(ids(shown(all, plainFilter, open?.id ?? null, 0))).toContain('Quiet')
  })
})

describe('what is open after rows were put away', () => {
  const rows = ['a', 'b', 'c', 'd']
  it.each<[string, readonly string[], string | null, string | null]>([
    ['the next row below', ['b'], 'b', 'c'],
    ['the next that stays', ['b', 'c'], 'b', 'd'],
    ['above, when nothing is below', ['d'], 'd', 'c'],
    ['above, skipping what goes too', ['c', 'd'], 'd', 'b'],
    ['nothing, when nothing is left', rows, 'b', null],
    ['what was open, when it stays', ['a'], 'c', 'c'],
    ['nothing, when nothing was open', ['a'], null, null],
  ])('I1.6 %s', (_, away, open, wanted) => {
    expect(openAfter(rows, new Set(away), open)).toBe(wanted)
  })

  it('selects from one row to another in either direction', () => {
    expect(between(rows, 'd', 'b')).toEqual(['b', 'c', 'd'])
    expect(between(rows, null, 'b')).toEqual(['b'])
    expect(between(rows, 'gone', 'b')).toEqual(['b'])
    expect(between(rows, 'a', 'gone')).toEqual([])
  })
})
