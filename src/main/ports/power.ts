import { net, powerMonitor } from 'electron'
import type { Engine } from '../../engine/engine.ts'

const askEveryMs = 3_000

/**
 * Tells the engine of sleep, of the battery and of the network. Electron has no event for the network, so it is asked; "offline"
 * means that no remote host can be reached, which says nothing of a portal on this very computer.
 */
export const followPower = (engine: Engine): (() => void) => {
  const sleep = (): void => engine.setAwake(false)
  const wake = (): void => engine.setAwake(true)
  powerMonitor.on('suspend', sleep)
  powerMonitor.on('resume', wake)

  const save = (): void => engine.setSaving(true)
  const spend = (): void => engine.setSaving(false)
  powerMonitor.on('on-battery', save)
  powerMonitor.on('on-ac', spend)
  engine.setSaving(powerMonitor.isOnBatteryPower())

  let online = true
  const ask = (): void => {
    const now = net.isOnline() || engine.portals.list().some((portal) => isHere(portal.apiUrl))
    if (now !== online) engine.setOnline(now)
    online = now
  }
  ask()
  const timer = setInterval(ask, askEveryMs)
  return () => {
    clearInterval(timer)
    powerMonitor.off('suspend', sleep)
    powerMonitor.off('resume', wake)
    powerMonitor.off('on-battery', save)
    powerMonitor.off('on-ac', spend)
  }
}

const isHere = (apiUrl: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/.test(apiUrl)
