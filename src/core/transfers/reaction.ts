import type { Failure } from '../failure.ts'

/**
 * T1.60: what a failure means for the work at hand.
 * - `wait`: nothing of this portal can go on; all workers wait at one gate, as long as it takes.
 * - `retry`: this request may go better in a moment; a few attempts, then the file fails.
 * - `restart`: what was sent or fetched can't be used; the file begins again.
 * - `fail`: the file fails and the rest goes on.
 */
export type Reaction = 'wait' | 'retry' | 'restart' | 'fail'

export const reactionTo = (failure: Failure): Reaction => {
  switch (failure.code) {
    case 'unreachable':
    case 'throttled':
    case 'key-refused':
    case 'not-json':
    case 'proxy':
    case 'tls':
      return 'wait'
    case 'server-error':
    case 'timed-out':
    case 'sas-refused':
    case 'unexpected-answer':
    case 'redirected':
      return 'retry'
    case 'source-changed':
    case 'integrity':
      return 'restart'
    default:
      return 'fail'
  }
}

/**
 * T1.60: no answer at all to what was sent. Of so many different requests in a row it is an outage, which is waited for;
 * of one it may be that request's own trouble. A 408 is an answer.
 */
export const isSilence = ({ code, status }: Failure): boolean => code === 'timed-out' && status === undefined
export const silentRequests = 2

/** Attempts at one request, or restarts of one file, before the file fails. */
export const maxAttempts = 6
export const maxRestarts = 2
