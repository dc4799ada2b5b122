import type { FoundryPerson } from './directory.ts'
import { refuse } from './refusal.ts'

/** Which pair of page names the stand-in understands: the documentation's, the one seen in use, both, or neither. */
export type PageNames = 'both' | 'number-size' | 'page-per_page' | 'ignored'

const listable = [
  ...['email', 'first_name', 'last_name', 'sso_id', 'employee_id', 'student_id', 'location_id', 'active'],
  ...['user_rule_set_roles', 'category_labels', 'created_at'],
] as const
const filterable = ['email', 'first_name', 'last_name', 'location_id', 'active', 'employee_id'] as const
const sortable = ['email', 'first_name', 'last_name', 'created_at', 'id'] as const

const isOneOf = <T extends string>(known: readonly T[], name: string): name is T =>
  known.some((each) => each === name)

/** The fields a request names. Without the directive the real service is slow; the stand-in refuses, so that it shows. */
export const fieldsOf = (query: URLSearchParams): readonly (typeof listable)[number][] => {
  const named = query.get('fields[users]')
  if (named === null) throw refuse(400, { errors: [{ title: 'fields[users] is missing' }] })
  return named.split(',').map((name) => {
    if (!isOneOf(listable, name)) throw refuse(400, { errors: [{ title: `Unknown field ${name}` }] })
    return name
  })
}

const textOf = (person: FoundryPerson, field: (typeof filterable)[number]): string =>
  person[field] === null ? '' : String(person[field])

/** OR within a field, AND between fields, exact match; only fields of the resource itself. */
export const filterOf = (query: URLSearchParams): ((person: FoundryPerson) => boolean) => {
  const wanted = new Map<(typeof filterable)[number], Set<string>>()
  for (const [name, value] of query) {
    const field = /^filter\[(.+?)\](\[\])?$/.exec(name)?.[1]
    if (field === undefined) continue
    if (!isOneOf(filterable, field)) throw refuse(400, { errors: [{ title: `${field} is not a filter` }] })
    wanted.set(field, (wanted.get(field) ?? new Set()).add(value))
  }
  return (person) => [...wanted].every(([field, values]) => values.has(textOf(person, field)))
}

/** Without a sort the order is nobody's promise: it changes with every request. */
export const sorted = (
  people: readonly FoundryPerson[],
  query: URLSearchParams,
  turn: number,
): readonly FoundryPerson[] => {
  const named = query.get('sort')
  if (named === null) return people.map((_, index) => at(people, (index + turn * 7) % people.length))
  const keys = named.split(',').map((key) => {
    const field = key.replace(/^-/, '')
    if (!isOneOf(sortable, field)) throw refuse(400, { errors: [{ title: `Can't sort by ${field}` }] })
    return { field, sign: key.startsWith('-') ? -1 : 1 }
  })
  return people.toSorted((a, b) => {
    for (const { field, sign } of keys) {
      const [left, right] = [a[field] ?? '', b[field] ?? '']
      if (left !== right) return left < right ? -sign : sign
    }
    return 0
  })
}

const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index]
  if (item === undefined) throw new RangeError(`Nothing at ${index}`)
  return item
}

/** Which page is asked for. Names the service does not know are ignored, as its users have found. */
export const pageOf = (
  query: URLSearchParams,
  names: PageNames,
): { readonly number: number; readonly size: number; readonly pair: readonly [string, string] } => {
  const pairs = [
    ...(names === 'number-size' || names === 'both' ? [['page[number]', 'page[size]'] as const] : []),
    ...(names === 'page-per_page' || names === 'both' ? [['page[page]', 'page[per_page]'] as const] : []),
  ]
  const pair = pairs.find(([number, size]) => query.has(number) || query.has(size))
  if (pair === undefined) return { number: 1, size: 20, pair: pairs[0] ?? ['page[number]', 'page[size]'] }
  const whole = (name: string, otherwise: number): number => {
    const value = Number(query.get(name) ?? otherwise)
    return Number.isInteger(value) && value > 0 ? value : otherwise
  }
  return { number: whole(pair[0], 1), size: Math.min(100, whole(pair[1], 20)), pair }
}
