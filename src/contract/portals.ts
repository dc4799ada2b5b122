import { z } from 'zod'
import { keyKeeping, portalId, portalView, region } from '../core/portal.ts'
import { call, event, nothing } from './define.ts'

export const portalCalls = {
  /**
   * Tests the key (whose it is, role, latency, clock skew), keeps it, opens the archive and starts the first sync.
   * The key crosses inwards this once and never comes back: no output of any call has a place for it.
   * `keychain-missing`, `keychain-locked`, `keychain-timeout`: the caller may ask again with `keeping: 'session'`.
   */
  'portals.connect': call(
    z.object({
      name: z.string().trim().max(120).optional(),
      region,
      /** Only with region "custom". */
      url: z.string().max(2000).optional(),
      key: z.string().min(1).max(4096),
      keeping: keyKeeping,
    }),
    z.object({ portal: portalView, latencyMs: z.number(), clockSkewMs: z.number() }),
  ),
  /** Gives a connected portal another key; its archive stays. */
  'portals.replaceKey': call(
    z.object({ portalId, key: z.string().min(1).max(4096), keeping: keyKeeping }),
    portalView,
  ),
  'portals.rename': call(z.object({ portalId, name: z.string().trim().min(1).max(120) }), portalView),
  'portals.setAccent': call(z.object({ portalId, accent: z.number().int().min(0).max(5) }), portalView),
  /** P1.21: unlocks deleting and admin actions. */
  'portals.setStaffMode': call(z.object({ portalId, on: z.boolean() }), portalView),
  /** Forgets the key and deletes the portal's archive from this computer. What waits to be sent is counted first: */
  'portals.pending': call(
    z.object({ portalId }),
    z.object({ messages: z.number(), removals: z.number(), transfers: z.number() }),
  ),
  'portals.remove': call(z.object({ portalId }), nothing),
  /** What happened to the archive was read. */
  'portals.careRead': call(z.object({ portalId }), nothing),
  /** For an archive whose key is lost: sets it aside and begins an empty one. Only while it can't be opened. */
  'portals.startAfresh': call(z.object({ portalId }), nothing),
  /** Asks the portal for what changed, now. */
  'portals.refresh': call(z.object({ portalId }), nothing),
}

export const portalEvents = {
  /** The list of portals, a connection or a first sync's standing changed: re-read `portals.list`. */
  'portals.changed': event(nothing),
}
