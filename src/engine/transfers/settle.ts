import type { Result } from '../../core/result.ts'
import { ok } from '../../core/result.ts'
import type { Tools } from './tools.ts'

/**
 * T1.25, quality rule 1: after a request without an answer the portal may still do what was asked. Looks again and
 * again until `until` (ms since the epoch) has passed; answers what was found, or null when it certainly is not there.
 * The last look happens after `until`, with `thorough` set.
 */
export const lookUntil = async <T>(
  tools: Tools,
  until: number,
  look: (thorough: boolean) => Promise<Result<T | null>>,
  signal: AbortSignal,
): Promise<Result<T | null>> => {
  const { clock } = tools.context.ports
  for (let wait = tools.options.backoffMs; ; wait = Math.min(wait * 2, 8_000)) {
    const late = clock.now() >= until
    const found = await look(late)
    if (!found.ok || found.value !== null || late) return found
    const left = Math.max(until - clock.now(), 1)
    try {
      await clock.sleep(Math.min(wait, left), signal)
    } catch (error) {
      if (!signal.aborted) throw error
      return ok(null)
    }
  }
}
