import type { UserId } from '../../src/core/person.ts'
import type { PortalId } from '../../src/core/portal.ts'
import { createFoyerClient } from '../../src/engine/foyer/create.ts'
import type { Clock, Http, Log, Random as RandomPort, Secrets } from '../../src/engine/ports.ts'
import type { Archive } from '../../src/engine/storage/client.ts'
import { createTransfers } from '../../src/engine/transfers/create.ts'
import type { TransferOptions } from '../../src/engine/transfers/options.ts'
import type { Transfers } from '../../src/engine/transfers/transfers.ts'
import type { Random } from '../portal/random.ts'
import type { Judge } from './judge.ts'
import { apiUrl } from './network.ts'

const refuse = () => Promise.reject(new Error('Transfers know no secrets'))
const unused: Secrets = { read: refuse, write: refuse, remove: refuse }

/** The transfers as the product puts them together, on the ports of one life. */
export const startEngine = (tools: {
  readonly clock: Clock
  readonly random: Random
  readonly http: Http
  readonly archive: Archive
  readonly judge: Judge
  readonly options: Partial<TransferOptions>
}): Transfers => {
  const { clock, http, archive, judge, options } = tools
  const random: RandomPort = {
    number: () => tools.random.next(),
    uuid: () => tools.random.uuid(),
    bytes: (count) => Uint8Array.from({ length: count }, () => tools.random.between(0, 255)),
  }
  const log: Log = {
    info: (event, fields) => judge.note(`log ${event} ${JSON.stringify(fields)}`),
    warn: (event, fields) => judge.note(`log ${event} ${JSON.stringify(fields)}`),
    error: (event, fields) => {
      judge.note(`log ${event} ${JSON.stringify(fields)}`)
      if (event === 'transfers.bug') judge.accuse('bug', String(fields?.['error']))
    },
  }
  const foyer = createFoyerClient({ apiUrl, key: () => 'key', http, clock, random, log })
  return createTransfers(
    {
      ...{ portalId: 'portal' as PortalId, me: { id: 'me' as UserId }, archive, foyer },
      ports: { clock, random, http, log, secrets: unused, sessionSecrets: unused },
      changed: () => undefined,
      reached: () => undefined,
    },
    options,
  )
}
