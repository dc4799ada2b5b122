import type { FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { beganAt } from '../../core/sync/portal-time.ts'
import type { PortalContext } from '../context.ts'
import type { Announce } from './announce.ts'
import { readListing } from './listing.ts'

const byAge = [{ id: 'created_at', dir: 'asc' }] as const

/** S1.7: reads one folder (null: the top level) in full; entries stored before and not listed go, with what is below. */
export const syncFolder = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  parentId: FileId | null,
  signal: AbortSignal,
): Promise<Result<{ readonly requests: number }>> => {
  const { archive, foyer } = context
  const startedAt = context.ports.clock.now()
  const { files: mark } = await archive.run('sync.mark', undefined)
  const listing = await readListing((page) =>
    foyer.files.search(spaceId, { ...page, parentId, orderBy: byAge }, { signal }),
  )
  if (!listing.ok) {
    // The folder went between two listings; its parent's next one would say so too.
    if (listing.error.code !== 'not-found' || parentId === null) return listing
    const gone = await archive.run('sync.folderGone', { spaceId, folderId: parentId })
    if (gone > 0) announce.changed(spaceId, ['files', 'spaces'])
    return ok({ requests: 1 })
  }
  const { items, pages } = listing.value
  // By the portal's clock, which is known once it has answered (S1.8).
  const at = beganAt(startedAt, context.ports.clock.now(), foyer.clockSkewMs())
  const changed = await archive.run('files.upsert', { spaceId, files: items })
  const { removed } = await archive.run('sync.folderListed', { spaceId, parentId, pages, mark, at })
  if (changed + removed > 0) announce.changed(spaceId, ['files', 'spaces'])
  return ok({ requests: pages.length })
}

/** Folders are asked for this many at a time. */
const batch = 50

/** Whether a time is that of a listing made in this walk is not to be told from clocks that differ: `every` asks none. */
const whenever = Number.MAX_SAFE_INTEGER

/**
 * Reads the folders of a space, those found on the way too: `every` one of them once, or the `unlisted` ones. Each listed
 * folder is stored at once, so an interrupted walk over the unlisted ones goes on where it was.
 */
export const syncTree = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  which: 'every' | 'unlisted',
  signal: AbortSignal,
): Promise<Result<void>> => {
  const before = which === 'every' ? whenever : 0
  const tried = new Set<FileId | null>()
  for (;;) {
    const due = await context.archive.run('sync.folders', { spaceId, before, limit: tried.size + batch })
    const folders = due.filter((folder) => !tried.has(folder))
    if (folders.length === 0) return ok(undefined)
    for (const folder of folders) {
      // A folder that moves at every try stays due for the next walk; this one must end.
      tried.add(folder)
      const listed = await syncFolder(context, announce, spaceId, folder, signal)
      if (!listed.ok) return listed
    }
  }
}

/** The folder of a space listed longest ago: one step of the polling. */
export const syncStalestFolder = async (
  context: PortalContext,
  announce: Announce,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<{ readonly requests: number }>> => {
  const [folder] = await context.archive.run('sync.folders', {
    spaceId,
    before: Number.MAX_SAFE_INTEGER,
    limit: 1,
  })
  return syncFolder(context, announce, spaceId, folder ?? null, signal)
}
