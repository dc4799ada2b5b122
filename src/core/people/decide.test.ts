import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { User, UserId } from '../person.ts'
import { decide } from './decide.ts'
import { planImport } from './import-plan.ts'
import { type ImportChoices, type ImportRow, usualChoices } from './import-row.ts'
import { reportHead, reportLine } from './import-report.ts'
import type { ImportRowView } from './import-views.ts'

const row = (email: string, more: Partial<ImportRow> = {}): ImportRow => ({
  ...{ sourceId: null, line: null, email, firstName: null, lastName: null },
  ...{ phoneNumber: null, role: null, active: null, groups: [], ...more },
})
const user = (id: string, email: string, lastName: string | null = null): User => ({
  ...{ id: id as UserId, email, role: 'client', firstName: null, lastName },
  ...{ phoneNumber: null, avatar: null, createdAt: 0, updatedAt: 0 },
})
const emails = fc.constantFrom('a@x.example', 'A@x.example', 'b@x.example', 'c@x.example')
const rows = fc.array(
  fc.record({
    email: emails,
    id: fc.option(fc.constantFrom('f1', 'f2')),
    name: fc.constantFrom('Ada', 'Bo'),
  }),
  { maxLength: 6 },
)

describe('P1.4: decisions', () => {
  const planOf = (given: readonly ImportRow[], choices: ImportChoices) =>
    planImport({
      ...{ rows: given, links: [], groups: [], choices },
      users: [user('u1', 'b@x.example')],
    }).people

  it('to use one of several rows leaves its doubles out and settles it; taken back, all is as before', () => {
    fc.assert(
      fc.property(rows, fc.nat(5), (given, at) => {
        const all = given.map(({ email, id, name }) => row(email, { sourceId: id, firstName: name }))
        const before = planOf(all, usualChoices)
        const open = before.filter(({ kind }) => kind === 'decision')
        const chosen = open[at % Math.max(1, open.length)]
        if (chosen === undefined) return
        const kept = decide(usualChoices, before, chosen.key, { is: 'keep' })
        const after = planOf(all, kept)
        expect(after.find(({ key }) => key === chosen.key)?.kind).not.toBe('decision')
        for (const one of after) if (kept.decisions[one.key] !== undefined) expect(one.kind).toBe('skipped')
        const back = decide(kept, after, chosen.key, { is: 'open' })
        expect(planOf(all, back)).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })

  it('P1.5: what differs and stays is told beside what changes', () => {
    const given = [row('b@x.example', { firstName: 'Bea', lastName: 'New' })]
    const users = [user('u1', 'b@x.example', 'Old')]
    const plan = (overwrite: ImportChoices['overwrite']) =>
      planImport({ rows: given, users, links: [], groups: [], choices: { ...usualChoices, overwrite } })
        .people
    const first = { field: 'firstName', from: null, to: 'Bea' }
    const last = { field: 'lastName', from: 'Old', to: 'New' }
    expect(plan([])).toMatchObject([{ kind: 'changed', changes: [first], kept: [last] }])
    expect(plan(['lastName'])).toMatchObject([{ kind: 'changed', changes: [first, last], kept: [] }])
  })
})

describe('P1.13: the report', () => {
  it('has the words it is given, the other side’s own last, and no cell a spreadsheet would run', () => {
    const one: ImportRowView = {
      ...{ number: 0, key: 'k', kind: 'new', changes: [], kept: [], reason: null, candidates: [] },
      ...{ phase: 'failed', outcome: null, problem: { code: 'invalid', detail: 'no such, domain' } },
      row: row('=cmd@x.example', { line: 3, firstName: 'Ann' }),
    }
    const words = { line: 'Zeile', failed: 'Fehler', invalid: 'Abgelehnt' }
    expect(reportHead(words)).toBe('Zeile,id,email,firstName,lastName,outcome,reason,said\r\n')
    expect(reportLine(one, words)).toBe(`3,,'=cmd@x.example,Ann,,Fehler,Abgelehnt,"no such, domain"\r\n`)
  })
})
