import { powerMonitor } from 'electron'
import type { Presence } from '../lock-watch.ts'

/** Who sits before the computer, as Electron tells it. */
export const systemPresence: Presence = {
  state: (idleSeconds) => powerMonitor.getSystemIdleState(idleSeconds),
  onLeave: (left) => {
    powerMonitor.on('lock-screen', left)
    powerMonitor.on('suspend', left)
    return () => {
      powerMonitor.off('lock-screen', left)
      powerMonitor.off('suspend', left)
    }
  },
}
