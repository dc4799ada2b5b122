import type { Clock } from '../../src/engine/ports.ts'

/**
 * The stand-in directory's own time, for a process beside it: nothing is waited for, each sleep moves the directory's
 * clock ahead instead. So a reading of many minutes takes none, and the directory counts its rolling minute all the same.
 */
export const followFoundryClock = async (control: string): Promise<Clock> => {
  const advance = async (advanceMs: number): Promise<number> => {
    const answer = await fetch(`${control}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceMs }),
    })
    return ((await answer.json()) as { now: number }).now
  }
  let ahead = (await advance(0)) - Date.now()
  return {
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      ahead = Math.max(ahead, (await advance(Math.max(0, ms))) - Date.now())
    },
  }
}
