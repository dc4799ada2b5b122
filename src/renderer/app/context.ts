import { createContext, useContext } from 'react'
import type { PortalView } from '../../core/portal.ts'
import type { Settings } from '../../core/settings.ts'
import type { FirstReads } from './first-reads.ts'

/** What the whole window shares of what it has read: few things, all of them small. */
export type Shared = {
  readonly portals: readonly PortalView[]
  readonly settings: Settings
  readonly reads: FirstReads
}

export const SharedContext = createContext<Shared | null>(null)

const useShared = (): Shared => {
  const shared = useContext(SharedContext)
  if (shared === null) throw new Error('Used outside of the app')
  return shared
}

export const usePortals = (): readonly PortalView[] => useShared().portals
export const useSettings = (): Settings => useShared().settings
export const useFirstReads = (): FirstReads => useShared().reads

/** The portal on screen. Only inside of the shell, which is shown only when there is one. */
export const PortalContext = createContext<PortalView | null>(null)

export const usePortal = (): PortalView => {
  const portal = useContext(PortalContext)
  if (portal === null) throw new Error('Used outside of the shell')
  return portal
}
