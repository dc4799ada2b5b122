import type { FailureCode } from './failure.ts'

// The codes whose `detail` is what somebody else's server said.
const quoting: ReadonlySet<FailureCode> = new Set([
  ...(['key-refused', 'forbidden', 'not-found', 'invalid', 'throttled', 'server-error'] as const),
  ...(['foundry-login', 'foundry-forbidden', 'foundry-refused', 'foundry-schema', 'foundry-busy'] as const),
  'foundry-down',
])

/** Whether a person is shown the failure's `detail` as the other side's words; elsewhere it is a code. */
export const quotesDetail = (code: FailureCode): boolean => quoting.has(code)
