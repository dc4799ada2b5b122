import type { Settings } from '../../../core/settings.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'

/** Writes some settings; `settings.changed` brings them to the window. */
export const changeSettings = async (change: Partial<Settings>): Promise<void> => {
  const answer = await settle(foyer()['settings.set'](change))
  if (!answer.ok) sayFailure(answer.error)
}
