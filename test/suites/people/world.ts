import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportRow } from '../../../src/core/people/import-row.ts'
import type { UserId } from '../../../src/core/person.ts'
import type { PortalId } from '../../../src/core/portal.ts'
import type { Result } from '../../../src/core/result.ts'
import type { PortalContext } from '../../../src/engine/context.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import { createSessionSecrets } from '../../../src/main/ports/session-secrets.ts'
import { systemClock } from '../../../src/engine/node/clock.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import type { Clock, Http, Log } from '../../../src/engine/ports.ts'
import { createImports, type Imports } from '../../../src/engine/people/imports.ts'
import { openArchive, startStorageWorker } from '../../../src/engine/storage/client.ts'
import { type Portal, startPortal } from '../../portal/server.ts'

/** How long the client waits for an answer, ms: long enough for a busy computer. */
export const apiTimeoutMs = 1_000
export const settleMs = 300
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const workerUrl = new URL('../../../src/engine/storage/worker.ts', import.meta.url)

export type Place = { readonly folder: string; readonly url: string; readonly key: string }

/** One portal's context on real files and the real network. */
export const openContext = async (
  place: Place,
  { clock = systemClock, through = (http) => http }: { clock?: Clock; through?: (http: Http) => Http } = {},
): Promise<PortalContext & { close(): Promise<void> }> => {
  const plain = createHttp()
  const http = through(plain)
  const archive = await openArchive(
    {
      ...{ cachePath: join(place.folder, 'cache.db'), journalPath: join(place.folder, 'journal.db') },
      keyHex: '07'.repeat(32),
    },
    startStorageWorker(workerUrl),
  )
  const secrets = createSessionSecrets()
  return {
    ...{ portalId: 'p1' as PortalId, me: { id: 'me' as UserId }, archive },
    foyer: createFoyerClient({
      ...{
        apiUrl: place.url,
        key: () => place.key,
        http,
        clock: systemClock,
        random: systemRandom,
        log: quiet,
      },
      ...{ timeoutMs: apiTimeoutMs },
      policy: { tries: 2, baseMs: 10, capMs: 50, retryAfterCapMs: 1_000, patienceMs: 2_000 },
    }),
    ports: { clock, random: systemRandom, http, log: quiet, secrets, sessionSecrets: secrets },
    changed: () => undefined,
    reached: () => undefined,
    close: async () => {
      await archive.close()
      await plain.close()
    },
  }
}

export type World = {
  readonly portal: Portal
  readonly place: Place
  imports(): Imports
  context(): PortalContext
  /** As after a start of the program. */
  reopen(): Promise<void>
  close(): Promise<void>
}

export const createWorld = async (
  options: { clock?: Clock; through?: (http: Http) => Http } = {},
): Promise<World> => {
  const portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  const folder = await mkdtemp(join(tmpdir(), 'foyer-people-'))
  const place = { folder, url: portal.url, key: portal.key }
  const open = async () => {
    const context = await openContext(place, options)
    return { context, imports: createImports(context, { settleMs: 2 * settleMs }) }
  }
  let now = await open()
  const shut = async (): Promise<void> => {
    await now.imports.close()
    await now.context.close()
  }
  return {
    ...{ portal, place },
    imports: () => now.imports,
    context: () => now.context,
    reopen: async () => {
      await shut()
      now = await open()
    },
    close: async () => {
      await shut()
      await portal.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`)
  return result.value
}

export const rowOf = (email: string, more: Partial<ImportRow> = {}): ImportRow => ({
  ...{ sourceId: null, line: null, email, firstName: null, lastName: null },
  ...{ phoneNumber: null, role: null, active: null, groups: [], ...more },
})

/** How often the portal has each address. */
export const addresses = (portal: Portal): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const { email } of portal.state.users.values()) {
    found.set(email.toLowerCase(), (found.get(email.toLowerCase()) ?? 0) + 1)
  }
  return found
}
