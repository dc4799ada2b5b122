import type { TFunction } from 'i18next'
import type { FileRow } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'

/** A drag that is not ready in this time says that it is being fetched, in milliseconds. */
const patienceMs = 400

/**
 * Features 53: rows leave the window as files. The system can only drag what is on the disk, so they are fetched first,
 * while the button is held; a file that was fetched before goes at once. Let go too early, and the next try is quick.
 */
export const dragOut = (
  portalId: PortalId,
  spaceId: SpaceId,
  rows: readonly FileRow[],
  t: TFunction,
): void => {
  if (rows.some(({ isFolder }) => isFolder)) {
    say(t('drag.folder'))
    return
  }
  const held = watchButton()
  const slow = setTimeout(() => say(t('drag.preparing')), patienceMs)
  const fileIds = rows.map(({ id }) => id)
  void settle(foyer()['files.prepareDrag']({ portalId, spaceId, fileIds })).then(async (answer) => {
    clearTimeout(slow)
    const stillHeld = held.end()
    if (!answer.ok) sayFailure(answer.error)
    else if (!stillHeld) say(t('drag.ready'))
    else {
      const started = await settle(foyer()['files.startDrag']({ dragId: answer.value.dragId }))
      if (!started.ok) sayFailure(started.error)
    }
  })
}

/** Whether the button that began the drag is still down. A prevented drag leaves the page its pointer events. */
const watchButton = (): { readonly end: () => boolean } => {
  const state = { held: true }
  const release = (): void => {
    state.held = false
  }
  const names = ['pointerup', 'pointercancel', 'mouseup', 'blur'] as const
  for (const name of names) window.addEventListener(name, release, { once: true, capture: true })
  return {
    end: () => {
      for (const name of names) window.removeEventListener(name, release, { capture: true })
      return state.held
    },
  }
}
