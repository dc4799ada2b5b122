import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { FoyerClient } from '../foyer/client.ts'

const pageSize = 100

/**
 * A folder's entries, read afresh page by page (`parentId` null: the top level). Items shift while paging, so they are
 * told apart by id, and a short page is the last. `enough` stops early.
 */
export const readFolder = async (
  foyer: FoyerClient,
  place: { readonly spaceId: SpaceId; readonly parentId: FileId | null; readonly query?: string },
  signal: AbortSignal,
  enough: (page: readonly File[]) => boolean = () => false,
): Promise<Result<readonly File[]>> => {
  const known = new Map<string, File>()
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await foyer.files.search(
      place.spaceId,
      {
        parentId: place.parentId,
        pageSize,
        pageNumber,
        orderBy: [{ id: 'name', dir: 'asc' }],
        ...(place.query === undefined ? {} : { query: place.query }),
      },
      { signal },
    )
    if (!page.ok) return err(page.error)
    const { results } = page.value
    for (const file of results) known.set(file.id, file)
    if (results.length < pageSize || enough(results)) return ok([...known.values()])
  }
}
