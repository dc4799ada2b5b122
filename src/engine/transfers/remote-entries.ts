import type { Failure } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { reactionTo } from '../../core/transfers/reaction.ts'
import type { PortalContext } from '../context.ts'
import { readFolder } from './remote-folder.ts'

/** Whether a failure says that the portal can't be reached for now, and the archive has to do. */
const isAway = (failure: Failure): boolean =>
  failure.code !== 'key-refused' &&
  (reactionTo(failure) === 'wait' || failure.code === 'timed-out' || failure.code === 'server-error')

export type EntriesReader = {
  /** A folder's entries (null: the top level). */
  readonly read: (parentId: FileId | null) => Promise<Result<readonly File[]>>
  /** Whether the portal was away, so that some or all entries are the archive's. */
  readonly away: () => boolean
}

/** The same for folders of several spaces. */
export type SpacesReader = {
  readonly read: (spaceId: SpaceId, parentId: FileId | null) => Promise<Result<readonly File[]>>
  readonly away: () => boolean
}

/** Reads folders afresh; with `archive`, from the archive once the portal turns out to be away (T1.32). */
export const createSpacesReader = (
  context: PortalContext,
  whenAway: 'archive' | 'fail',
  signal: AbortSignal,
): SpacesReader => {
  let away = false
  return {
    read: async (spaceId, parentId) => {
      if (!away) {
        const fresh = await readFolder(context.foyer, { spaceId, parentId }, signal)
        if (fresh.ok || whenAway === 'fail' || !isAway(fresh.error)) return fresh
        away = true
      }
      return ok(await context.archive.run('files.children', { spaceId, parentId }))
    },
    away: () => away,
  }
}

export const createEntriesReader = (
  context: PortalContext,
  { spaceId, whenAway }: { readonly spaceId: SpaceId; readonly whenAway: 'archive' | 'fail' },
  signal: AbortSignal,
): EntriesReader => {
  const { read, away } = createSpacesReader(context, whenAway, signal)
  return { away, read: (parentId) => read(spaceId, parentId) }
}
