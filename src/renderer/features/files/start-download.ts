import type { TFunction } from 'i18next'
import type { CallInput } from '../../../contract/index.ts'
import { openTransfers } from '../../app/place.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import type { DownloadAsked } from './download-sheet.tsx'

/** Starts a download and opens the transfers panel. Nothing is said when the person closed the folder dialog. */
export const startDownload = async (request: CallInput<'downloads.start'>): Promise<void> => {
  const answer = await settle(foyer()['downloads.start'](request))
  if (!answer.ok) sayFailure(answer.error)
  else if (answer.value.jobId !== null) openTransfers(true)
}

/** Everything a space holds, into a folder named after it. */
export const wholeSpace = (
  portalId: PortalId,
  spaceId: SpaceId,
  space: string,
  t: TFunction,
): DownloadAsked => ({
  ...{ portalId, spaceId, fileIds: [], folderId: null, ownFolder: true },
  what: t('download.space', { space }),
})
