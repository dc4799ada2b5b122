/** Pages hold at most this many (reference: foyer-api.md). */
export const largestPage = 100
const smallestPage = 50

export type PageAt = { readonly pageSize: number; readonly pageNumber: number }

/**
 * S1.2: the page that holds the item at `index` (from 0) and as many after it as can be. The API pages by number and
 * items shift, so each page must overlap what was read before; choosing the page's size keeps the overlap to one or
 * two items instead of half a page.
 */
export const pageHolding = (index: number): PageAt => {
  if (index < smallestPage) return { pageSize: largestPage, pageNumber: 1 }
  let best: PageAt = { pageSize: largestPage, pageNumber: Math.floor(index / largestPage) + 1 }
  let bestGain = best.pageSize * best.pageNumber - index
  for (let pageSize = largestPage - 1; pageSize >= smallestPage; pageSize -= 1) {
    const pageNumber = Math.floor(index / pageSize) + 1
    const gain = pageSize * pageNumber - index
    if (gain > bestGain) {
      best = { pageSize, pageNumber }
      bestGain = gain
    }
  }
  return best
}

/** Index of a page's first item. */
export const firstIndex = ({ pageSize, pageNumber }: PageAt): number => pageSize * (pageNumber - 1)
