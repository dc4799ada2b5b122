import { createApps } from './apps.ts'
import type { FoyerClient } from './client.ts'
import { createFiles } from './files.ts'
import { createGroups } from './groups.ts'
import { createMessages } from './messages.ts'
import { createRequester, type FoyerOptions } from './request.ts'
import { createSpaces } from './spaces.ts'
import { createUsers } from './users.ts'
import { userWire } from './wire.ts'

/** A client of one portal's API, acting as the key's user. */
export const createFoyerClient = (options: FoyerOptions): FoyerClient => {
  const requester = createRequester(options)
  return {
    me: ({ signal } = {}) =>
      requester.ask({ method: 'GET', path: ['me'], schema: userWire, kind: 'read', signal }),
    clockSkewMs: () => requester.clockSkewMs(),
    throttles: () => requester.throttles(),
    users: createUsers(requester),
    groups: createGroups(requester),
    spaces: createSpaces(requester),
    files: createFiles(requester),
    messages: createMessages(requester),
    apps: createApps(requester),
  }
}
