import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageId, MessageView } from '../../../core/message.ts'
import type { RemovalView } from '../../../core/outbox/removal.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { useSettings } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'

type Removing = {
  /** The messages that are to be seen. */
  readonly without: (messages: readonly MessageView[]) => readonly MessageView[]
  /** Deletions that a person should know of: refused ones, and those that wait longer than their undo window. */
  readonly told: readonly RemovalView[]
  readonly remove: (id: MessageId) => Promise<void>
  readonly undo: (id: MessageId) => Promise<void>
}

/** What of a space is being deleted, and how one deletes (O1.34). */
export const useRemovals = (portalId: PortalId, spaceId: SpaceId): Removing => {
  const { t } = useTranslation()
  const { undoSeconds } = useSettings()
  const { value } = useQuery(
    `removals ${portalId} ${spaceId}`,
    () => foyer()['messages.removals']({ portalId, spaceId }),
    { portalId, spaceId, topics: ['outbox'] },
  )

  const without = useMemo(() => {
    const hidden = new Set(value?.hidden)
    return (messages: readonly MessageView[]): readonly MessageView[] =>
      hidden.size === 0 ? messages : messages.filter(({ id }) => !hidden.has(id))
  }, [value?.hidden])

  const undo = useCallback(
    async (messageId: MessageId): Promise<void> => {
      const answer = await settle(foyer()['messages.undoRemove']({ portalId, messageId }))
      if (answer.ok) say(t('removal.undone'))
      else if (answer.error.code === 'not-found') say(t('removal.tooLate'))
      else sayFailure(answer.error)
    },
    [portalId, t],
  )

  const remove = useCallback(
    async (messageId: MessageId): Promise<void> => {
      const answer = await settle(foyer()['messages.remove']({ portalId, spaceId, messageId }))
      if (!answer.ok) sayFailure(answer.error)
      else if (undoSeconds === 0) say(t('removal.done'))
      else {
        const action = { label: t('removal.undo'), run: () => void undo(messageId) }
        say(t('removal.done'), action, undoSeconds * 1000)
      }
    },
    [portalId, spaceId, undoSeconds, undo, t],
  )

  const told = (value?.open ?? []).filter(({ problem, undoUntil }) => problem !== null && undoUntil === null)
  return { without, told, remove, undo }
}
