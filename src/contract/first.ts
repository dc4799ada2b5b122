import { z } from 'zod'
import { portalId, portalView } from '../core/portal.ts'
import { settings } from '../core/settings.ts'
import { spaceSummary } from '../core/space.ts'
import { call, nothing } from './define.ts'

/**
 * What the window's first painting waits for. These stand apart because making the schemas of every call costs more
 * time than the painting has: the program reads the others once something is on the screen.
 */
export const firstCalls = {
  'portals.list': call(nothing, z.array(portalView)),
  /** Every space of a portal, newest thing first. Read from the archive: never waits for the network. */
  'spaces.list': call(z.object({ portalId }), z.array(spaceSummary)),
  'settings.get': call(nothing, settings),
  /** The window has painted its first screen: what was put off until then begins. */
  'window.painted': call(z.object({ what: z.enum(['connect', 'inbox', 'lock']) }), nothing),
}
