import type { FoundryLocation, FoundryPerson } from '../foundry/records.ts'
import type { ImportRow } from './import-row.ts'

/** Which groups an import makes of what Foundry knows. */
export type FoundryGroups = 'none' | 'location' | 'label'

/** People of Foundry as rows of an import. `label`: only those who carry it. */
export const rowsOfFoundry = (
  people: readonly FoundryPerson[],
  locations: readonly FoundryLocation[],
  { groups, label }: { readonly groups: FoundryGroups; readonly label: string | null },
): readonly ImportRow[] => {
  const names = new Map(locations.map(({ id, name }) => [id, name]))
  const groupsOf = (person: FoundryPerson): string[] => {
    if (groups === 'label') return [...person.labels]
    const place = person.locationId === null ? undefined : names.get(person.locationId)
    return groups === 'none' || place === undefined ? [] : [place]
  }
  return people
    .filter(({ labels }) => label === null || labels.includes(label))
    .map((person) => ({
      ...{ sourceId: person.id, line: null, email: person.email, firstName: person.firstName },
      ...{ lastName: person.lastName, phoneNumber: null, role: null, active: person.active },
      groups: groupsOf(person),
    }))
}
