import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Settings } from '../../core/settings.ts'
import { defaultUserDataDir, settingsPathOf } from '../profile-dir.ts'
import { openSettingsFile } from '../settings-file.ts'
import type { Flags } from './arguments.ts'

/** What the person chose in the window: what uploads leave out, and how fast transfers may be. */
export const ownSettings = async (flags: Flags): Promise<Settings> => {
  const folder = flags['user-data-dir'] ?? defaultUserDataDir(process.platform, homedir(), process.env)
  return (await openSettingsFile(settingsPathOf(resolve(folder)))).get()
}
