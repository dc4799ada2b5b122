import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { type ConflictPolicy, conflictPolicy } from '../../core/transfers/views.ts'
import type { Flags } from './arguments.ts'

/** What --conflict says. Nobody can be asked file by file on a command line. */
export const conflictFlag = (flags: Flags): Result<ConflictPolicy> => {
  const policy = conflictPolicy.exclude(['ask']).safeParse(flags.conflict ?? 'new-version')
  return policy.success
    ? ok(policy.data)
    : err(fail('usage', { detail: '--conflict is new-version, skip, skip-same or keep-both.' }))
}
