import { create } from 'zustand'
import type { SearchHit } from '../../../core/search/hit.ts'
import type { SearchOrder } from '../../../core/search/ranked.ts'
import { openHit } from './open-hit.ts'
import { hitKey } from './view.ts'

export const resultsId = 'search-results'

type Results = {
  /** In the order of the screen. */
  readonly hits: readonly SearchHit[]
  /** The element id of the hit the keyboard is on. */
  readonly active: string | null
  readonly order: SearchOrder
}

/** What the field and the list below it share: which hits are on screen and where the keyboard is among them. */
export const useResults = create<Results>(() => ({ hits: [], active: null, order: 'best' }))

export const elementId = (hit: SearchHit): string => `hit-${hitKey(hit)}`

export const showHits = (hits: readonly SearchHit[]): void => {
  const first = hits[0]
  useResults.setState({ hits, active: first === undefined ? null : elementId(first) })
}

export const setOrder = (order: SearchOrder): void => useResults.setState({ order })

export const setActive = (hit: SearchHit): void => useResults.setState({ active: elementId(hit) })

/** Arrows, Home, End and Enter, from the field. True when the key was meant for the list. */
export const onResultsKey = (key: string): boolean => {
  const { hits, active } = useResults.getState()
  const at = hits.findIndex((hit) => elementId(hit) === active)
  const target = targetOf(key, at, hits.length)
  if (target !== null) {
    const hit = hits[target]
    if (hit !== undefined) setActive(hit)
    return true
  }
  const chosen = hits[at]
  if (key !== 'Enter' || chosen === undefined) return false
  openHit(chosen)
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
