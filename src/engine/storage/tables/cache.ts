import { fileOperations } from './files.ts'
import { inboxOperations } from './inbox.ts'
import { messageOperations } from './messages.ts'
import { peopleOperations } from './people.ts'
import { spaceOperations } from './spaces.ts'
import { syncOperations } from './sync.ts'

/** What the portal holds: written by the sync engine, read by everybody. */
export const cacheOperations = {
  ...peopleOperations,
  ...spaceOperations,
  ...messageOperations,
  ...fileOperations,
  ...syncOperations,
  ...inboxOperations,
}
