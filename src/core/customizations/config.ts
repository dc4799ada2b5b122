/** What an app is for one person: the portal's JSON object, kept as it came. */
export type Config = Readonly<Record<string, unknown>>

/** C1.2: one place where two configurations differ. `from` and `to` hold nothing where the key is absent. */
export type Difference = {
  readonly path: readonly string[]
  readonly kind: 'added' | 'changed' | 'removed'
  readonly from?: unknown
  readonly to?: unknown
}

const isObject = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** C1.1: of JSON values; `undefined` stands for a key that is absent. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  }
  if (!isObject(a)) return Object.is(a, b) || (a === 0 && b === 0)
  if (!isObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  )
}

/** The value of a key; undefined where it is absent. `config["constructor"]` would find what nobody put there. */
export const valueAt = (from: Config | null, key: string): unknown =>
  from !== null && Object.hasOwn(from, key) ? from[key] : undefined

const keysOf = (a: Config | null, b: Config | null): readonly string[] => [
  ...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]),
]

/** C1.3: the keys at the top whose value the change alters, in order. */
export const touchedKeys = (before: Config | null, after: Config | null): readonly string[] =>
  keysOf(before, after)
    .filter((key) => !sameValue(valueAt(before, key), valueAt(after, key)))
    .toSorted()

/** C1.2: key by key, into objects and not into lists, in the order of their paths. */
export const differences = (
  before: Config | null,
  after: Config | null,
  path: readonly string[] = [],
): readonly Difference[] =>
  keysOf(before, after)
    .toSorted()
    .flatMap((key): readonly Difference[] => {
      const [from, to] = [valueAt(before, key), valueAt(after, key)]
      if (sameValue(from, to)) return []
      const here = [...path, key]
      if (isObject(from) && isObject(to)) return differences(from, to, here)
      if (from === undefined) return [{ path: here, kind: 'added', to }]
      if (to === undefined) return [{ path: here, kind: 'removed', from }]
      return [{ path: here, kind: 'changed', from, to }]
    })

/** What somebody wants of single keys: a value, or that the key goes. */
export type Edits = ReadonlyMap<string, { readonly to: unknown } | 'remove'>

/** The configuration with the edits in it; untouched keys as they were. */
export const withEdits = (from: Config | null, edits: Edits): Config => {
  const result = new Map(Object.entries(from ?? {}))
  for (const [key, edit] of edits) {
    if (edit === 'remove') result.delete(key)
    else result.set(key, edit.to)
  }
  return Object.fromEntries(result)
}

/** What becomes of a planned change on what is there now (C1.5). `config` null: the configuration is removed. */
export type Rebased =
  | { readonly kind: 'there' }
  | { readonly kind: 'write'; readonly config: Config | null }
  | { readonly kind: 'clash'; readonly keys: readonly string[] }

/** C1.5, C1.12: the change from `before` to `after`, made to `now`. `after` null: nothing is to be left. */
export const rebase = (now: Config | null, before: Config | null, after: Config | null): Rebased => {
  const open: string[] = []
  const clashes: string[] = []
  for (const key of touchedKeys(before, after)) {
    const value = valueAt(now, key)
    if (sameValue(value, valueAt(after, key))) continue
    if (sameValue(value, valueAt(before, key))) open.push(key)
    else clashes.push(key)
  }
  if (clashes.length > 0) return { kind: 'clash', keys: clashes }
  const edits = new Map(
    open.map((key) => {
      const to = valueAt(after, key)
      return [key, to === undefined ? ('remove' as const) : { to }]
    }),
  )
  const wanted = withEdits(now, edits)
  if (after === null && now !== null && Object.keys(wanted).length === 0)
    return { kind: 'write', config: null }
  return open.length === 0 ? { kind: 'there' } : { kind: 'write', config: wanted }
}
