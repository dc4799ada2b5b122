import type { Result } from '../../core/result.ts'
import { ok } from '../../core/result.ts'
import type { Tools } from './tools.ts'

/**
 * How many settle times a portal is given to save what it was asked. An entry that was registered twice can't be mended
 * (the API shows no versions and deletes whole entries), so this is more than any portal was seen to take.
 */
const settleTimes = 2.5

/**
 * T1.25, T1.28, quality rule 1: after a request without an answer the portal may still do what was asked. Looks again
 * and again until it can't any more; answers what was found, or null when it certainly is not there. Only waits of this
 * very run count: how long ago the request went out nobody knows after a restart, and the clock may have jumped. The
 * last look has `thorough` set.
 */
export const lookUntilSettled = async <T>(
  tools: Tools,
  look: (thorough: boolean) => Promise<Result<T | null>>,
  signal: AbortSignal,
): Promise<Result<T | null>> => {
  let left = tools.options.settleMs * settleTimes
  for (let wait = tools.options.backoffMs; ; wait = Math.min(wait * 2, 8_000)) {
    const settled = left <= 0
    const found = await look(settled)
    if (!found.ok || found.value !== null || settled) return found
    const pause = Math.min(wait, left)
    try {
      await tools.context.ports.clock.sleep(pause, signal)
    } catch (error) {
      if (!signal.aborted) throw error
      return ok(null)
    }
    left -= pause
  }
}
