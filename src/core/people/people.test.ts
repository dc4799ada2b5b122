import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Group, GroupId, User, UserId } from '../person.ts'
import type { Space } from '../space.ts'
import { audienceOf } from './audience.ts'
import { guessColumns, rowsOf } from './csv-columns.ts'
import { emailKey } from './email.ts'
import { type ImportPlan, type Link, type PlanInput, planImport } from './import-plan.ts'
import { type ImportChoices, type ImportRow, personFields, usualChoices } from './import-row.ts'
import { mergeFields, mergeMembers } from './merge.ts'
import { hasShrunk, sumsOf } from './plan-sums.ts'

const user = (id: string, email: string, more: Partial<User> = {}): User => ({
  ...{ id: id as UserId, email, role: 'client', firstName: null, lastName: null },
  ...{ phoneNumber: null, avatar: null, createdAt: 0, updatedAt: 0, ...more },
})
const row = (email: string | null, more: Partial<ImportRow> = {}): ImportRow => ({
  ...{ sourceId: null, line: null, email, firstName: null, lastName: null },
  ...{ phoneNumber: null, role: null, active: null, groups: [], ...more },
})
const plan = (input: Partial<PlanInput>): ImportPlan =>
  planImport({ rows: [], users: [], links: [], groups: [], choices: usualChoices, ...input })
const group = (id: string, name: string, users: readonly string[] = []): Group => ({
  ...{ id: id as GroupId, name, users: [...users] as UserId[], logo: null, createdAt: 0, updatedAt: 0 },
})

const emails = fc.constantFrom(
  'a@x.example',
  'A@x.example ',
  'b@x.example',
  'c+t@x.example',
  'c@x.example',
  '',
  'nobody',
)
const names = fc.option(fc.constantFrom('Ada', 'Bo', ' Ada '))
const anyRow: fc.Arbitrary<ImportRow> = fc.record({
  sourceId: fc.option(fc.constantFrom('f1', 'f2', 'f3', 'f4')),
  line: fc.constant(null),
  email: fc.option(emails),
  firstName: names,
  lastName: names,
  phoneNumber: fc.option(fc.constantFrom('1', '22')),
  role: fc.option(fc.constantFrom('guest', 'staff')),
  active: fc.option(fc.boolean()),
  groups: fc.array(fc.constantFrom('Bergen', 'bergen ', 'Audit'), { maxLength: 2 }),
})
const anyUser = fc.record({
  email: emails,
  firstName: names,
  lastName: names,
  phone: fc.option(fc.constant('9')),
})
const anyChoices: fc.Arbitrary<ImportChoices> = fc.record({
  overwrite: fc.subarray([...personFields]),
  role: fc.constantFrom('client', 'guest'),
  makeDefaultSpace: fc.boolean(),
  invite: fc.boolean(),
  inactive: fc.constantFrom('skip', 'include'),
  decisions: fc.constant({}),
})
const anyInput: fc.Arbitrary<PlanInput> = fc
  .record({
    rows: fc.array(anyRow, { maxLength: 6 }),
    people: fc.array(anyUser, { maxLength: 5 }),
    links: fc.array(fc.tuple(fc.constantFrom('f1', 'f2', 'f3'), fc.nat(6)), { maxLength: 3 }),
    members: fc.subarray(['u0', 'u1', 'u2']),
    choices: anyChoices,
  })
  .map(({ rows, people, links, members, choices }) => ({
    ...{ rows, choices, groups: [group('g1', 'Bergen', members)] },
    users: people.map(({ phone, ...one }, index) =>
      user(`u${index}`, one.email, { ...one, phoneNumber: phone }),
    ),
    links: links.map(([sourceId, index]) => ({ sourceId, userId: `u${index}` as UserId })),
  }))

/** What the portal and the links are after a plan was carried out. */
const applied = (input: PlanInput): PlanInput => {
  const { people, groups } = planImport(input)
  const users = new Map(input.users.map((each) => [each.id, each]))
  const links: Link[] = [...input.links]
  const ids = new Map<string, UserId>()
  for (const person of people) {
    if (person.kind === 'skipped' || person.kind === 'decision') continue
    const id = person.kind === 'new' ? (`new:${person.key}` as UserId) : person.userId
    const before = users.get(id) ?? user(id, person.kind === 'new' ? person.email : '', { role: 'client' })
    const filled =
      person.kind === 'new'
        ? {
            firstName: person.row.firstName,
            lastName: person.row.lastName,
            phoneNumber: person.row.phoneNumber,
          }
        : person.kind === 'changed'
          ? Object.fromEntries(person.changes.map(({ field, to }) => [field, to]))
          : {}
    users.set(id, { ...before, ...filled })
    ids.set(person.key, id)
    const { sourceId } = person.row
    if (sourceId !== null && !links.some((link) => link.sourceId === sourceId))
      links.push({ sourceId, userId: id })
  }
  const after = input.groups.map((each) => ({ ...each }))
  for (const { name, groupId, add } of groups) {
    const added = add.flatMap((key) => ids.get(key) ?? [])
    const there = after.find((each) => each.id === groupId)
    if (there === undefined) after.push(group(`new:${name}`, name, added))
    else there.users = [...there.users, ...added]
  }
  return { ...input, users: [...users.values()], links, groups: after }
}

describe('the import plan', () => {
  it('P1.7: carried out once, the second plan changes nothing', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const again = planImport(applied(input))
        expect(again.people.filter(({ kind }) => kind === 'new' || kind === 'changed')).toEqual([])
        expect(again.groups).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('P1.5, P1.6: nothing is ever erased, and nothing written over that was not chosen', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const after = new Map(applied(input).users.map((each) => [each.id, each]))
        for (const before of input.users) {
          const now = after.get(before.id)
          for (const field of personFields) {
            if ((before[field] ?? '').trim() === '') continue
            expect((now?.[field] ?? '').trim()).not.toBe('')
            if (!input.choices.overwrite.includes(field)) expect(now?.[field]).toBe(before[field])
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('P1.3: names decide nothing: with other names the same people are matched', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const renamed = {
          ...input,
          rows: input.rows.map((each) => ({ ...each, firstName: null, lastName: null })),
        }
        const targets = ({ people }: ImportPlan) =>
          people.map((each) => ('userId' in each ? each.userId : each.kind)).toSorted()
        expect(targets(planImport(renamed))).toEqual(targets(planImport(input)))
      }),
      { numRuns: 200 },
    )
  })

  it('P1.1: the order of rows does not matter', () => {
    fc.assert(
      fc.property(anyInput, fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }), (input, dice) => {
        const shuffled = input.rows
          .map((each, index) => ({ each, at: dice[index] ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ each }) => each)
        expect(planImport({ ...input, rows: shuffled })).toEqual(planImport(input))
      }),
      { numRuns: 200 },
    )
  })

  it('P1.4: no two rows write to one person', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const targets = planImport(input).people.flatMap((each) => {
          if (each.kind === 'new') return [emailKey(each.email)]
          return each.kind === 'changed' || each.kind === 'same' ? [each.userId] : []
        })
        expect(new Set(targets).size).toBe(targets.length)
      }),
      { numRuns: 200 },
    )
  })

  it('P1.3: by link first, then by the address as it is, tags and dots and all', () => {
    const users = [user('u1', 'ann@x.example'), user('u2', 'bob@x.example')]
    const links = [{ sourceId: 'f1', userId: 'u2' as UserId }]
    const kinds = (rows: readonly ImportRow[]) =>
      plan({ users, links, rows }).people.map((each) => ('userId' in each ? each.userId : each.kind))
    expect(kinds([row('renamed@x.example', { sourceId: 'f1' })])).toEqual(['u2'])
    expect(kinds([row(' ANN@x.example')])).toEqual(['u1'])
    expect(kinds([row('ann+tag@x.example')])).toEqual(['new'])
    expect(kinds([row('a.nn@x.example')])).toEqual(['new'])
  })

  it('P1.3, P1.4: what needs a decision says why, and takes one', () => {
    const users = [user('u1', 'ann@x.example'), user('u2', 'bob@x.example')]
    const reason = (input: Partial<PlanInput>) =>
      plan({ users, ...input }).people.map((each) => ('reason' in each ? each.reason : each.kind))
    const gone = [{ sourceId: 'f1', userId: 'u9' as UserId }]
    expect(reason({ links: gone, rows: [row('x@x.example', { sourceId: 'f1' })] })).toEqual(['person-gone'])
    const anew = { ...usualChoices, decisions: { 'id:f1': 'new' } }
    expect(reason({ links: gone, rows: [row('x@x.example', { sourceId: 'f1' })], choices: anew })).toEqual([
      'new',
    ])
    const other = [{ sourceId: 'f1', userId: 'u2' as UserId }]
    const clash = { links: other, rows: [row('ann@x.example', { sourceId: 'f1' })] }
    expect(reason(clash)).toEqual(['link-and-address'])
    expect(reason({ ...clash, choices: { ...usualChoices, decisions: { 'id:f1': 'u1' } } })).toEqual(['same'])
    expect(reason({ ...clash, choices: { ...usualChoices, decisions: { 'id:f1': 'skip' } } })).toEqual([
      'decided',
    ])
    const twins = [row('new@x.example', { firstName: 'A' }), row('NEW@x.example', { firstName: 'B' })]
    expect(reason({ rows: twins })).toEqual(['same-person-twice', 'same-person-twice'])
    const decisions = { 'email:new@x.example#2': 'skip' }
    expect(reason({ rows: twins, choices: { ...usualChoices, decisions } })).toEqual(['new', 'decided'])
  })

  it('P1.6: the inactive are left out unless chosen; no address and a bad one are named', () => {
    const rows = [row('a@x.example', { active: false }), row(null), row('nobody at all')]
    expect(plan({ rows }).people.map((each) => ('reason' in each ? each.reason : each.kind))).toEqual([
      ...['no-email', 'inactive', 'bad-email'],
    ])
    const include = { ...usualChoices, inactive: 'include' } as const
    expect(sumsOf(plan({ rows, choices: include }).people)).toMatchObject({ new: 1, skipped: 2 })
    expect([hasShrunk(79, 100), hasShrunk(80, 100), hasShrunk(0, null)]).toEqual([true, false, false])
  })

  it('P1.8: a group is found by its name or made once, and one of several of that name left alone', () => {
    const rows = ['a', 'b'].map((name) => row(`${name}@x.example`, { groups: [' Bergen', 'Audit'] }))
    const { groups } = plan({
      rows,
      groups: [group('g1', 'bergen'), group('g2', 'Audit'), group('g3', 'AUDIT')],
    })
    expect(groups).toMatchObject([
      { name: 'Audit', ambiguous: true },
      { name: 'bergen', groupId: 'g1', ambiguous: false, add: ['email:a@x.example', 'email:b@x.example'] },
    ])
    expect(plan({ rows }).groups).toMatchObject([{ groupId: null, name: 'Audit' }, { name: 'Bergen' }])
  })
})

describe('P1.14: three ways', () => {
  const ids = fc.subarray(['a', 'b', 'c', 'd', 'e', 'f'])

  it('both sides’ additions and removals are kept, whoever was first', () => {
    fc.assert(
      fc.property(ids, ids, ids, (base, mine, theirs) => {
        const merged = mergeMembers(base, mine, theirs)
        expect(merged.toSorted()).toEqual(mergeMembers(base, theirs, mine).toSorted())
        for (const side of [mine, theirs]) {
          for (const id of side) if (!base.includes(id)) expect(merged).toContain(id)
          for (const id of base) if (!side.includes(id)) expect(merged).not.toContain(id)
        }
        for (const id of base) if (mine.includes(id) && theirs.includes(id)) expect(merged).toContain(id)
        expect(mergeMembers(base, merged, theirs).toSorted()).toEqual(merged.toSorted())
      }),
      { numRuns: 400 },
    )
  })

  it('a value that both changed differently clashes; one that one side changed does not', () => {
    const merged = mergeFields(
      ['name', 'logo'],
      { name: 'A', logo: null },
      { name: 'B', logo: 'x' },
      { name: 'C', logo: null },
    )
    expect(merged).toEqual({
      changes: { logo: 'x' },
      clashes: [{ field: 'name', base: 'A', mine: 'B', theirs: 'C' }],
    })
    expect(mergeFields(['name'], { name: 'A' }, { name: 'B' }, { name: 'B' })).toEqual({
      changes: {},
      clashes: [],
    })
  })
})

describe('P1.15: who can see a space', () => {
  it('names every way, clients first, and admins', () => {
    const users = [
      user('u1', 'a@x.example', { role: 'admin' }),
      user('u2', 'b@x.example'),
      user('u3', 'c@x.example'),
    ]
    const space: Pick<Space, 'members'> = {
      members: { users: ['u2' as UserId], groups: ['g1' as GroupId, 'gone' as GroupId] },
    }
    const seen = audienceOf(space, users, [{ ...group('g1', 'Board', ['u2']), builtIn: false }])
    expect(seen.map(({ user: { id }, ways }) => [id, ways.map(({ kind }) => kind)])).toEqual([
      ['u2', ['member', 'group']],
      ['u1', ['admin']],
    ])
  })
})

describe('P1.16: columns', () => {
  const table = (...lines: readonly (readonly string[])[]) => ({
    records: lines.map((cells, index) => ({ line: index + 1, cells })),
  })

  it('are found by their headings, in any order and under usual names', () => {
    const read = table(
      ['Nachname', 'E-Mail', 'Vorname', 'Notes', 'Team'],
      ['Poe', ' p@x.example ', 'Pia', 'x', 'A; B'],
    )
    const { columns, headed } = guessColumns(read)
    expect([columns, headed]).toEqual([{ lastName: 0, email: 1, firstName: 2, groups: 4 }, true])
    expect(rowsOf(read, columns, headed)).toMatchObject([
      { line: 2, email: 'p@x.example', firstName: 'Pia', lastName: 'Poe', groups: ['A', 'B'] },
    ])
  })

  it('without a heading the addresses show which column is theirs', () => {
    const read = table(['Pia', 'p@x.example'], ['Bo', 'b@x.example'])
    expect(guessColumns(read)).toEqual({ columns: { email: 1 }, headed: false })
    expect(rowsOf(read, { email: 1 }, false)).toHaveLength(2)
  })

  it('a table makes no admins, and knows who is not active', () => {
    const read = table(
      ['email', 'role', 'active'],
      ['a@x.example', 'Admin', 'no'],
      ['b@x.example', 'Staff', 'yes'],
      ['', '', ''],
    )
    const { columns, headed } = guessColumns(read)
    expect(rowsOf(read, columns, headed)).toMatchObject([
      { role: null, active: false },
      { role: 'staff', active: true },
    ])
  })
})
