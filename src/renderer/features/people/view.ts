import type { PersonView } from '../../../core/person.ts'

export const sides = ['all', 'ours', 'clients'] as const
export type Side = (typeof sides)[number]

const isOurs = (role: string): boolean => role === 'staff' || role === 'admin'

/** Without case and accents, so that "muller" finds "Müller". */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Everybody on the side whose name or e-mail holds every word of the query. */
export const findPeople = (
  people: readonly PersonView[],
  query: string,
  side: Side,
): readonly PersonView[] => {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  return people.filter((person) => {
    if (side !== 'all' && isOurs(person.role) !== (side === 'ours')) return false
    const text = plain(`${person.name} ${person.email}`)
    return words.every((word) => text.includes(word))
  })
}
