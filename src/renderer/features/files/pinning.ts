import type { FileId, FileRow } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { foyer } from '../../lib/foyer.ts'

/** Files that are kept on this computer (`pinned`: all of them are), or could be. */
export type Pinning = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  readonly fileIds: readonly FileId[]
  readonly pinned: boolean
}

/** What pinning is about: the files among the chosen rows, since a folder is not kept. One that failed is tried again. */
export const pinningOf = (
  place: Pick<Pinning, 'portalId' | 'spaceId'>,
  rows: readonly FileRow[],
  chosen: ReadonlySet<FileId>,
): Pinning | null => {
  const files = rows.filter((row) => !row.isFolder && chosen.has(row.id))
  if (files.length === 0) return null
  return {
    ...place,
    fileIds: files.map(({ id }) => id),
    pinned: files.every(({ pin: state }) => state === 'kept' || state === 'waiting'),
  }
}

/** Keeps them, or keeps them no longer; the rows say how far it is. */
export const pin = ({ portalId, spaceId, fileIds, pinned }: Pinning) =>
  foyer()['files.pin']({ portalId, spaceId, fileIds: [...fileIds].slice(0, 1000), pinned: !pinned })
