import type { FileId } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { type Drop, planDrop } from '../../app/place.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { offerFiles, settle } from '../../lib/foyer.ts'

export type Target = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly path: string
}

/** Hands what was dropped or picked to the main process and opens the plan. Answers false when there was nothing. */
export const takeFiles = async (
  target: Target,
  files: readonly File[],
  with_: Pick<Drop, 'message' | 'started'> = {},
): Promise<boolean> => {
  if (files.length === 0) return false
  const answer = await settle(offerFiles(files))
  if (!answer.ok) {
    sayFailure(answer.error)
    return true
  }
  if (answer.value.roots === 0) return false
  planDrop({ ...target, dropId: answer.value.dropId, ...with_ })
  return true
}
