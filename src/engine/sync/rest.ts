import type { Clock } from '../ports.ts'

/** Waits, or less when the signal says so: being woken is no error here. */
export const rest = async (clock: Clock, ms: number, signal: AbortSignal): Promise<void> => {
  const woken = (): boolean => signal.aborted
  if (woken()) return
  try {
    await clock.sleep(ms, signal)
  } catch (error) {
    if (!woken()) throw error
  }
}
