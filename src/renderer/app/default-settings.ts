import { pinQuota } from '../../core/pin-limits.ts'
import type { Settings } from '../../core/settings.ts'

/** Until the settings are read. Not imported from core: its schema library would come along into the first chunk. */
export const defaultSettings: Settings = {
  theme: 'system',
  density: 'comfortable',
  undoSeconds: 5,
  askAudience: 'changes',
  keepAwake: true,
  ignorePatterns: [],
  bytesPerSecond: null,
  pinBytes: pinQuota,
  lockAfterMinutes: 10,
}
