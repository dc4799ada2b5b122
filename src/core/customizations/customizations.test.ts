import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { App, AppId } from '../app.ts'
import type { FoundryProgress } from '../foundry/records.ts'
import type { UserId } from '../person.ts'
import { type Config, differences, rebase, sameValue, touchedKeys, valueAt, withEdits } from './config.ts'
import { isAddress, knownFields } from './known-fields.ts'
import { guessMapping, planChanges, rowsOfTable, type TableRow, wishesOf } from './table.ts'
import { standingsByPerson, statusOf } from './training.ts'

const keys = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor')
const anyValue = fc.jsonValue({ maxDepth: 2 })
const anyConfig: fc.Arbitrary<Config> = fc
  .uniqueArray(fc.tuple(keys, anyValue), { selector: ([key]) => key, maxLength: 4 })
  .map((entries) => Object.fromEntries(entries))
const anyState = fc.option(anyConfig)

const shuffledKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffledKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, held]) => [key, shuffledKeys(held)]),
  )
}

describe('what differs', () => {
  it('C1.1: the order of keys does not count, that of a list does, and null is a value', () => {
    fc.assert(fc.property(anyValue, (value) => sameValue(value, shuffledKeys(value))))
    expect(sameValue([1, 2], [2, 1])).toBe(false)
    expect(sameValue({ a: null }, {})).toBe(false)
    expect(sameValue({ a: undefined }, { b: undefined })).toBe(false)
  })

  it('C1.2: key by key, into objects and not into lists', () => {
    expect(
      differences(
        { a: 1, deep: { x: 1, y: [1] }, gone: true },
        { deep: { y: [1, 2], x: 1 }, a: 2, fresh: null },
      ),
    ).toEqual([
      { path: ['a'], kind: 'changed', from: 1, to: 2 },
      { path: ['deep', 'y'], kind: 'changed', from: [1], to: [1, 2] },
      { path: ['fresh'], kind: 'added', to: null },
      { path: ['gone'], kind: 'removed', from: true },
    ])
    fc.assert(
      fc.property(anyState, anyState, (a, b) => {
        expect(differences(a, b).length === 0).toBe(touchedKeys(a, b).length === 0)
        expect(differences(b, a)).toHaveLength(differences(a, b).length)
      }),
    )
  })
})

describe('a change on what is there now', () => {
  it('C1.5: leads to the new values where nobody was quicker, and is done once it is done', () => {
    fc.assert(
      fc.property(anyState, anyConfig, (before, after) => {
        const first = rebase(before, before, after)
        if (touchedKeys(before, after).length === 0) expect(first).toEqual({ kind: 'there' })
        else expect(first).toEqual({ kind: 'write', config: after })
        expect(rebase(after, before, after)).toEqual({ kind: 'there' })
      }),
    )
  })

  it('C1.3, C1.5: what others changed is kept, or named and nothing written', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (before, after, now) => {
        const result = rebase(now, before, after)
        const touched = touchedKeys(before, after)
        const clashing = touched.filter(
          (key) =>
            !sameValue(valueAt(now, key), valueAt(before, key)) &&
            !sameValue(valueAt(now, key), valueAt(after, key)),
        )
        expect(result.kind === 'clash' ? result.keys : []).toEqual(clashing)
        if (result.kind !== 'write') return
        for (const key of ['a', 'b', 'c', '__proto__', 'constructor']) {
          const source = touched.includes(key) ? after : now
          expect(sameValue(valueAt(result.config, key), valueAt(source, key))).toBe(true)
        }
      }),
    )
  })

  it('C1.11, C1.12: rolled back, it is as it was; without a configuration before there is none after', () => {
    fc.assert(
      fc.property(anyState, anyConfig, (before, after) => {
        const written = rebase(before, before, after)
        if (written.kind !== 'write') return
        const back = rebase(written.config, written.config, before)
        expect(back).toEqual({ kind: 'write', config: before })
      }),
    )
    expect(rebase({ url: '/a' }, { url: '/a' }, null)).toEqual({ kind: 'write', config: null })
    expect(rebase({ url: '/a', theirs: 1 }, { url: '/a' }, null)).toEqual({
      ...{ kind: 'write', config: { theirs: 1 } },
    })
    expect(rebase(null, { url: '/a' }, null)).toEqual({ kind: 'there' })
  })

  it('C1.3: changes of different keys come out alike whichever is first', () => {
    fc.assert(
      fc.property(anyConfig, anyValue, anyValue, (base, mine, theirs) => {
        const one = withEdits(base, new Map([['mine', { to: mine }]]))
        const other = withEdits(base, new Map([['theirs', { to: theirs }]]))
        const both = (first: Config, second: Config): Config | null => {
          const result = rebase(first, base, second)
          return result.kind === 'write' ? result.config : first
        }
        expect(sameValue(both(one, other), both(other, one))).toBe(true)
      }),
    )
  })
})

const table = (...lines: readonly (readonly string[])[]) => ({
  records: lines.map((cells, index) => ({ line: index + 1, cells })),
})
const people = [
  { id: 'u1' as UserId, email: 'Ada@x.example' },
  { id: 'u2' as UserId, email: 'bo@x.example' },
  { id: 'u3' as UserId, email: 'cy@x.example' },
  { id: 'u4' as UserId, email: 'cy@x.example' },
]

describe('tables', () => {
  const read = (...lines: readonly (readonly string[])[]) => {
    const given = table(...lines)
    return rowsOfTable(given, guessMapping(given).mapping)
  }

  it('C1.14: columns become keys under their headings, as what they seem to hold', () => {
    const given = table(
      ['E-Mail', 'First name', 'url', 'seats', 'vip', 'code', 'extra'],
      [' ada@x.example ', 'Ada', ' /one ', '3', 'true', '007', '{"a":1}'],
      ['bo@x.example', 'Bo', '/two', '-4.5', 'false', '12', '[1]'],
    )
    const { mapping, headings } = guessMapping(given)
    expect(mapping.columns.map(({ key, type }) => [key, type])).toEqual([
      ...[['url', 'text'] as const, ['seats', 'number'] as const, ['vip', 'boolean'] as const],
      ...[['code', 'text'] as const, ['extra', 'json'] as const],
    ])
    expect([mapping.email, headings[1]]).toEqual([0, 'First name'])
    const [first] = rowsOfTable(given, mapping)
    expect(withEdits(null, first?.edits ?? new Map())).toEqual({
      ...{ url: '/one', seats: 3, vip: true, code: '007', extra: { a: 1 } },
    })
  })

  it('C1.15: an empty cell changes nothing, or removes the key where that was chosen', () => {
    const given = table(['email', 'url', 'note'], ['ada@x.example', '', 'x'])
    const { mapping } = guessMapping(given)
    const changed = (blank: 'keep' | 'remove') => {
      const wishes = wishesOf(rowsOfTable(given, { ...mapping, blank }), people)
      const [only] = planChanges(wishes, new Map([['u1' as UserId, { url: '/a', kept: 1 }]]))
      return only?.kind === 'set' ? only.after : null
    }
    expect(changed('keep')).toEqual({ url: '/a', kept: 1, note: 'x' })
    expect(changed('remove')).toEqual({ kept: 1, note: 'x' })
  })

  it('C1.16: whoever can’t be found, a bad value and lines that disagree are left out with the reason', () => {
    const given = table(
      ['email', 'seats'],
      ...[
        ['', '1'],
        ['nobody', '1'],
        ['who@x.example', '1'],
        ['cy@x.example', '1'],
      ],
      ...[
        ['ada@x.example', '1'],
        ['ADA@x.example', '1'],
        ['bo@x.example', '1'],
        ['bo@x.example', '2'],
      ],
      ['ada@x.example', 'many'],
    )
    const { mapping } = guessMapping(given)
    const typed = {
      ...mapping,
      columns: mapping.columns.map((each) => ({ ...each, type: 'number' as const })),
    }
    const wishes = wishesOf(rowsOfTable(given, typed), people)
    expect(wishes.map((wish) => [wish.line, 'reason' in wish ? wish.reason : wish.userId])).toEqual([
      ...[[2, 'no-email'] as const, [3, 'bad-email'] as const, [4, 'no-person'] as const],
      ...[[5, 'several-people'] as const, [6, 'u1'] as const, [7, 'again'] as const],
      ...[[8, 'differs'] as const, [9, 'differs'] as const, [10, 'bad-value'] as const],
    ])
    expect(wishes.at(-1)).toMatchObject({ column: 'seats' })
  })

  it('C1.17, C1.4: the order of lines and columns is nothing; after it was written there is nothing to do', () => {
    const cell = fc.constantFrom('', '/a', '/b')
    const line = fc.tuple(fc.constantFrom('ada@x.example', 'bo@x.example', 'BO@x.example'), cell, cell)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), anyState, (lines, there) => {
        const configs = new Map([['u1' as UserId, there]])
        const result = (rows: readonly TableRow[]) => {
          const planned = planChanges(wishesOf(rows, people), configs)
          return new Map(
            planned.flatMap((one) => (one.kind === 'set' ? [[one.userId, one.after] as const] : [])),
          )
        }
        const forward = result(read(['email', 'x', 'y'], ...lines))
        const backward = result(
          read(['y', 'email', 'x'], ...lines.toReversed().map(([email, x, y]) => [y, email, x])),
        )
        expect(sameValue(Object.fromEntries(forward), Object.fromEntries(backward))).toBe(true)
        const after = new Map([...configs, ...forward])
        const again = planChanges(wishesOf(read(['email', 'x', 'y'], ...lines), people), after)
        expect(again.filter(({ kind }) => kind === 'set')).toEqual([])
      }),
    )
  })
})

const standing = (userId: string, name: string, more: Partial<FoundryProgress> = {}): FoundryProgress => ({
  ...{ userId, email: null, assignmentId: `${userId}-${name}`, name, status: 'started' },
  ...{ percent: 20, dueOn: '2026-06-30', pastDue: false, ...more },
})

describe('training status', () => {
  it('C1.20: counts, the next date, and courses by name, whatever the order they came in', () => {
    const all = [
      standing('f1', 'Safety', { status: 'completed', percent: 100 }),
      standing('f1', 'Data protection', { dueOn: '2026-03-01', pastDue: true }),
      standing('f1', 'Ethics', { status: null, percent: 100, dueOn: '2026-01-01' }),
    ]
    const status = statusOf(all)
    expect(status).toMatchObject({ assigned: 3, completed: 2, pastDue: 1, nextDue: '2026-03-01' })
    expect(status.courses.map(({ name }) => name)).toEqual(['Data protection', 'Ethics', 'Safety'])
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3 }), (some) => sameValue(statusOf(some), status)),
    )
    expect(statusOf([])).toEqual({ assigned: 0, completed: 0, pastDue: 0, nextDue: null, courses: [] })
  })

  it('C1.19: a link counts before an address, an address of several people leads to nobody', () => {
    const found = standingsByPerson(
      [
        standing('f1', 'A', { email: 'bo@x.example' }),
        standing('f2', 'A', { email: ' BO@x.example' }),
        standing('f3', 'A', { email: 'cy@x.example' }),
        standing('f4', 'A', { email: null }),
      ],
      { links: [{ sourceId: 'f1', userId: 'u1' as UserId }], users: people },
    )
    expect([...found.people].map(([id, standings]) => [id, standings.length])).toEqual([
      ['u1', 1],
      ['u2', 1],
    ])
    expect(found.strangers).toBe(2)
  })
})

describe('the form', () => {
  const link: App = {
    ...{ id: 'a' as AppId, configType: 'user', label: 'Payroll', icon: null, route: null },
    ...{ appType: 'link', effectiveRoute: null, createdAt: 0, updatedAt: 0 },
  }

  it('has the address of a link or an embed, and the plain values that stand there', () => {
    expect(knownFields(link, null)).toEqual([{ key: 'url', kind: 'address' }])
    expect(
      knownFields({ ...link, appType: 'form' }, { n: 1, on: false, t: 'x', o: {}, l: [], u: null }),
    ).toEqual([
      { key: 'n', kind: 'number' },
      { key: 'on', kind: 'boolean' },
      { key: 't', kind: 'text' },
    ])
  })

  it('takes web addresses and paths of the portal', () => {
    const good = ['https://pay.example', 'http://pay.example/a?b=1', '/courses']
    const bad = ['', 'pay.example', '//pay.example', 'https://', 'javascript:alert(1)', '/a b', 'https://?x']
    expect([good.filter((text) => !isAddress(text)), bad.filter(isAddress)]).toEqual([[], []])
  })
})
