import { z } from 'zod'
import { pinQuota } from './pin-limits.ts'

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Seconds during which a message may be taken back; 0: at once. */
  undoSeconds: z.number().int().min(0).max(60),
  /** When to show who will read a message before it is sent (O1.24). */
  askAudience: z.enum(['changes', 'always']),
  /** Keep the computer from falling asleep while transfers run. */
  keepAwake: z.boolean(),
  /** What uploads leave out besides the system's own files: patterns such as `*.tmp`, `drafts/*`, `cache/` (T1.126). */
  ignorePatterns: z.array(z.string().max(200)).max(200),
  /** The most that uploads and downloads of all portals take together, in bytes a second; null: no limit (T1.83). */
  bytesPerSecond: z.number().int().min(1_000).max(10_000_000_000).nullable(),
  /** What each portal's files kept offline may take together, in bytes (P1.2). */
  pinBytes: z.number().int().min(100_000_000).max(1_000_000_000_000),
  /** Minutes after which an untouched computer locks the window, where a passphrase was set (L1.3). */
  lockAfterMinutes: z.number().int().min(1).max(240),
})
export type Settings = z.infer<typeof settings>

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
