import { z } from 'zod'
import { fileId } from '../core/file.ts'
import { shownSpace, spaceAction, spaceChange } from '../core/inbox/shelf.ts'
import { savedView, viewId } from '../core/inbox/view.ts'
import { portalId } from '../core/portal.ts'
import { activityItem, changeTopic, spaceDetail, spaceId } from '../core/space.ts'
import { call, event } from './define.ts'

export const spaceCalls = {
  'spaces.get': call(z.object({ portalId, spaceId }), spaceDetail),
  'spaces.activity': call(
    z.object({ portalId, spaceId, limit: z.number().int().min(1).max(200) }),
    z.array(activityItem),
  ),
  /**
   * Tells the engine what is on screen, so that it is polled in seconds; null when nothing is. `folderId`: the folder
   * on screen, null for the top level, absent where no files are shown (S1.18).
   */
  'spaces.watch': call(
    z.object({ portalId, spaceId: spaceId.nullable(), folderId: fileId.nullable().optional() }),
    z.undefined(),
  ),
  /** Everything up to this moment counts as read here. */
  'spaces.markRead': call(z.object({ portalId, spaceId, upTo: z.number() }), z.undefined()),
  /** The newest message from the other side counts as unread again. */
  'spaces.markUnread': call(z.object({ portalId, spaceId }), z.undefined()),
  /** I1.5: one action on many spaces, all or none; answers what changed, which `spaces.restore` takes back. */
  'spaces.act': call(
    z.object({
      portalId,
      spaceIds: z.array(spaceId).min(1).max(5000),
      action: spaceAction,
      /** What came after it nobody saw: it counts neither as read nor as done. */
      shown: z.array(shownSpace).max(5000),
    }),
    z.array(spaceChange),
  ),
  'spaces.restore': call(z.object({ portalId, changes: z.array(spaceChange).max(5000) }), z.undefined()),
  /** The inbox's saved views, in their order. */
  'views.list': call(z.object({ portalId }), z.array(savedView)),
  /** `id` null: a new one, at the end. An id that is gone brings the view back. */
  'views.save': call(z.object({ portalId, view: savedView.extend({ id: viewId.nullable() }) }), savedView),
  'views.remove': call(z.object({ portalId, viewId }), z.undefined()),
}

export const spaceEvents = {
  /** The archive changed: re-read what of it is on screen. `spaceId` null: possibly every space. */
  changed: event(z.object({ portalId, spaceId: spaceId.nullable(), topics: z.array(changeTopic) })),
}
