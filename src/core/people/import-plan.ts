import type { Group, GroupId, User, UserId } from '../person.ts'
import { emailKey, isEmail } from './email.ts'
import {
  decidedNew,
  decidedSkip,
  type ImportChoices,
  type ImportRow,
  type PersonField,
  personFields,
} from './import-row.ts'

export type FieldChange = { readonly field: PersonField; readonly from: string | null; readonly to: string }

export type DecisionReason =
  /** Several rows lead to the same person or address (P1.4). */
  | 'same-person-twice'
  /** The linked person has left the portal (P1.3). */
  | 'person-gone'
  /** The link leads to one person, the address to another (P1.3). */
  | 'link-and-address'
  /** Two people of the portal have this address. */
  | 'address-of-several'

export type SkipReason = 'no-email' | 'bad-email' | 'inactive' | 'decided'

/** What an import would do with one row. `key` names the row, the same whatever the order of rows. */
export type PlannedPerson = { readonly key: string; readonly row: ImportRow } & (
  | { readonly kind: 'new'; readonly email: string; readonly role: string }
  | {
      readonly kind: 'changed'
      readonly userId: UserId
      readonly changes: readonly FieldChange[]
      /** What differs and stays as the portal has it (P1.5). */
      readonly kept: readonly FieldChange[]
    }
  | { readonly kind: 'same'; readonly userId: UserId; readonly kept: readonly FieldChange[] }
  | { readonly kind: 'decision'; readonly reason: DecisionReason; readonly candidates: readonly UserId[] }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
)

export type PlannedGroup = {
  readonly name: string
  /** Null: it is created. */
  readonly groupId: GroupId | null
  /** Keys of the rows whose people belong to it and, as far as is known, are not in it yet. */
  readonly add: readonly string[]
  /** Several groups are called so: it is left alone (P1.8). */
  readonly ambiguous: boolean
}

export type ImportPlan = {
  readonly people: readonly PlannedPerson[]
  readonly groups: readonly PlannedGroup[]
}

export type Link = { readonly sourceId: string; readonly userId: UserId }

export type PlanInput = {
  readonly rows: readonly ImportRow[]
  readonly users: readonly User[]
  readonly links: readonly Link[]
  readonly groups: readonly Group[]
  readonly choices: ImportChoices
}

/** P1.1 to P1.8: what an import would do. Pure; the same for any order of rows. */
export const planImport = (input: PlanInput): ImportPlan => {
  const keyed = withKeys(input.rows)
  const found = keyed.map(({ key, row }) => matchRow(key, row, input, indexes(input)))
  // An address that the source has for somebody is not taken away from whoever has it.
  const spoken = new Set(input.rows.map(({ email }) => emailKey(email ?? '')))
  const people = resolveDoubles(found).map((match) => plannedOf(match, input.choices, spoken))
  return { people, groups: planGroups(people, input.groups) }
}

type Indexes = {
  readonly byId: ReadonlyMap<string, User>
  readonly byEmail: ReadonlyMap<string, readonly User[]>
  readonly linked: ReadonlyMap<string, UserId>
}

const cache = new WeakMap<PlanInput, Indexes>()

const indexes = (input: PlanInput): Indexes => {
  const known = cache.get(input)
  if (known !== undefined) return known
  const byEmail = new Map<string, User[]>()
  for (const user of input.users) {
    const key = emailKey(user.email)
    const same = byEmail.get(key)
    if (same === undefined) byEmail.set(key, [user])
    else same.push(user)
  }
  const made: Indexes = {
    byId: new Map(input.users.map((user) => [user.id, user])),
    byEmail,
    linked: new Map(input.links.map(({ sourceId, userId }) => [sourceId, userId])),
  }
  cache.set(input, made)
  return made
}

/** Rows in an order of their own, each with a key. Equal rows of a table get a number, so that each has one. */
const withKeys = (
  rows: readonly ImportRow[],
): readonly { readonly key: string; readonly row: ImportRow }[] => {
  const base = (row: ImportRow): string =>
    row.sourceId === null ? `email:${emailKey(row.email ?? '')}` : `id:${row.sourceId}`
  const sorted = rows
    .map((row) => ({ base: base(row), text: JSON.stringify(row), row }))
    .toSorted((a, b) => compare(a.base, b.base) || compare(a.text, b.text))
  const times = new Map<string, number>()
  return sorted.map(({ base: name, row }) => {
    const before = times.get(name) ?? 0
    times.set(name, before + 1)
    return { key: before === 0 ? name : `${name}#${before + 1}`, row }
  })
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

type Match = { readonly key: string; readonly row: ImportRow } & (
  | { readonly to: 'user'; readonly user: User }
  | { readonly to: 'new'; readonly email: string }
  | { readonly to: 'decision'; readonly reason: DecisionReason; readonly candidates: readonly UserId[] }
  | { readonly to: 'skip'; readonly reason: SkipReason }
)

const matchRow = (key: string, row: ImportRow, { choices }: PlanInput, known: Indexes): Match => {
  const decided = choices.decisions[key]
  if (decided === decidedSkip) return { key, row, to: 'skip', reason: 'decided' }
  if (decided !== undefined) {
    const user = known.byId.get(decided)
    if (user !== undefined) return { key, row, to: 'user', user }
  }
  if (row.active === false && choices.inactive === 'skip') return { key, row, to: 'skip', reason: 'inactive' }
  const email = row.email?.trim() ?? ''
  const byEmail = email === '' ? [] : (known.byEmail.get(emailKey(email)) ?? [])
  const ids = byEmail.map(({ id }) => id)
  const isAnew = decided === decidedNew
  const linkedId = row.sourceId === null || isAnew ? undefined : known.linked.get(row.sourceId)
  if (linkedId !== undefined) {
    const user = known.byId.get(linkedId)
    if (user === undefined) return { key, row, to: 'decision', reason: 'person-gone', candidates: ids }
    if (byEmail.some(({ id }) => id !== user.id)) {
      return { key, row, to: 'decision', reason: 'link-and-address', candidates: [user.id, ...ids] }
    }
    return { key, row, to: 'user', user }
  }
  if (email === '') return { key, row, to: 'skip', reason: 'no-email' }
  const [only, another] = byEmail
  if (another !== undefined) {
    return { key, row, to: 'decision', reason: 'address-of-several', candidates: ids }
  }
  if (only !== undefined) return { key, row, to: 'user', user: only }
  if (!isEmail(email)) return { key, row, to: 'skip', reason: 'bad-email' }
  return { key, row, to: 'new', email }
}

/** P1.4 */
const resolveDoubles = (matches: readonly Match[]): readonly Match[] => {
  const targetOf = (match: Match): string | null => {
    if (match.to === 'user') return `user:${match.user.id}`
    return match.to === 'new' ? `new:${emailKey(match.email)}` : null
  }
  // Rows without an address share none.
  const addressOf = ({ key, row }: Match): string =>
    `address:${row.email === null ? key : emailKey(row.email)}`
  const claims = new Map<string, number>()
  const claim = (name: string): void => void claims.set(name, (claims.get(name) ?? 0) + 1)
  for (const match of matches) {
    const target = targetOf(match)
    if (target !== null) claim(target)
    if (match.to === 'user' || match.to === 'new') claim(addressOf(match))
    if (match.to !== 'skip' && match.row.sourceId !== null) claim(`source:${match.row.sourceId}`)
  }
  return matches.map((match) => {
    const target = targetOf(match)
    const isTwice = claims.get(`source:${match.row.sourceId ?? ''}`) ?? 1
    const isAlone = (name: string): boolean => claims.get(name) === 1
    if (target === null || (isAlone(target) && isAlone(addressOf(match)) && isTwice === 1)) return match
    const candidates = match.to === 'user' ? [match.user.id] : []
    return { key: match.key, row: match.row, to: 'decision', reason: 'same-person-twice', candidates }
  })
}

const plannedOf = (match: Match, choices: ImportChoices, spoken: ReadonlySet<string>): PlannedPerson => {
  const { key, row } = match
  switch (match.to) {
    case 'skip':
      return { key, row, kind: 'skipped', reason: match.reason }
    case 'decision':
      return { key, row, kind: 'decision', reason: match.reason, candidates: match.candidates }
    case 'new':
      return { key, row, kind: 'new', email: match.email, role: row.role ?? choices.role }
    case 'user': {
      const { changes, kept } = changesOf(row, match.user, choices, spoken)
      const userId = match.user.id
      return changes.length === 0
        ? { key, row, kind: 'same', userId, kept }
        : { key, row, kind: 'changed', userId, changes, kept }
    }
  }
}

/** P1.5 */
const changesOf = (
  row: ImportRow,
  user: User,
  { overwrite }: ImportChoices,
  spoken: ReadonlySet<string>,
): { readonly changes: readonly FieldChange[]; readonly kept: readonly FieldChange[] } => {
  const changes: FieldChange[] = []
  const kept: FieldChange[] = []
  for (const field of personFields) {
    const to = row[field]?.trim() ?? ''
    const from = user[field]
    const blank = (from ?? '').trim() === ''
    const isSame = field === 'email' ? emailKey(to) === emailKey(user.email) : to === (from ?? '').trim()
    if (to === '' || isSame || (field === 'email' && !isEmail(to))) continue
    const isTaken = field === 'email' && spoken.has(emailKey(user.email))
    const difference = { field, from: blank ? null : from, to }
    if (!isTaken && (blank || overwrite.includes(field))) changes.push(difference)
    else kept.push(difference)
  }
  return { changes, kept }
}

const nameKey = (name: string): string => name.normalize('NFC').trim().toLowerCase()

/** P1.8 */
const planGroups = (people: readonly PlannedPerson[], groups: readonly Group[]): readonly PlannedGroup[] => {
  const wanted = new Map<string, { readonly names: Set<string>; readonly add: Set<string> }>()
  const byName = new Map<string, Group[]>()
  const members = new Map(groups.map(({ id, users }) => [id, new Set(users)]))
  for (const group of groups)
    byName.set(nameKey(group.name), [...(byName.get(nameKey(group.name)) ?? []), group])
  for (const person of people) {
    if (person.kind === 'skipped' || person.kind === 'decision') continue
    for (const name of new Set(person.row.groups.map((each) => each.trim()).filter((each) => each !== ''))) {
      const entry = wanted.get(nameKey(name)) ?? { names: new Set(), add: new Set() }
      wanted.set(nameKey(name), entry)
      entry.names.add(name)
      const there = byName.get(nameKey(name))?.[0]
      const isMember =
        person.kind !== 'new' && there !== undefined && members.get(there.id)?.has(person.userId) === true
      if (!isMember) entry.add.add(person.key)
    }
  }
  return [...wanted]
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([key, { names, add }]) => {
      const known = byName.get(key) ?? []
      const name = known[0]?.name ?? [...names].toSorted(compare)[0] ?? key
      const groupId = known[0]?.id ?? null
      // Everybody is in it already.
      if (groupId !== null && add.size === 0) return []
      return [{ name, groupId, add: [...add], ambiguous: known.length > 1 }]
    })
}
