import { createRandom, type Random } from '../portal/random.ts'

export type FoundryPerson = {
  readonly id: string
  email: string | null
  first_name: string | null
  last_name: string | null
  sso_id: string | null
  employee_id: string | null
  student_id: string | null
  /** An integer here, though a location's own id is a string. */
  location_id: number | null
  active: boolean
  user_rule_set_roles: readonly { readonly rule_set: string; readonly role: string }[]
  category_labels: readonly string[]
  readonly created_at: string
}

export type Assignment = {
  readonly id: string
  readonly userId: string
  readonly name: string
  percent: number
  status: 'not_started' | 'started' | 'completed'
  readonly due_on: string
  /** When it last changed, ms: what `since` is compared with. */
  changedAt: number
}

export type Location = { readonly id: string; readonly name: string; readonly external_id: string }
export type Category = {
  readonly id: string
  readonly name: string
  readonly labels: readonly { readonly id: string; readonly name: string }[]
}

export type Directory = {
  readonly people: FoundryPerson[]
  readonly locations: readonly Location[]
  readonly categories: readonly Category[]
  readonly assignments: Assignment[]
  /** Adds people who sort before everybody, by name and by age: they shift every later page. */
  insert(count: number): void
}

const firstNames = [
  ...['Amara', 'Bjørn', 'Chloé', 'Dmitri', 'Esra', 'Farid', 'Grace', 'Håkon', 'Ines', 'Jürgen', 'Keiko'],
  ...['Liam', 'Mónica', 'Noor', 'Óscar', 'Priya', 'Quentin', 'Renée', 'Søren', 'Tomáš', 'Uma', 'Wei'],
]
const lastNames = [
  ...['Abramov', 'Brontë', 'Castillo', 'de Vries', 'Eriksen', 'Fernández', 'García', 'Hughes', 'Ibrahim'],
  ...['Jansen', 'Kowalski', 'Lindqvist', 'Müller', 'Nakamura', 'O’Neill', 'Petrović', 'Quist', 'Rossi'],
  ...['Silva', 'Tanaka', 'Ueda', 'van den Berg', 'Wójcik', 'Yılmaz', 'Zhang'],
]
const cities = ['Aberdeen', 'Bergen', 'Cádiz', 'Dresden', 'Eindhoven', 'Fribourg', 'Graz', 'Helsinki']
const departments = ['Audit', 'Finance', 'Legal', 'Operations']
const courses = ['Conflict of interest', 'Data protection', 'Workplace safety']

const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()

/** A directory that is the same on every computer. */
export const createDirectory = (count: number, seed: number): Directory => {
  const random = createRandom(seed)
  const locations = cities.map((name, index) => ({
    ...{ id: String(1200 + index * 17), name, external_id: `00${index + 1}` },
  }))
  const categories = [
    {
      id: '31',
      name: 'Department',
      labels: departments.map((name, index) => ({ id: String(3100 + index), name })),
    },
  ]
  const people: FoundryPerson[] = []
  const born = Date.parse('2025-09-01T06:00:00Z')
  const make = (number: number, first: string, last: string): FoundryPerson => ({
    ...{ id: random.uuid(), email: `${ascii(first)}.${ascii(last)}.${number}@people.example` },
    ...{ first_name: first, last_name: last, ...codes(random, number) },
    location_id: random.between(1, 25) === 1 ? null : Number(random.pick(locations).id),
    active: random.between(1, 30) !== 1,
    user_rule_set_roles: [{ rule_set: 'user_rule_set', role: 'faculty_staff_learner' }],
    category_labels: random.between(1, 8) === 1 ? [] : [random.pick(departments)],
    created_at: new Date(born + (number > count ? -number : number) * 61_000).toISOString(),
  })
  for (let number = 1; number <= count; number += 1) {
    people.push(make(number, random.pick(firstNames), random.pick(lastNames)))
  }
  const assignments = people
    .slice(0, Math.min(count, 400))
    .map((person, index) => assignmentOf(person, index, random))
  let inserted = 0
  return {
    ...{ people, locations, categories, assignments },
    insert: (more) => {
      for (let index = 0; index < more; index += 1) {
        inserted += 1
        people.unshift(make(count + inserted, 'Aaa', 'Aaa'))
      }
    },
  }
}

/** Codes with leading zeros, as payrolls have them, or none. */
const codes = (random: Random, number: number) => ({
  sso_id: random.between(1, 3) === 1 ? null : `sso-${number}`,
  employee_id: String(number).padStart(7, '0'),
  student_id: null,
})

const assignmentOf = (person: FoundryPerson, index: number, random: Random): Assignment => {
  const percent = random.pick([0, 20, 60, 100] as const)
  return {
    ...{ id: random.uuid(), userId: person.id, name: random.pick(courses), percent, due_on: '2026-06-30' },
    status: percent === 0 ? 'not_started' : percent === 100 ? 'completed' : 'started',
    changedAt: Date.parse('2026-01-05T00:00:00Z') + index * 1000,
  }
}
