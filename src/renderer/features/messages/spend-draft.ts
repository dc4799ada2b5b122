import { create } from 'zustand'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { without } from './draft-keeper.ts'

type Spend = (message: string) => void

/** The composer on the screen, by whose space it is. */
const useComposer = create<{ readonly key: string; readonly spend: Spend | null }>(() => ({
  key: '',
  spend: null,
}))

const keyOf = (portalId: PortalId, spaceId: SpaceId): string => `${portalId} ${spaceId}`

/** A composer says how it is told that its text has gone another way; answers how it stops. */
export const hearSpent = (portalId: PortalId, spaceId: SpaceId, spend: Spend): (() => void) => {
  useComposer.setState({ key: keyOf(portalId, spaceId), spend })
  return () => {
    if (useComposer.getState().spend === spend) useComposer.setState({ key: '', spend: null })
  }
}

type Spent = { readonly portalId: PortalId; readonly spaceId: SpaceId; readonly message: string }

/**
 * O1.18: a message that was written in a space's composer has gone with its files. The composer it was written in may
 * have been taken down since (L1.10): another one stands there, or none, and then the text is taken off the disk.
 */
export const spendDraft = ({ portalId, spaceId, message }: Spent): void => {
  const { key, spend } = useComposer.getState()
  if (spend !== null && key === keyOf(portalId, spaceId)) spend(message)
  else void spendOnDisk({ portalId, spaceId, message })
}

const spendOnDisk = async ({ portalId, spaceId, message }: Spent): Promise<void> => {
  const kept = await settle(foyer()['drafts.get']({ portalId, spaceId }))
  const content = kept.ok ? without(kept.value.content, message) : null
  if (content === null) return
  const saved = await settle(foyer()['drafts.save']({ portalId, spaceId, content }))
  if (!saved.ok) sayFailure(saved.error)
}
