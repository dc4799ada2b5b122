import type { User } from '../core/person.ts'
import { ok, type Result } from '../core/result.ts'
import { createFoyerClient } from './foyer/create.ts'
import type { Ports } from './ports.ts'

export type KeyTest = {
  /** Whose key it is. */
  readonly me: User
  /** From the request's start to its parsed answer, in milliseconds. */
  readonly latencyMs: number
  /** The portal's clock minus this computer's, in milliseconds. */
  readonly clockSkewMs: number
}

/** Asks the portal whose key this is. Nothing is kept. */
export const testKey = async (ports: Ports, apiUrl: string, key: string): Promise<Result<KeyTest>> => {
  const { http, clock, random, log } = ports
  const foyer = createFoyerClient({ apiUrl, key: () => key, http, clock, random, log })
  const startedAt = clock.now()
  const me = await foyer.me()
  if (!me.ok) return me
  return ok({ me: me.value, latencyMs: clock.now() - startedAt, clockSkewMs: foyer.clockSkewMs() })
}
