import i18next from 'i18next'
import type { SpaceAction } from '../../../core/inbox/shelf.ts'
import { openAfter } from '../../../core/inbox/view-rules.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { isInSpaceList } from '../../app/focus.ts'
import { keepUnread } from '../../app/kept-unread.ts'
import { closeSpace, goTo, openSpace, usePlace } from '../../app/place.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import {
  chooseForMailing,
  deselect,
  clearSelection,
  rememberUndo,
  rowsOnScreen,
  setCursor,
  shownOf,
  takeUndo,
  type Undo,
  useInbox,
} from './inbox-store.ts'
import { keyboardRow, keyboardTargets } from './view.ts'

const keyboard = () => ({
  ...useInbox.getState(),
  inList: isInSpaceList(),
  open: usePlace.getState().spaceId,
})

export const rowOfKeyboard = (): SpaceId | null => keyboardRow(keyboard())

export const targets = (): readonly SpaceId[] => keyboardTargets(keyboard())

const putsAway = (action: SpaceAction): boolean => action.kind === 'done' || action.kind === 'snooze'

/** Does something with spaces, by id, and offers to undo it. What was put away makes room for the next (I1.6). */
export const actOn = async (
  portalId: PortalId,
  spaceIds: readonly SpaceId[],
  action: SpaceAction,
): Promise<void> => {
  if (spaceIds.length === 0) return
  const { cursor } = useInbox.getState()
  const rows = rowsOnScreen()
  const { spaceId: open } = usePlace.getState()
  const away = new Set(putsAway(action) ? spaceIds : [])
  const next = openAfter(rows, away, open)
  const nextCursor = openAfter(rows, away, cursor)
  if (action.kind === 'unread') keepUnread(spaceIds)
  const answer = await settle(
    foyer()['spaces.act']({
      portalId,
      spaceIds: [...spaceIds],
      action,
      shown: [...shownOf(spaceIds)],
    }),
  )
  if (!answer.ok) {
    sayFailure(answer.error)
    return
  }
  // What was selected while the answer was on its way stays selected.
  deselect(spaceIds)
  if (useInbox.getState().cursor === cursor) setCursor(nextCursor)
  // Only where the person has not gone on meanwhile.
  if (usePlace.getState().spaceId === open && next !== open) {
    if (next === null) closeSpace()
    else openSpace(next)
  }
  const words = i18next.t(`inboxMore.did.${action.kind}`, { count: answer.value.length })
  const undo: Undo = { portalId, changes: answer.value, words }
  rememberUndo(undo)
  say(words, { label: i18next.t('inboxMore.undo'), run: () => void undoAction(undo) })
}

/** Opens the screen of one message to many spaces, with these chosen. */
export const writeToMany = (spaceIds: readonly SpaceId[]): void => {
  chooseForMailing(spaceIds)
  clearSelection()
  goTo('mailing')
}

/** Takes back what an action changed: the newest one, or the one a notice speaks of. */
export const undoAction = async (wanted?: Undo): Promise<void> => {
  const undo = takeUndo(wanted)
  if (undo === undefined) {
    say(i18next.t('inboxMore.nothingToUndo'))
    return
  }
  const { portalId, changes, words } = undo
  const answer = await settle(foyer()['spaces.restore']({ portalId, changes: [...changes] }))
  if (!answer.ok) {
    rememberUndo(undo)
    sayFailure(answer.error)
    return
  }
  const [only, another] = changes
  if (only !== undefined && another === undefined && usePlace.getState().portalId === portalId) {
    openSpace(only.before.spaceId)
  }
  say(i18next.t('inboxMore.undone', { what: words }))
}
