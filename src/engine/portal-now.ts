import type { PortalContext } from './context.ts'

/** The portal's clock now, ms: an estimate from its last answer, which moves by a second or so between two calls. */
export const portalNow = ({ ports, foyer }: PortalContext): number => ports.clock.now() + foyer.clockSkewMs()
