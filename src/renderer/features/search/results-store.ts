import { create } from 'zustand'
import type { SearchHit } from '../../../core/search/hit.ts'
import type { SearchOrder } from '../../../core/search/ranked.ts'
import { openHit } from './open-hit.ts'
import { hitKey } from './view.ts'

export const resultsId = 'search-results'

type Results = {
  /** What the hits were found for; null before the first answer. */
  readonly query: string | null
  /** What Enter waits for: the words in the field, until their answer is there. */
  readonly awaited: string | null
  /** In the order of the screen. */
  readonly hits: readonly SearchHit[]
  /** The element id of the hit the keyboard is on. */
  readonly active: string | null
  readonly order: SearchOrder
}

/** What the field and the list below it share: which hits are on screen and where the keyboard is among them. */
export const useResults = create<Results>(() => ({
  query: null,
  awaited: null,
  hits: [],
  active: null,
  order: 'best',
}))

export const elementId = (hit: SearchHit): string => `hit-${hitKey(hit)}`

/** `asked`: what stands in the field. An Enter that waited for this answer opens its first hit. */
export const showHits = (query: string, hits: readonly SearchHit[], asked: string, open = openHit): void => {
  const first = hits[0]
  const { awaited } = useResults.getState()
  const waited = awaited === query && asked.trim() === query
  useResults.setState({
    query,
    hits,
    active: first === undefined ? null : elementId(first),
    ...(awaited === query ? { awaited: null } : {}),
  })
  if (waited && first !== undefined) open(first)
}

/** No answer comes: Enter waits no longer. */
export const expectNothing = (): void => useResults.setState({ awaited: null })

/** Hits that are no longer on screen are nobody's answer. */
export const forgetHits = (): void => useResults.setState({ query: null, awaited: null })

/** What is on screen is in the order before: until the next answer there is no first hit to open. */
export const setOrder = (order: SearchOrder): void =>
  useResults.setState((now) => (now.order === order ? now : { order, query: null }))

export const setActive = (hit: SearchHit): void => useResults.setState({ active: elementId(hit) })

/**
 * Arrows, page keys and Enter, from the field whose words are `asked`. True when the key was meant for the list. While
 * its hits are those of other words Enter waits: what it would open is not what was asked for.
 */
export const onResultsKey = (key: string, asked: string, open = openHit): boolean => {
  const { query, hits, active } = useResults.getState()
  const at = hits.findIndex((hit) => elementId(hit) === active)
  const target = targetOf(key, at, hits.length)
  if (target !== null) {
    const hit = hits[target]
    expectNothing()
    if (hit !== undefined) setActive(hit)
    return true
  }
  const words = asked.trim()
  if (key !== 'Enter' || words === '') return false
  if (words !== query) {
    useResults.setState({ awaited: words })
    return true
  }
  const chosen = hits[at]
  if (chosen === undefined) return false
  open(chosen)
  return true
}

const targetOf = (key: string, at: number, count: number): number | null => {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1)
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'PageDown':
      return Math.min(count - 1, at + 8)
    case 'PageUp':
      return Math.max(0, at - 8)
    default:
      return null
  }
}
