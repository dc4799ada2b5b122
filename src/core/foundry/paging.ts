/** What one answered page says; ids in their order. `next`: a link, null for the end, undefined where there is none. */
export type SeenPage = {
  readonly ids: readonly string[]
  readonly next: string | null | undefined
  readonly total: number | null
}

/** Where a reading stands. `asked` is the size that was asked for. */
export type Reading = {
  readonly asked: number
  readonly number: number
  readonly firstIds: readonly string[]
  readonly seen: ReadonlySet<string>
  readonly switched: boolean
}

export type NextPage =
  | { readonly kind: 'done' }
  | { readonly kind: 'page'; readonly number: number; readonly link: string | null }
  /** The names of the pair were ignored: the other pair, from the beginning. */
  | { readonly kind: 'switch' }
  /** Both pairs were ignored. */
  | { readonly kind: 'ignored' }

/** F1.8, F1.9: what to ask for after a page. `reading` is as it stood before the page. */
export const afterPage = (reading: Reading, page: SeenPage): NextPage => {
  const { number, seen } = reading
  const all = new Set([...seen, ...page.ids])
  if (page.ids.length === 0) return { kind: 'done' }
  const more = page.next === undefined ? page.total === null || all.size < page.total : page.next !== null
  const isFirstCutShort =
    number === 1 && page.ids.length < reading.asked && page.total !== null && page.ids.length < page.total
  // Page two that begins as page one did is page one again.
  const isRepeated = number > 1 && page.ids[0] === reading.firstIds[0]
  if (isFirstCutShort && more && !reading.switched) return { kind: 'switch' }
  if (isRepeated) return reading.switched ? { kind: 'ignored' } : { kind: 'switch' }
  if (!more || (page.total !== null && all.size >= page.total)) return { kind: 'done' }
  // Nobody new: whatever comes after it, asking on would be a loop.
  if (number > 1 && all.size === seen.size) return { kind: 'done' }
  // Without links and counts a page that is not full is the last.
  if (page.next === undefined && page.total === null && page.ids.length < reading.asked)
    return { kind: 'done' }
  return { kind: 'page', number: number + 1, link: page.next ?? null }
}
