import type { CallInput } from '../../../contract/index.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'

/** Starts a download; the transfers panel opens itself. Nothing is said when the person closed the folder dialog. */
export const startDownload = async (request: CallInput<'downloads.start'>): Promise<void> => {
  const answer = await settle(foyer()['downloads.start'](request))
  if (!answer.ok) sayFailure(answer.error)
}
