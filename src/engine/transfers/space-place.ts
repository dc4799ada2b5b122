import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'

/** Deeper than any tree a person makes: a folder that is its own ancestor must not hold us for ever. */
const deepest = 500

/** A space's name and the names from its top down to a folder: from the archive, else from the portal. */
export const spacePlace = async (
  { archive, foyer }: PortalContext,
  input: { readonly spaceId: SpaceId; readonly folderId: FileId | null },
  signal: AbortSignal,
): Promise<Result<{ readonly spaceName: string; readonly folderPath: string[] }>> => {
  const { spaceId } = input
  const known = await archive.run('spaces.name', { spaceId })
  const space = known === null ? await foyer.spaces.get(spaceId, { signal }) : ok({ name: known })
  if (!space.ok)
    return space.error.code === 'not-found' ? err(fail('unknown-space', { about: spaceId })) : space
  const folderPath: string[] = []
  for (let id = input.folderId; id !== null && folderPath.length < deepest;) {
    const kept: File | null = await archive.run('files.get', { id })
    const folder: Result<File> = kept === null ? await foyer.files.get(spaceId, id, { signal }) : ok(kept)
    if (!folder.ok) return folder
    if (!folder.value.isFolder || folder.value.spaceId !== spaceId)
      return err(fail('not-found', { about: id }))
    folderPath.unshift(folder.value.name)
    id = folder.value.parentId
  }
  return ok({ spaceName: space.value.name, folderPath })
}
