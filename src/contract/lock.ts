import { z } from 'zod'
import { lockView, passphrase } from '../core/lock.ts'
import { call, event, nothing } from './define.ts'

/** docs/specs/lock.md. A passphrase goes one way only. */
export const lockCalls = {
  'lock.state': call(nothing, lockView),
  /** `wrong-passphrase`, or `lock-wait` with `retryAfterMs` while tries have to wait. */
  'lock.unlock': call(z.object({ passphrase: z.string().max(200) }), nothing),
  /** Locks the window; `usage` where no passphrase was set. */
  'lock.now': call(nothing, nothing),
  /** Sets a passphrase, or another one; `current` is the one there is. */
  'lock.set': call(z.object({ passphrase, current: z.string().max(200).nullable() }), nothing),
  'lock.remove': call(z.object({ current: z.string().max(200) }), nothing),
}

export const lockEvents = {
  'lock.changed': event(lockView),
}
