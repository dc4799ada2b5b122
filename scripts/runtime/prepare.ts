// What every entry point does first, so that one command is enough on a fresh machine.
import { ensureBuilt } from './build.ts'
import { ensureElectron } from './electron.ts'
import { ensureSystemPackages } from './system-packages.ts'

export type Preparation = {
  /** Also a virtual display, a session bus, a keyring and fonts. */
  readonly headless: boolean
  readonly build: boolean
}

/** Sets the machine up and returns the Electron to run. Quick when everything is there. */
export const prepare = async (wanted: Preparation): Promise<{ readonly electron: string }> => {
  await ensureSystemPackages({ headless: wanted.headless })
  const electron = await ensureElectron()
  if (wanted.build) await ensureBuilt()
  return { electron: electron.path }
}

/** Electron refuses to run as root with its sandbox on; elsewhere the sandbox stays. */
export const rootFlags = (): readonly string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])
