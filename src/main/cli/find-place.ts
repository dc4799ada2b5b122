import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalEngine } from '../../engine/portal.ts'

type Place = { readonly spaceId: SpaceId; readonly folderId: FileId | null }

/** Finds the space that --space names, asking the portal when the archive does not know it yet. */
export const findSpace = async (
  portal: PortalEngine,
  idOrName: string,
  signal: AbortSignal,
): Promise<Result<{ readonly id: SpaceId; readonly name: string }>> => {
  const known = await portal.spaces.find(idOrName)
  if (known.ok || known.error.code !== 'unknown-space') return known
  const read = await portal.sync.spaces(signal)
  return read.ok ? portal.spaces.find(idOrName) : read
}

/** Finds the space and the folder in it; `create` makes the folders that are missing. */
export const findPlace = async (
  portal: PortalEngine,
  space: string,
  folder: string | undefined,
  missing: 'find' | 'create',
  signal: AbortSignal,
): Promise<Result<Place>> => {
  const found = await findSpace(portal, space, signal)
  if (!found.ok) return found
  const names = (folder ?? '').split('/').filter((name) => name !== '')
  if (names.some((name) => name === '.' || name === '..')) {
    return err(
      fail('usage', { detail: '--folder takes names from the top of the space, like Accounts/2026.' }),
    )
  }
  const place = await portal.files.folder(found.value.id, names, missing, signal)
  return place.ok ? ok({ spaceId: found.value.id, folderId: place.value.id }) : place
}
