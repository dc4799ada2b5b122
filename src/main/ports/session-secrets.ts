import { ok } from '../../core/result.ts'
import type { Secrets } from '../../engine/ports.ts'

/** Secrets of a person who chose "keep until I quit": in memory only, gone with the process. */
export const createSessionSecrets = (): Secrets => {
  const secrets = new Map<string, string>()
  return {
    read: async (account) => ok(secrets.get(account)),
    write: async (account, secret) => {
      secrets.set(account, secret)
      return ok(undefined)
    },
    remove: async (account) => {
      secrets.delete(account)
      return ok(undefined)
    },
  }
}
