import type { Clock } from '../ports.ts'

/** At the end nothing is waited for any more. */
export const sleepUnlessClosing = async (clock: Clock, ms: number, closing: AbortSignal): Promise<void> => {
  try {
    await clock.sleep(ms, closing)
  } catch (error) {
    if (!closing.aborted) throw error
  }
}
