import { expect, test } from 'vitest'
import { personView } from '../../../core/person.ts'
import { findPeople } from './view.ts'

const people = [
  ['u1', 'Jörg Müller', 'client'],
  ['u2', 'Ana Ruiz', 'staff'],
  ['u3', 'Guest', 'guest'],
].map(([id, name, role]) =>
  personView.parse({ id, name, role, email: `${String(id)}@example.com`, phoneNumber: null, spaceCount: 0 }),
)

test('people are found without case and accents, by every word, by name or e-mail', () => {
  expect(findPeople(people, 'muller jorg', 'all').map(({ id }) => id)).toEqual(['u1'])
  expect(findPeople(people, 'U2@', 'all').map(({ id }) => id)).toEqual(['u2'])
  expect(findPeople(people, 'ana müller', 'all')).toEqual([])
})

test('staff and admins are our side, everybody else is not', () => {
  expect(findPeople(people, '', 'ours').map(({ id }) => id)).toEqual(['u2'])
  expect(findPeople(people, '', 'clients').map(({ id }) => id)).toEqual(['u1', 'u3'])
})
