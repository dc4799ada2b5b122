import { expect, test } from 'vitest'
import { fail } from '../failure.ts'
import { userId } from '../person.ts'
import { fieldOfRefusal } from './field-of-refusal.ts'
import { planSetup, type SetupInput } from './plan-setup.ts'
import { spacePattern } from './space-template.ts'

const ada = { id: userId.parse('u1'), name: 'Ada Byron', role: 'client' }
const bo = { id: userId.parse('u2'), name: 'Bo A/B', role: 'client' }
const staff = { id: userId.parse('s1'), name: 'Sam Staff', role: 'staff' }
const everybody = [ada, bo, staff]

const pattern = spacePattern.parse({
  spaceName: '{{client}} {year}',
  users: ['s1'],
  groups: ['g1'],
  folders: ['Contracts/{year}', '/Letters/'],
  message: 'Welcome to {space}, {client.first}. {me.first}, {date}',
  fields: [{ name: 'Year', value: '2026' }],
})

const plan = (more: Partial<SetupInput> = {}) =>
  planSetup({
    ...{ pattern, people: [ada], roleOf: (id) => everybody.find((each) => each.id === id), had: new Set() },
    ...{ names: [], existing: 'leave', values: {}, me: 'Mia Me', date: '1 May 2026', ...more },
  })

test('P1.25: fields of messages and of the template fill the name, the folders and the message', () => {
  expect(plan()[0]).toEqual({
    ...{ userId: 'u1', person: 'Ada Byron', name: 'Ada Byron 2026', users: ['u1', 's1'], groups: ['g1'] },
    folders: [['Contracts', '2026'], ['Letters']],
    message: 'Welcome to Ada Byron 2026, Ada. Mia, 1 May 2026',
    ...{ unfilled: [], leftOut: null },
  })
})

test('P1.25: a value given once stands for a field of the template, and a slash in a name becomes a hyphen', () => {
  const [row] = plan({ people: [bo], values: { Year: '25/26' } })
  expect(row?.name).toBe('Bo A-B 25-26')
  expect(row?.folders[0]).toEqual(['Contracts', '25-26'])
  expect(row?.message).toContain('Bo A-B 25-26')
})

test('P1.25: a staff member whom a space is for is its client all the same', () => {
  expect(plan({ people: [staff] })[0]?.name).toBe('Sam Staff 2026')
})

test('P1.26: each reason to leave a row out', () => {
  const reason = (more: Partial<SetupInput>) => plan(more).map(({ leftOut }) => leftOut)
  expect(reason({ values: { Year: '' } })).toEqual(['unfilled'])
  expect(reason({ pattern: { ...pattern, spaceName: `{client}${'x'.repeat(254)}` } })).toEqual(['name'])
  expect(reason({ had: new Set([ada.id]) })).toEqual(['had'])
  expect(reason({ names: ['ada byron 2026'] })).toEqual(['exists'])
  expect(reason({ names: ['ada byron 2026'], existing: 'make' })).toEqual([null])
  expect(reason({ people: [ada, bo], pattern: { ...pattern, spaceName: 'Same' } })).toEqual([
    'twice',
    'twice',
  ])
})

test('P1.26: without anybody there is one row, of a space that is nobody’s', () => {
  const made = plan({ people: [], pattern: { ...pattern, spaceName: 'Board', message: '', folders: [] } })
  expect(made).toHaveLength(1)
  expect(made[0]).toMatchObject({ userId: null, name: 'Board', users: ['s1'], leftOut: null })
})

test('P1.20: a refusal stands at the field it names, and at none when it names none or several', () => {
  const field = (detail: string) => fieldOfRefusal(fail('invalid', { detail }))
  expect(field('email: not an e-mail address')).toBe('email')
  expect(field('A user with this email already exists')).toBe('email')
  expect(field('body/first_name must be string')).toBe('firstName')
  expect(field('Phone number is too long')).toBe('phoneNumber')
  expect(field('role: Invalid option: expected one of "guest"|"client"')).toBe('role')
  expect(field('The emailing service is down')).toBeNull()
  expect(field('Neither the phone nor the avatar can be used')).toBeNull()
  expect(fieldOfRefusal(fail('server-error', { detail: 'email' }))).toBeNull()
})
