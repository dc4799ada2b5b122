/**
 * S1.6: what a complete listing means for what was stored before it began: stored but not listed is deleted.
 * The order of either does not matter.
 */
export const planSweep = (
  listed: Iterable<string>,
  stored: Iterable<string>,
): { readonly remove: readonly string[] } => {
  const there = new Set(listed)
  return { remove: [...new Set(stored)].filter((id) => !there.has(id)) }
}

/** The pages of a listing that gives a count, as they came. */
export type CountedPage = { readonly ids: readonly string[]; readonly count: number | null }

/**
 * S1.7: whether pages read one after the other are one complete listing: every page told the same count, and so many
 * different ids were seen. Otherwise something moved between the pages, and what was not seen may still be there.
 */
export const isComplete = (pages: readonly CountedPage[]): boolean => {
  const ids = new Set(pages.flatMap((page) => page.ids))
  // A single page can't have shifted; without counts, several pages prove nothing.
  if (pages.length <= 1) return pages[0]?.count == null || pages[0].count === ids.size
  return pages.every(({ count }) => count === ids.size)
}
