import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { Secrets } from '../../engine/ports.ts'
import { createKeychain } from './keychain.ts'
import { createSessionSecrets } from './session-secrets.ts'

type Environment = Record<string, string | undefined>

type Chosen = {
  readonly secrets: { readonly secrets: Secrets; readonly sessionSecrets: Secrets }
  /** How keys given from now on are kept. */
  readonly keeping: 'keychain' | 'session'
  /** A sentence for standard error where keys are kept in memory only. */
  readonly note: string | undefined
}

/** A keychain on a computer that was told to have none. */
const noKeychain: Secrets = {
  read: async () => err(fail('keychain-missing')),
  write: async () => err(fail('keychain-missing')),
  remove: async () => err(fail('keychain-missing')),
}

/** Memory that answers what it was given, by the last part of the account, for every portal that has no other. */
const withGiven = (memory: Secrets, given: Readonly<Record<string, string | undefined>>): Secrets => ({
  ...memory,
  read: async (account) => {
    const kept = await memory.read(account)
    if (!kept.ok || kept.value !== undefined) return kept
    return ok(given[account.split('/').at(-1) ?? ''])
  },
})

/**
 * The keychain of the system, or with FOYER_KEYCHAIN=memory none: then keys live in memory only and
 * FOYER_API_KEY gives one, and FOYER_FOUNDRY the credentials of Foundry as JSON. Both variables are taken out of the
 * environment, so that no child process inherits them.
 */
export const chooseSecrets = (env: Environment): Chosen => {
  const memory = createSessionSecrets()
  if (env['FOYER_KEYCHAIN'] !== 'memory') {
    return {
      secrets: {
        secrets: createKeychain({ service: 'Foyer Desktop', timeoutMs: 5_000 }),
        sessionSecrets: memory,
      },
      keeping: 'keychain',
      note: undefined,
    }
  }
  const given = { key: env['FOYER_API_KEY'], foundry: env['FOYER_FOUNDRY'] }
  delete env['FOYER_API_KEY']
  delete env['FOYER_FOUNDRY']
  return {
    secrets: {
      secrets: noKeychain,
      sessionSecrets: withGiven(memory, given),
    },
    keeping: 'session',
    note: 'Keys are kept in memory only (FOYER_KEYCHAIN=memory), not in a keychain.',
  }
}
