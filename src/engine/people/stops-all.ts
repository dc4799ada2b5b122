import type { Failure } from '../../core/failure.ts'

/** Trouble that every other row would meet too. */
export const stopsAll = ({ code }: Failure): boolean =>
  code === 'key-refused' ||
  code === 'unreachable' ||
  code === 'timed-out' ||
  code === 'cancelled' ||
  code === 'throttled' ||
  code === 'tls' ||
  code === 'proxy' ||
  code === 'not-json' ||
  code === 'redirected'
