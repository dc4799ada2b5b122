import { type Failure, fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { reactionTo } from '../../core/transfers/reaction.ts'
import { readFolder } from './remote-folder.ts'
import type { Tools } from './tools.ts'

/** T1.32: a folder's entries from the portal; while it can't be reached, from the archive. */
export type FolderReader = (spaceId: SpaceId, parentId: FileId | null) => Promise<Result<readonly File[]>>

export const createReader = (tools: Tools, signal: AbortSignal): FolderReader => {
  let offline = false
  return async (spaceId, parentId) => {
    if (!offline) {
      const fresh = await readFolder(tools.context.foyer, { spaceId, parentId }, signal)
      if (fresh.ok || !isAway(fresh.error)) return fresh
      offline = true
    }
    return ok(await tools.context.archive.run('files.children', { spaceId, parentId }))
  }
}

const isAway = (failure: Failure): boolean =>
  failure.code !== 'key-refused' &&
  (reactionTo(failure) === 'wait' || failure.code === 'timed-out' || failure.code === 'server-error')

/** The space's name and the names down to the target folder: from the portal, else from the archive. */
export const readTarget = async (
  input: { readonly spaceId: SpaceId; readonly folderId: FileId | null },
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<{ readonly spaceName: string; readonly folderPath: string[] }>> => {
  const { foyer, archive } = tools.context
  const { spaceId } = input
  const known = await archive.run('spaces.name', { spaceId })
  const space = known === null ? await foyer.spaces.get(spaceId, { signal }) : ok({ name: known })
  if (!space.ok)
    return space.error.code === 'not-found' ? err(fail('unknown-space', { about: spaceId })) : space
  const folderPath: string[] = []
  for (let id = input.folderId; id !== null && folderPath.length < 500;) {
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
