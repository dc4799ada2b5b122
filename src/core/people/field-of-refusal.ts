import type { Failure } from '../failure.ts'

export const personFields = ['email', 'role', 'firstName', 'lastName', 'phoneNumber', 'avatar'] as const
export type PersonField = (typeof personFields)[number]

/** How a field may be called in somebody else's words, in lower case. */
const called: Readonly<Record<PersonField, readonly string[]>> = {
  email: ['email', 'e-mail', 'email address'],
  role: ['role'],
  firstName: ['first_name', 'first name', 'firstname'],
  lastName: ['last_name', 'last name', 'lastname'],
  phoneNumber: ['phone_number', 'phone number', 'phonenumber', 'phone'],
  avatar: ['avatar', 'picture'],
}

const says = (words: string, name: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'u').test(words)

/** P1.20: which field of a person the portal's refusal is about; null: none, or several. */
export const fieldOfRefusal = ({ code, detail = '' }: Failure): PersonField | null => {
  if (code !== 'invalid') return null
  const words = detail.toLowerCase()
  // "email: not an e-mail address", "body/first_name must be a string": what stands first is the field's own name.
  const first = /^["'`]?(?:[\w-]+[./])*([\w-]+)["'`]?(?:\s*:|\s)/u.exec(words)?.[1]
  const leading = personFields.find((field) => first !== undefined && called[field].includes(first))
  if (leading !== undefined) return leading
  const named = personFields.filter((field) => called[field].some((name) => says(words, name)))
  return named.length === 1 ? (named[0] ?? null) : null
}
