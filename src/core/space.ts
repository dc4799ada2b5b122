import { z } from 'zod'
import { groupId, userId } from './person.ts'

export const spaceId = z.string().min(1).max(128).brand<'SpaceId', 'inout'>()
export type SpaceId = z.infer<typeof spaceId>

/** A place for messages and files, shared by its members. Times are milliseconds since the epoch. */
export const space = z.object({
  id: spaceId,
  name: z.string(),
  members: z.object({ users: z.array(userId), groups: z.array(groupId) }),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Space = Readonly<z.infer<typeof space>>

/** A row of the inbox. Times are milliseconds since the epoch. */
export const spaceSummary = z.object({
  id: spaceId,
  name: z.string(),
  /** The newest thing in the space: a message, a file, or null when it is empty. */
  newest: z
    .object({
      kind: z.enum(['message', 'file']),
      /** Who wrote it; null for files (the API does not say). */
      author: z.string().nullable(),
      /** True when the key's own user wrote it. */
      mine: z.boolean(),
      /** First 200 characters of the message, or the file's name. */
      text: z.string(),
      at: z.number(),
    })
    .nullable(),
  /** Messages newer than the mark kept on this computer ("unread here"). */
  unread: z.number().int(),
  /** Whose turn it is by the last message's author, and since when. */
  waiting: z.object({ on: z.enum(['us', 'client']), since: z.number() }).nullable(),
  /** Messages waiting to be sent, unsure or refused; none that are scheduled for later. */
  outgoing: z.number().int(),
  /** The beginning of an unsent draft, or null. */
  draft: z.string().nullable(),
  /** Where a person put it on this computer (docs/specs/inbox.md). */
  standing: z.enum(['inbox', 'snoozed', 'done']),
  pinned: z.boolean(),
  /** While snoozed: until when, by this computer's clock; null: until the client answers. */
  snoozedUntil: z.number().nullable(),
  /** When a snooze ended by its time. */
  returnedAt: z.number().nullable(),
})
export type SpaceSummary = z.infer<typeof spaceSummary>

export const memberView = z.object({
  id: userId,
  name: z.string(),
  email: z.string(),
  role: z.string(),
  avatar: z.string().nullable(),
  /** The groups that bring this person into the space; empty when a member in person. */
  through: z.array(z.string()),
})
export type MemberView = z.infer<typeof memberView>

export const spaceDetail = z.object({
  id: spaceId,
  name: z.string(),
  members: z.array(memberView),
  memberCount: z.number().int(),
  clientCount: z.number().int(),
  messageCount: z.number().int(),
  fileCount: z.number().int(),
  waiting: spaceSummary.shape.waiting,
  /** When messages and files were last read from the portal in full; null: never yet. */
  messagesAsOf: z.number().nullable(),
  filesAsOf: z.number().nullable(),
})
export type SpaceDetail = z.infer<typeof spaceDetail>

/** Something that happened in a space, for its Activity tab. */
export const activityItem = z.object({
  kind: z.enum(['message', 'file', 'upload', 'download']),
  id: z.string(),
  title: z.string(),
  author: z.string().nullable(),
  at: z.number(),
})
export type ActivityItem = z.infer<typeof activityItem>

/** What of the archive changed. */
export const changeTopic = z.enum([
  'spaces',
  'people',
  'messages',
  'files',
  'outbox',
  'drafts',
  'watch',
  'views',
  'templates',
  'mailings',
  'setups',
  'imports',
  'customizations',
  'training',
])
export type ChangeTopic = z.infer<typeof changeTopic>
