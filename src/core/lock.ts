import { z } from 'zod'

export const passphrase = z.string().min(8).max(200)

/** How the lock stands, as the window may know it at any time. */
export const lockView = z.object({
  /** A passphrase was set. */
  enabled: z.boolean(),
  locked: z.boolean(),
  /** No passphrase is looked at before this moment, ms since the epoch; null: at once. */
  waitUntil: z.number().nullable(),
})
export type LockView = Readonly<z.infer<typeof lockView>>

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/)

/** L1.2: what is kept of a passphrase. */
export const keptLock = z.object({
  version: z.literal(1),
  n: z.number().int().min(1024).max(1_048_576),
  r: z.number().int().min(1).max(32),
  p: z.number().int().min(1).max(16),
  salt: hex,
  hash: hex,
  /** Wrong tries since the last right one. */
  wrong: z.number().int().min(0),
  waitUntil: z.number(),
})
export type KeptLock = Readonly<z.infer<typeof keptLock>>

const freeTries = 2
const longestWaitMs = 5 * 60_000

/** L1.7: how long to wait after so many wrong tries in a row, in milliseconds. */
export const waitAfter = (wrong: number): number =>
  wrong <= freeTries ? 0 : Math.min(longestWaitMs, 1000 * 2 ** Math.min(20, wrong - freeTries - 1))

/** L1.7: the rest of a wait; a clock that was set back does not make it longer than the rule. */
export const waitLeft = ({ wrong, waitUntil }: Pick<KeptLock, 'wrong' | 'waitUntil'>, now: number): number =>
  Math.max(0, Math.min(waitUntil - now, waitAfter(wrong)))

/** L1.4: what the window may call while it is locked. */
export const openWhileLocked: ReadonlySet<string> = new Set([
  'lock.state',
  'lock.unlock',
  'lock.now',
  'settings.about',
  'window.painted',
  'drafts.save',
  'messages.keepEdit',
  'mailings.keepDraft',
])
