import { archiveCorrupt } from './archive-corrupt.ts'
import { diskError } from './disk-error.ts'
import { diskFull } from './disk-full.ts'
import { downloadKill } from './download-kill.ts'
import { importKill } from './import-kill.ts'
import { networkFlap } from './network-flap.ts'
import type { FaultOptions, Outcome } from './outcome.ts'
import { outboxKill } from './outbox-kill.ts'
import { powerCut } from './power-cut.ts'
import { registerLostReply } from './register-lost-reply.ts'
import { sasExpiry } from './sas-expiry.ts'
import { sourceChanges } from './source-changes.ts'
import { syncKill } from './sync-kill.ts'
import { throttle } from './throttle.ts'
import { uploadKill, uploadKillLateCommit } from './upload-kill.ts'

/** A fault by its name: how it is run, and how often when nobody says (within a minute). */
type Fault = { readonly run: (options: FaultOptions) => Promise<Outcome>; readonly runs: number }

/** What a person may have to wait for an archive, whatever state it is in. */
const usableMs = 5_000

const usable =
  (run: Fault['run']): Fault['run'] =>
  async (options) => {
    const outcome = await run(options)
    const slowest = outcome.notes['slowest opening, ms'] ?? 0
    if (slowest > usableMs) outcome.broken.push(`an archive was usable only after ${slowest} ms`)
    return outcome
  }

export const faults: Readonly<Record<string, Fault>> = {
  'upload-kill': { run: uploadKill, runs: 20 },
  'upload-kill-late-commit': { run: uploadKillLateCommit, runs: 20 },
  'register-lost-reply': { run: registerLostReply, runs: 3 },
  'sas-expiry': { run: sasExpiry, runs: 4 },
  'network-flap': { run: networkFlap, runs: 4 },
  throttle: { run: throttle, runs: 3 },
  'source-changes': { run: sourceChanges, runs: 10 },
  'disk-full': { run: diskFull, runs: 6 },
  'disk-error': { run: diskError, runs: 6 },
  'power-cut': { run: powerCut, runs: 8 },
  'download-kill': { run: downloadKill, runs: 20 },
  'import-kill': { run: importKill, runs: 20 },
  'outbox-kill': { run: outboxKill, runs: 20 },
  'sync-kill': { run: usable(syncKill), runs: 50 },
  'archive-corrupt': { run: usable(archiveCorrupt), runs: 40 },
}
