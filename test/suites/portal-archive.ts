import { portalId } from '../../src/core/portal.ts'
import type { ChangeTopic, SpaceId } from '../../src/core/space.ts'
import type { PortalContext } from '../../src/engine/context.ts'
import { createFoyerClient } from '../../src/engine/foyer/create.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import type { Http, Log, Secrets } from '../../src/engine/ports.ts'
import type { Archive } from '../../src/engine/storage/client.ts'
import { uid } from './archive.ts'

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const noSecrets: Secrets = {
  read: async () => ({ ok: true, value: undefined }),
  write: async () => ({ ok: true, value: undefined }),
  remove: async () => ({ ok: true, value: undefined }),
}

export type Change = { readonly spaceId: SpaceId | null; readonly topics: readonly ChangeTopic[] }

/** A portal's context as the engine would compose it, over a real client; `changes` collects what was announced. */
export const portalContext = (
  archive: Archive,
  portal: { readonly url: string; readonly key: string; readonly me: string },
  log: Log = silent,
  through: (http: Http) => Http = (http) => http,
): PortalContext & { readonly changes: Change[]; close(): Promise<void> } => {
  const plain = createHttp()
  const http = through(plain)
  const changes: Change[] = []
  const ports = {
    clock: systemClock,
    random: systemRandom,
    http,
    secrets: noSecrets,
    sessionSecrets: noSecrets,
    log,
  }
  return {
    portalId: portalId.parse('test'),
    me: { id: uid(portal.me) },
    archive,
    foyer: createFoyerClient({
      apiUrl: portal.url,
      key: () => portal.key,
      http,
      clock: systemClock,
      random: systemRandom,
      log,
    }),
    ports,
    changed: (spaceId, topics) => changes.push({ spaceId, topics }),
    reached: () => undefined,
    changes,
    close: () => plain.close(),
  }
}
