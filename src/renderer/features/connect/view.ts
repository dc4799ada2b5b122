import type { FailureCode } from '../../../core/failure.ts'

/** Failures after which a key can still be kept in memory until the program quits (features 1). */
export const offersSession = (code: FailureCode): boolean =>
  code === 'keychain-missing' || code === 'keychain-locked' || code === 'keychain-timeout'

/** Whole minutes by which the clocks differ, when that is worth a word: from two minutes on. */
export const clockSkewMinutes = (skewMs: number): number => {
  const minutes = Math.round(Math.abs(skewMs) / 60_000)
  return minutes >= 2 ? minutes : 0
}
