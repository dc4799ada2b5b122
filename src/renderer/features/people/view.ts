import type { PersonView } from '../../../core/person.ts'

export const sides = ['all', 'ours', 'clients'] as const
export type Side = (typeof sides)[number]

const isOurs = (role: string): boolean => role === 'staff' || role === 'admin'

/** Without case and accents, so that "muller" finds "Müller". */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Everybody on the side whose name or e-mail holds every word of the query. */
export const findPeople = <Person extends Pick<PersonView, 'name' | 'email' | 'role'>>(
  people: readonly Person[],
  query: string,
  side: Side,
): readonly Person[] => {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  return people.filter((person) => {
    if (side !== 'all' && isOurs(person.role) !== (side === 'ours')) return false
    const text = plain(`${person.name} ${person.email}`)
    return words.every((word) => text.includes(word))
  })
}
