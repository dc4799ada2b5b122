import { createEmailIndex } from './email-index.ts'
import type { EmailIndex } from './email-index.ts'
import { createFileTree } from './file-tree.ts'
import type { FileTree } from './file-tree.ts'
import { createMessageLog } from './message-log.ts'
import type { BaseMessages, MessageLog } from './message-log.ts'
import type { App, Customization, Group, Space, User } from './records.ts'

/** Everything one portal holds. Tests in the same process may read it; changing it is for the routes. */
export type Store = {
  /** The user the API key acts as. */
  keyUser: string
  readonly users: Map<string, User>
  /** The same people; whoever puts one in, changes an address or takes one out tells it. */
  readonly emails: EmailIndex
  readonly groups: Map<string, Group>
  readonly spaces: Map<string, Space>
  readonly apps: Map<string, App>
  /** Keyed by `customizationKey`. */
  readonly customizations: Map<string, Customization>
  /** User ids that were sent an invitation mail, in order. */
  readonly invitations: string[]
  /** Ids of the file entries people were told of: registrations that were not silent. */
  readonly fileNotices: string[]
  files(spaceId: string): FileTree
  messages(spaceId: string): MessageLog
  /** Which space a message is in: the documentation's `GET /messages/:id` names none. */
  spaceOfMessage(messageId: string): string | undefined
  /** Gives a space the messages it starts with. */
  startMessages(spaceId: string, base: BaseMessages): void
  removeSpace(spaceId: string): void
}

export function createStore(): Store {
  const trees = new Map<string, FileTree>()
  const logs = new Map<string, MessageLog>()
  const spaces = new Map<string, Space>()

  const files = (spaceId: string): FileTree => {
    const tree = trees.get(spaceId) ?? createFileTree()
    trees.set(spaceId, tree)
    return tree
  }
  const messages = (spaceId: string): MessageLog => {
    const log = logs.get(spaceId) ?? createMessageLog()
    logs.set(spaceId, log)
    return log
  }

  return {
    keyUser: '',
    users: new Map(),
    emails: createEmailIndex(),
    groups: new Map(),
    spaces,
    apps: new Map(),
    customizations: new Map(),
    invitations: [],
    fileNotices: [],
    files,
    messages,
    spaceOfMessage: (messageId) => {
      for (const [spaceId, log] of logs) if (log.get(messageId) !== undefined) return spaceId
      return undefined
    },
    startMessages: (spaceId, base) => {
      logs.set(spaceId, createMessageLog(base))
    },
    removeSpace: (spaceId) => {
      spaces.delete(spaceId)
      trees.delete(spaceId)
      logs.delete(spaceId)
    },
  }
}

export function customizationKey(appId: string, userId: string): string {
  return `${appId}/${userId}`
}
