import { z } from 'zod'
import { ok, type Result } from '../../core/result.ts'
import type { Ask, Requester } from './request.ts'

/** Deletes something; answers `{"result":{"message":"OK"}}`, of which nothing is needed. */
export const remove = async (
  { ask }: Requester,
  path: Ask<unknown>['path'],
  signal: AbortSignal | undefined,
): Promise<Result<void>> => {
  const result = await ask({ method: 'DELETE', path, schema: z.unknown(), kind: 'repeatable', signal })
  // A deletion whose first answer was lost finds nothing the second time: it is done.
  const isGone = result.ok || (result.error.code === 'not-found' && result.error.unsure === true)
  return isGone ? ok(undefined) : result
}
