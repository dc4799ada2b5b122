import { z } from 'zod'
import { fail } from '../../core/failure.ts'
import type { FoundrySettings } from '../../core/foundry/settings.ts'
import type { FoundryWait } from '../../core/foundry/wait.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import type { Secrets } from '../ports.ts'
import type { StoredConnection } from '../storage/tables/foundry.ts'
import { createFoundryClient, type FoundryClient } from './client.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import type { Credentials } from './request.ts'

export const foundryAccount = (portalId: PortalId): string => `portal/${portalId}/foundry`

const kept = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) })

/** A portal's connection to EVERFI Foundry. */
export type FoundryDesk = {
  connection(): Promise<StoredConnection | null>
  /** Asks Foundry for a token first; only credentials that work are kept (F1.2). */
  connect(settings: FoundrySettings, credentials: Credentials): Promise<Result<StoredConnection>>
  /** Other settings with the credentials that are kept, tried first. */
  change(settings: FoundrySettings): Promise<Result<StoredConnection>>
  disconnect(): Promise<Result<void>>
  /** `foundry-missing` where there is no connection. */
  client(): Promise<Result<FoundryClient>>
  /** Told of each wait as it begins: for whoever waits. Answers the function that stops listening. */
  onWait(listener: (wait: FoundryWait) => void): () => void
}

export const createFoundryDesk = (context: PortalContext, secrets: Secrets): FoundryDesk => {
  const { archive, ports, portalId } = context
  const account = foundryAccount(portalId)
  let limit = 100
  const listeners = new Set<(wait: FoundryWait) => void>()
  const onWait = (wait: FoundryWait): void => {
    for (const listener of listeners) listener(wait)
  }
  const memory = {
    load: () => archive.run('foundry.pace', { now: ports.clock.now() }),
    began: (id: string, at: number) => archive.run('foundry.paceBegan', { id, at }),
    ended: (id: string, at: number) => archive.run('foundry.paceEnded', { id, at }),
  }
  // One for the life of the portal: whatever is asked of Foundry goes by the same pace.
  const limiter: Limiter = createLimiter(
    { clock: ports.clock, uuid: () => ports.random.uuid(), onWait },
    () => limit,
    memory,
  )
  const clientWith = (settings: FoundrySettings, credentials: Credentials): FoundryClient => {
    limit = settings.requestsPerMinute
    const { http, clock, random, log } = ports
    return createFoundryClient({ settings, credentials, limiter, http, clock, random, log, onWait })
  }
  const credentials = async (): Promise<Result<Credentials>> => {
    const secret = await secrets.read(account)
    if (!secret.ok) return secret
    const read = kept.safeParse(secret.value === undefined ? undefined : parsed(secret.value))
    return read.success ? ok(read.data) : err(fail('foundry-missing'))
  }
  const save = async (
    settings: FoundrySettings,
    { clientId }: Credentials,
  ): Promise<Result<StoredConnection>> => {
    await archive.run('foundry.connect', { settings, clientEnd: clientId.slice(-4), at: ports.clock.now() })
    const connection = await archive.run('foundry.connection', undefined)
    return connection === null ? err(fail('foundry-missing')) : ok(connection)
  }
  return {
    connection: () => archive.run('foundry.connection', undefined),
    connect: async (settings, given) => {
      const tried = await clientWith(settings, given).login()
      if (!tried.ok) return tried
      const { clientId, clientSecret } = given
      const saved = await secrets.write(account, JSON.stringify({ clientId, clientSecret }))
      return saved.ok ? save(settings, given) : saved
    },
    change: async (settings) => {
      const known = await credentials()
      if (!known.ok) return known
      const tried = await clientWith(settings, known.value).login()
      return tried.ok ? save(settings, known.value) : tried
    },
    disconnect: async () => {
      const removed = await secrets.remove(account)
      await archive.run('foundry.disconnect', undefined)
      return removed
    },
    client: async () => {
      const connection = await archive.run('foundry.connection', undefined)
      if (connection === null) return err(fail('foundry-missing'))
      const known = await credentials()
      return known.ok ? ok(clientWith(connection.settings, known.value)) : known
    },
    onWait: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
