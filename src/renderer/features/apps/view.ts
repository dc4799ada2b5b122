import type { App } from '../../../core/app.ts'
import { type Config, valueAt } from '../../../core/customizations/config.ts'
import { isAddress, type KnownField } from '../../../core/customizations/known-fields.ts'

/** What stands in the form of one person: each field's text, and the JSON of everything else. */
export type Draft = {
  readonly values: Readonly<Record<string, string | boolean>>
  readonly rest: string
}

export type FieldError = 'address' | 'number'
export type RestError =
  | { readonly kind: 'json'; readonly reason: string }
  | { readonly kind: 'object' }
  | { readonly kind: 'twice'; readonly key: string }

export type DraftReading =
  | { readonly ok: true; readonly config: Config | null }
  | {
      readonly ok: false
      readonly fields: Readonly<Record<string, FieldError>>
      readonly rest: RestError | null
    }

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

/** The form as it begins. */
export const draftOf = (config: Config | null, fields: readonly KnownField[]): Draft => {
  const values = fields.map(({ key, kind }) => {
    const value = valueAt(config, key)
    return [key, kind === 'boolean' ? value === true : textOf(value)] as const
  })
  const own = new Set(fields.map(({ key }) => key))
  const rest = Object.fromEntries(Object.entries(config ?? {}).filter(([key]) => !own.has(key)))
  return { values: Object.fromEntries(values), rest: JSON.stringify(rest, null, 2) }
}

const parsed = (text: string): { readonly value: unknown } | { readonly reason: string } => {
  try {
    return { value: text.trim() === '' ? {} : (JSON.parse(text) as unknown) }
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: error.message }
    throw error
  }
}

const readRest = (
  text: string,
  fields: readonly KnownField[],
): { readonly rest: Config } | { readonly error: RestError } => {
  const read = parsed(text)
  if ('reason' in read) return { error: { kind: 'json', reason: read.reason } }
  const { value } = read
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { error: { kind: 'object' } }
  const twice = fields.find(({ key }) => Object.hasOwn(value, key))
  return twice === undefined ? { rest: value as Config } : { error: { kind: 'twice', key: twice.key } }
}

/** What a field's text is as a value; undefined: the key is not there. */
const readField = (
  { kind }: KnownField,
  text: string | boolean | undefined,
  before: unknown,
): { readonly value: unknown } | { readonly error: FieldError } => {
  if (typeof text === 'boolean') return { value: text }
  const typed = text ?? ''
  // An empty text that was there stays one; one that was emptied goes.
  if (typed.trim() === '') return { value: before === '' ? '' : undefined }
  switch (kind) {
    case 'number':
      // Untouched, a number stays what it was to the last digit.
      if (typed === textOf(before)) return { value: before }
      return Number.isFinite(Number(typed)) ? { value: Number(typed) } : { error: 'number' }
    case 'address':
      // What was there is not argued with.
      if (typed === before) return { value: before }
      return isAddress(typed.trim()) ? { value: typed.trim() } : { error: 'address' }
    case 'text':
    case 'boolean':
      return { value: typed }
  }
}

/** The configuration that the form stands for, or what is wrong and where. */
export const readDraft = (
  draft: Draft,
  fields: readonly KnownField[],
  before: Config | null,
): DraftReading => {
  const errors = new Map<string, FieldError>()
  const values = new Map<string, unknown>()
  for (const field of fields) {
    const read = readField(field, draft.values[field.key], valueAt(before, field.key))
    if ('error' in read) errors.set(field.key, read.error)
    else if (read.value !== undefined) values.set(field.key, read.value)
  }
  const rest = readRest(draft.rest, fields)
  if (errors.size > 0 || 'error' in rest) {
    return { ok: false, fields: Object.fromEntries(errors), rest: 'error' in rest ? rest.error : null }
  }
  const config = Object.fromEntries([...values, ...Object.entries(rest.rest)])
  // Nothing in the form of somebody who has nothing is still nothing.
  return { ok: true, config: before === null && Object.keys(config).length === 0 ? null : config }
}

/** The field that the portal's words are about; null where they name none. */
export const fieldOfRefusal = (words: string, fields: readonly KnownField[]): string | null => {
  const named = new Set(words.split(/[^\p{L}\p{N}_-]+/u))
  return fields.find(({ key }) => named.has(key))?.key ?? null
}

/** A value in a line. */
export const shownValue = (value: unknown): string =>
  typeof value === 'string' ? `“${value}”` : JSON.stringify(value)

export const isGlobal = ({ configType }: App): boolean => configType === 'global'

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whose name or address holds every word, whatever its case and accents. */
export const peopleNamed = <P extends { readonly name: string; readonly email: string }>(
  people: readonly P[],
  query: string,
): readonly P[] => {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  return people.filter(({ name, email }) => words.every((word) => plain(`${name} ${email}`).includes(word)))
}
