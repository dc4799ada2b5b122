import { z } from 'zod'
import { portalId } from '../core/portal.ts'
import { activityItem, changeTopic, spaceDetail, spaceId, spaceSummary } from '../core/space.ts'
import { call, event } from './define.ts'

export const spaceCalls = {
  /** Every space of a portal, newest thing first. Read from the archive: never waits for the network. */
  'spaces.list': call(z.object({ portalId }), z.array(spaceSummary)),
  'spaces.get': call(z.object({ portalId, spaceId }), spaceDetail),
  'spaces.activity': call(
    z.object({ portalId, spaceId, limit: z.number().int().min(1).max(200) }),
    z.array(activityItem),
  ),
  /** Tells the engine what is on screen, so that it is polled in seconds; null when nothing is. */
  'spaces.watch': call(z.object({ portalId, spaceId: spaceId.nullable() }), z.undefined()),
  /** Everything up to this moment counts as read here. */
  'spaces.markRead': call(z.object({ portalId, spaceId, upTo: z.number() }), z.undefined()),
  /** The newest message from the other side counts as unread again. */
  'spaces.markUnread': call(z.object({ portalId, spaceId }), z.undefined()),
}

export const spaceEvents = {
  /** The archive changed: re-read what of it is on screen. `spaceId` null: possibly every space. */
  changed: event(z.object({ portalId, spaceId: spaceId.nullable(), topics: z.array(changeTopic) })),
}
