// What a test asks of the portal's own memory: the other end of the truth.
import type { LogEntry } from '../portal/request-log.ts'
import type { Portal } from '../portal/server.ts'

/** How many messages the portal holds with exactly this text. */
export const messagesSaying = (portal: Portal, content: string): number => {
  let count = 0
  for (const id of portal.state.spaces.keys()) {
    for (const message of portal.state.messages(id).all()) if (message.content === content) count += 1
  }
  return count
}

/** The requests the portal saw, by method and path. */
export const requestsTo = (portal: Portal, method: string, path: RegExp): readonly LogEntry[] =>
  portal.log
    .entries()
    .filter((entry) => entry.method === method && path.test(new URL(entry.url, portal.url).pathname))
