import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { defaultUserDataDir, settingsPathOf } from '../profile-dir.ts'
import { openSettingsFile } from '../settings-file.ts'
import type { Flags } from './arguments.ts'

/** The person's own patterns of what uploads leave out, as the window's settings keep them. */
export const ignorePatterns = async (flags: Flags): Promise<readonly string[]> => {
  const folder = flags['user-data-dir'] ?? defaultUserDataDir(process.platform, homedir(), process.env)
  return (await openSettingsFile(settingsPathOf(resolve(folder)))).get().ignorePatterns
}
