import type { UserId } from '../person.ts'
import { merge, valuesFor } from '../writing/merge.ts'
import type { PlannedSpace, SpacePattern } from './space-template.ts'

type Person = { readonly id: UserId; readonly name: string; readonly role: string }

export type SetupInput = {
  readonly pattern: SpacePattern
  /** Whom the spaces are for; none: one space that is nobody's. */
  readonly people: readonly Person[]
  /** Everybody the archive knows, for the fields of the message. */
  readonly roleOf: (id: UserId) => Pick<Person, 'name' | 'role'> | undefined
  /** P1.26: people who have a space by this template that is still there. */
  readonly had: ReadonlySet<UserId>
  /** Names of the spaces there are. */
  readonly names: readonly string[]
  readonly existing: 'leave' | 'make'
  /** The template's own fields. */
  readonly values: Readonly<Record<string, string>>
  readonly me: string
  /** Today, as a person writes it. */
  readonly date: string
}

/** P1.25: what a name can't hold. */
const unusable = /[/\u0000-\u001f\u007f-\u009f]/g
const fitsName = (text: string): boolean => text.trim() !== '' && text.length <= 255

/** P1.25: {{field}} and {field} are the same. */
const singleBraces = (text: string): string => text.replace(/\{\{([^{}]+)\}\}/g, '{$1}')

const key = (name: string): string => name.normalize('NFC').trim().toLowerCase()

type Values = Readonly<Record<string, string>>

const mapValues = (values: Values, change: (value: string) => string): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))

/** P1.26: the spaces a setup would make, in the order of the people. */
export const planSetup = (input: SetupInput): readonly PlannedSpace[] => {
  const taken = new Set(input.names.map(key))
  const planned = (input.people.length === 0 ? [null] : input.people).map((person) => rowFor(input, person))
  const counts = new Map<string, number>()
  for (const { name } of planned) counts.set(key(name), (counts.get(key(name)) ?? 0) + 1)
  return planned.map((row): PlannedSpace => {
    const leftOut =
      row.leftOut ??
      (row.userId !== null && input.had.has(row.userId) ? 'had' : null) ??
      ((counts.get(key(row.name)) ?? 0) > 1 ? 'twice' : null) ??
      (input.existing === 'leave' && taken.has(key(row.name)) ? 'exists' : null)
    return { ...row, leftOut }
  })
}

const namesIn = (path: string): readonly string[] =>
  path
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const rowFor = ({ pattern, roleOf, values, me, date }: SetupInput, person: Person | null): PlannedSpace => {
  const users = [...new Set([...(person === null ? [] : [person.id]), ...pattern.users])]
  const own: Values = Object.fromEntries(
    pattern.fields.map(({ name, value }) => [name.trim().toLowerCase(), values[name] ?? value]),
  )
  const members = users.flatMap((id) => roleOf(id) ?? [])
  // The space is the person's: the others are there to help.
  const clients = person === null ? members : [{ ...person, role: 'client' }]
  const about = { me, date }
  const plain = { ...own, ...valuesFor({ ...about, space: '', members: clients }) }
  const safe = mapValues(plain, (value) => value.replace(unusable, '-').trim())
  const named = merge(singleBraces(pattern.spaceName), safe)
  const paths = pattern.folders.map((path) => merge(singleBraces(path), safe))
  const text = merge(singleBraces(pattern.message), { ...plain, space: named.text })
  const folders = paths.map((path) => namesIn(path.text))
  const unfilled = [...new Set([named, ...paths, text].flatMap((each) => each.unfilled))]
  const names = [named.text, ...folders.flat()]
  return {
    ...{ userId: person?.id ?? null, person: person?.name ?? '', name: named.text.trim() },
    ...{ users, groups: [...pattern.groups], folders: folders.map((path) => [...path]) },
    ...{ message: text.text, unfilled },
    leftOut:
      unfilled.length > 0
        ? 'unfilled'
        : names.every(fitsName) && named.text.search(unusable) === -1
          ? null
          : 'name',
  }
}
