import { fail } from '../../core/failure.ts'
import { afterPage } from '../../core/foundry/paging.ts'
import type { FoundryPerson, FoundryReading } from '../../core/foundry/records.ts'
import type { PageNames } from '../../core/foundry/settings.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { AskFoundry } from './request.ts'
import { peopleWire } from './wire.ts'

/** Which people: of any of these locations (none named: of all), active or not (null: either). */
export type PeopleFilter = { readonly locationIds: readonly string[]; readonly active: boolean | null }

export type PeopleOptions = {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((read: number, total: number | null) => void) | undefined
}

const pageSize = 100
/** So that the query stays well below what servers take. */
const locationsAtOnce = 40

const fields =
  'email,first_name,last_name,sso_id,employee_id,student_id,location_id,active,user_rule_set_roles,category_labels'

const pairs: Readonly<Record<PageNames, readonly [string, string]>> = {
  'number-size': ['page[number]', 'page[size]'],
  'page-per_page': ['page[page]', 'page[per_page]'],
}

type Pass = {
  readonly people: Map<string, FoundryPerson>
  readonly total: number | null
  readonly names: PageNames
}

/** F1.7 to F1.10: everybody who fits, each once. `names` is the pair to begin with; the answer says which one works. */
export const readPeople = async (
  ask: AskFoundry,
  filter: PeopleFilter,
  names: PageNames,
  options: PeopleOptions = {},
): Promise<Result<FoundryReading & { readonly names: PageNames }>> => {
  const groups = chunks(filter.locationIds, locationsAtOnce)
  const people = new Map<string, FoundryPerson>()
  let working = names
  let total: number | null = 0
  let complete = true
  for (const locationIds of groups) {
    const read = await readPart(ask, { ...filter, locationIds }, working, options)
    if (!read.ok) return read
    working = read.value.names
    complete &&= read.value.complete
    total = total === null || read.value.total === null ? null : total + read.value.total
    for (const person of read.value.people) people.set(person.id, person)
  }
  return ok({ people: [...people.values()], total, complete, names: working })
}

const chunks = (ids: readonly string[], size: number): readonly (readonly string[])[] => {
  if (ids.length === 0) return [[]]
  const parts: string[][] = []
  for (let from = 0; from < ids.length; from += size) parts.push(ids.slice(from, from + size))
  return parts
}

/** One filter's people; a filter that is too long is asked in halves. */
const readPart = async (
  ask: AskFoundry,
  filter: PeopleFilter,
  names: PageNames,
  options: PeopleOptions,
): Promise<Result<FoundryReading & { readonly names: PageNames }>> => {
  let known = new Map<string, FoundryPerson>()
  let working = names
  for (let passes = 1; ; passes += 1) {
    const read = await readOnce(ask, filter, working, options, known)
    if (!read.ok) {
      const { locationIds } = filter
      if (read.error.code !== 'foundry-too-long' || locationIds.length < 2) return read
      const half = Math.ceil(locationIds.length / 2)
      const first = await readPart(
        ask,
        { ...filter, locationIds: locationIds.slice(0, half) },
        working,
        options,
      )
      if (!first.ok) return first
      const rest = { ...filter, locationIds: locationIds.slice(half) }
      const second = await readPart(ask, rest, first.value.names, options)
      if (!second.ok) return second
      return ok({
        people: [...first.value.people, ...second.value.people],
        total:
          first.value.total === null || second.value.total === null
            ? null
            : first.value.total + second.value.total,
        complete: first.value.complete && second.value.complete,
        names: second.value.names,
      })
    }
    const { total } = read.value
    known = read.value.people
    working = read.value.names
    const complete = total === null || known.size >= total
    // Rows that shifted may have been missed between two pages: once more finds them.
    if (complete || passes === 2) return ok({ people: [...known.values()], total, complete, names: working })
  }
}

const readOnce = async (
  ask: AskFoundry,
  filter: PeopleFilter,
  names: PageNames,
  { signal, onProgress }: PeopleOptions,
  before: ReadonlyMap<string, FoundryPerson>,
  switched = false,
): Promise<Result<Pass>> => {
  const seen = new Map<string, FoundryPerson>()
  const merged = new Map(before)
  let firstIds: readonly string[] = []
  let link: string | null = null
  let total: number | null = null
  for (let number = 1; ;) {
    const asked = { path: 'admin/users', query: queryOf(filter, names, number), schema: peopleWire, signal }
    const answer = await ask(link === null ? asked : { ...asked, link })
    if (!answer.ok) return answer
    const { data, links, meta } = answer.value ?? { data: [], links: { next: null }, meta: null }
    total = meta?.total_count ?? total
    const ids = data.map(({ id }) => id)
    if (number === 1) firstIds = ids
    const next = afterPage(
      { asked: pageSize, number, firstIds, seen: new Set(seen.keys()), switched },
      { ids, next: links?.next, total },
    )
    for (const person of data) {
      seen.set(person.id, person)
      merged.set(person.id, person)
    }
    onProgress?.(merged.size, total)
    switch (next.kind) {
      case 'done':
        return ok({ people: merged, total, names })
      case 'ignored':
        return err(fail('foundry-paging'))
      case 'switch': {
        const other: PageNames = names === 'number-size' ? 'page-per_page' : 'number-size'
        return readOnce(ask, filter, other, { signal, onProgress }, before, true)
      }
      case 'page':
        number = next.number
        link = next.link
    }
  }
}

const queryOf = (
  { locationIds, active }: PeopleFilter,
  names: PageNames,
  number: number,
): readonly (readonly [string, string])[] => {
  const [numberName, sizeName] = pairs[names]
  return [
    ['fields[users]', fields],
    ...(locationIds.length === 1
      ? [['filter[location_id]', locationIds[0] ?? ''] as const]
      : locationIds.map((id) => ['filter[location_id][]', id] as const)),
    ...(active === null ? [] : [['filter[active]', String(active)] as const]),
    ['sort', 'created_at,id'],
    [numberName, String(number)],
    [sizeName, String(pageSize)],
  ]
}
