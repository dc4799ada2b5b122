import type { ConflictChoice, ConflictPolicy } from './views.ts'

/**
 * T1.129: what happens to a file whose name came into the target folder after the plan. `decided`: somebody chose for this
 * file already that both are kept. Nobody was asked about it, so _ask_ keeps both: nothing is hidden, nothing left out.
 */
export const onNewcomer = (policy: ConflictPolicy, decided: boolean, isSame: boolean): ConflictChoice => {
  if (decided) return 'keep-both'
  switch (policy) {
    case 'ask':
      return 'keep-both'
    case 'skip-same':
      return isSame ? 'skip' : 'new-version'
    default:
      return policy
  }
}
