import { describe, expect, it } from 'vitest'
import { archiveCorrupt } from '../faults/archive-corrupt.ts'
import type { FaultOptions, Outcome } from '../faults/outcome.ts'
import { outboxKill } from '../faults/outbox-kill.ts'
import { syncKill } from '../faults/sync-kill.ts'

/** Runs a fault a few times; a seed that once found something belongs here. */
const through = async (
  run: (options: FaultOptions) => Promise<Outcome>,
  runs: number,
  seed: number,
): Promise<Outcome> => {
  const outcome = await run({ runs, seed })
  const { lost, doubled, corrupt, broken } = outcome
  expect({ seed, lost, doubled, corrupt, broken }).toEqual({
    ...{ seed, lost: 0, doubled: 0, corrupt: 0, broken: [] },
  })
  return outcome
}

// They mostly wait, so they run side by side.
describe.concurrent('the archive, whatever happens to it', { timeout: 120_000 }, () => {
  it('O1.1–O1.12: a sender killed at random moments, by a portal that times out, loses, doubles and swallows no message', async () => {
    const { notes } = await through(outboxKill, 4, 21)
    expect(notes['requests saved though nobody heard']).toBeGreaterThan(0)
  })

  it('A1.2, S1.1: a sync killed at random moments leaves an archive that opens whole, and the next sync completes it', async () => {
    const { notes } = await through(syncKill, 3, 22)
    expect(notes['kills']).toBe(3)
  })

  it('A1.14, A1.15: a damaged archive is set aside and made anew, and what can be read of the journal is rescued', async () => {
    const { notes } = await through(archiveCorrupt, 4, 23)
    expect(notes['archives set aside']).toBeGreaterThan(0)
  })
})
