import { isOurSide } from '../side.ts'
import type { MemberView } from '../space.ts'

// Rules of templates, apart from their schemas: the window needs these and not the schema library.

export const fieldNames = ['client', 'client.first', 'space', 'me', 'me.first', 'date'] as const
type FieldName = (typeof fieldNames)[number]

/** What the fields stand for in one space; '' where there is nothing to stand for. */
export type FieldValues = Readonly<Record<FieldName, string>>

export type Merged = {
  readonly text: string
  /** Fields nobody knows, and fields without a value here, as they were written; each once. */
  readonly unfilled: readonly string[]
}

// A field is a short name in braces; JSON, code and a lone brace are none.
const field = /\{(\p{L}[\p{L}\p{N}._ -]{0,39})\}/gu

/** O1.23: fills the fields. What can't be filled stays as it was written, for a person to see. */
export const merge = (text: string, values: Readonly<Record<string, string>>): Merged => {
  const unfilled = new Set<string>()
  const merged = text.replace(field, (written: string, inner: string) => {
    const name = inner.trim().toLowerCase()
    const value = Object.hasOwn(values, name) ? (values[name] ?? '') : ''
    if (value === '') unfilled.add(written)
    return value === '' ? written : value
  })
  return { text: merged, unfilled: [...unfilled] }
}

/** The fields a text still holds. */
export const fieldsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(field)].map(([written]) => written)),
]

/** Beyond this many clients a message that names them all would read like a list. */
const mostNamed = 5

/** What the fields stand for in a space: its clients are the members who are not of our side. */
export const valuesFor = (facts: {
  readonly space: string
  readonly members: readonly Pick<MemberView, 'name' | 'role'>[]
  readonly me: string
  /** Today, as a person would write it. */
  readonly date: string
}): FieldValues => {
  const clients = facts.members.filter(({ role }) => !isOurSide(role)).map(({ name }) => name)
  const named = clients.length > mostNamed ? [] : clients
  return {
    client: joined(named),
    'client.first': joined(named.map(firstName)),
    space: facts.space,
    me: facts.me,
    'me.first': firstName(facts.me),
    date: facts.date,
  }
}

/** Names written without blanks stay whole; an e-mail address stands for somebody without a name. */
const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? ''

const joined = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
