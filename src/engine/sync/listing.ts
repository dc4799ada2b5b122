import { ok, type Result } from '../../core/result.ts'
import { type CountedPage, isComplete } from '../../core/sync/sweep.ts'
import { largestPage } from '../../core/sync/window.ts'
import type { Page } from '../foyer/client.ts'

export type Listing<T> = {
  /** In the order they came, each id once, as it was last seen. */
  readonly items: readonly T[]
  /** Nothing moved while it was read (S1.7). */
  readonly complete: boolean
  readonly pages: readonly CountedPage[]
}

/** A listing that moves under us is read again this often before it is taken as it is. */
const tries = 3

const readOnce = async <T extends { readonly id: string }>(
  fetchPage: (page: { pageSize: number; pageNumber: number }) => Promise<Result<Page<T>>>,
): Promise<Result<Listing<T>>> => {
  const items = new Map<string, T>()
  const pages: CountedPage[] = []
  for (let pageNumber = 1; ; pageNumber += 1) {
    const fetched = await fetchPage({ pageSize: largestPage, pageNumber })
    if (!fetched.ok) return fetched
    const { results, count } = fetched.value
    pages.push({ ids: results.map(({ id }) => id), count })
    for (const item of results) items.set(item.id, item)
    // S1.3: a short page is the last one, whatever the count says.
    if (results.length < largestPage) break
  }
  return ok({ items: [...items.values()], complete: isComplete(pages), pages })
}

/** Reads a whole listing that gives counts (spaces, people, groups, one folder), again when it moved meanwhile. */
export const readListing = async <T extends { readonly id: string }>(
  fetchPage: (page: { pageSize: number; pageNumber: number }) => Promise<Result<Page<T>>>,
): Promise<Result<Listing<T>>> => {
  let listing = await readOnce(fetchPage)
  for (let attempt = 1; attempt < tries && listing.ok && !listing.value.complete; attempt += 1) {
    listing = await readOnce(fetchPage)
  }
  return listing
}
