import type { Failure } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
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
