import type { FileId, FileRow } from '../core/file.ts'
import type { Shown, SpaceAction, SpaceChange } from '../core/inbox/shelf.ts'
import type { SavedView } from '../core/inbox/view.ts'
import type { MessageCursor, MessageGap, MessageId, MessageView } from '../core/message.ts'
import type { OutboxId, OutgoingView } from '../core/outbox/outgoing.ts'
import type { PersonView } from '../core/person.ts'
import type { Portal } from '../core/portal.ts'
import type { Result } from '../core/result.ts'
import type { SearchHit } from '../core/search/hit.ts'
import type { Ranked, SearchOrder } from '../core/search/ranked.ts'
import type { ActivityItem, SpaceDetail, SpaceId, SpaceSummary } from '../core/space.ts'
import type { Audience } from '../core/writing/audience.ts'
import type { Template } from '../core/writing/template.ts'
import type { Mailings } from './outbox/mailings.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Removals } from './outbox/removals.ts'
import type { Thread, ThreadFormat } from './reads/thread.ts'
import type { Pins } from './pins/pins.ts'
import type { PeopleParts } from './people/parts.ts'
import type { CompareInput, Comparison } from './transfers/compare.ts'
import type { Transfers } from './transfers/transfers.ts'
import type { WatchFolders } from './watch/watch-folders.ts'

/** How far a sync has come; `total` null while it is not known. */
export type SyncProgress = {
  readonly done: number
  readonly total: number | null
  readonly space: string | null
}

/** One portal, opened: everything the window and the command line can do with it. Reads come from the archive. */
export type PortalEngine = PeopleParts & {
  readonly portal: () => Portal
  readonly spaces: {
    list(): Promise<readonly SpaceSummary[]>
    get(spaceId: SpaceId): Promise<Result<SpaceDetail>>
    activity(spaceId: SpaceId, limit: number): Promise<readonly ActivityItem[]>
    /** What is on screen; `folderId` undefined: none of its folders. */
    watch(spaceId: SpaceId | null, folderId?: FileId | null): void
    markRead(spaceId: SpaceId, upTo: number): Promise<void>
    markUnread(spaceId: SpaceId): Promise<void>
    /** I1.5: one action on many spaces; answers what changed, for `restore`. */
    act(
      spaceIds: readonly SpaceId[],
      action: SpaceAction,
      shown: readonly Shown[],
    ): Promise<readonly SpaceChange[]>
    restore(changes: readonly SpaceChange[]): Promise<void>
    /** By id or by exact name (then by name without regard to case): `unknown-space` or `ambiguous` otherwise. */
    find(idOrName: string): Promise<Result<{ readonly id: SpaceId; readonly name: string }>>
  }
  /** I1.8: the inbox's saved views. */
  readonly views: {
    list(): Promise<readonly SavedView[]>
    save(view: SavedView): Promise<void>
    remove(id: SavedView['id']): Promise<void>
  }
  readonly messages: {
    page(
      spaceId: SpaceId,
      before: MessageCursor | null,
      limit: number,
    ): Promise<{
      readonly messages: readonly MessageView[]
      readonly older: MessageCursor | null
      readonly complete: boolean
      readonly gaps: readonly MessageGap[]
    }>
    around(
      spaceId: SpaceId,
      messageId: MessageId,
      limit: number,
    ): Promise<
      Result<{
        readonly messages: readonly MessageView[]
        readonly older: MessageCursor | null
        readonly newer: MessageCursor | null
        readonly gaps: readonly MessageGap[]
      }>
    >
    /** O1.24 */
    audience(spaceId: SpaceId): Promise<Audience>
    /** What the archive holds of a space's messages, oldest first, as a file's pieces. */
    thread(spaceId: SpaceId, format: ThreadFormat): Promise<Result<Thread>>
    outgoing(spaceId: SpaceId): Promise<readonly OutgoingView[]>
    send(
      spaceId: SpaceId,
      content: string,
      undoMs: number,
      sendAt?: number | null,
    ): Promise<Result<{ readonly id: OutboxId }>>
    readonly edit: Outbox['edit']
    readonly hold: Outbox['hold']
    readonly release: Outbox['release']
    readonly keepEdit: Outbox['keepEdit']
    undo(outboxId: OutboxId): Promise<Result<{ readonly content: string }>>
    resolve(
      outboxId: OutboxId,
      action: 'send-again' | 'discard',
    ): Promise<Result<{ readonly content: string }>>
    /** Resolves once the row has left the outbox, been refused or become unsure (for the command line). */
    settled(outboxId: OutboxId, signal?: AbortSignal): Promise<Result<{ readonly messageId: MessageId }>>
  }
  /** Messages that are being deleted (O1.33 to O1.39). */
  readonly removals: Pick<Removals, 'remove' | 'undo' | 'resolve' | 'ofSpace' | 'settled'>
  /** O1.23 */
  readonly templates: {
    list(): Promise<readonly Template[]>
    save(template: Template): Promise<void>
    remove(id: Template['id']): Promise<void>
  }
  readonly mailings: Mailings
  readonly drafts: {
    get(spaceId: SpaceId): Promise<string>
    save(spaceId: SpaceId, content: string): Promise<void>
  }
  readonly files: {
    list(
      spaceId: SpaceId,
      folderId: FileId | null,
    ): Promise<
      Result<{
        readonly rows: readonly FileRow[]
        readonly path: readonly { readonly id: FileId; readonly name: string }[]
        readonly asOf: number | null
      }>
    >
    createFolder(
      spaceId: SpaceId,
      folderId: FileId | null,
      name: string,
    ): Promise<Result<{ readonly id: FileId }>>
    /** The folder that `names` lead to from the top, asked of the portal; `create` makes those that are missing. */
    folder(
      spaceId: SpaceId,
      names: readonly string[],
      missing: 'find' | 'create',
      signal?: AbortSignal,
    ): Promise<Result<{ readonly id: FileId | null }>>
  }
  readonly pins: Omit<Pins, 'close'>
  readonly people: { list(): Promise<readonly PersonView[]> }
  readonly search: {
    query(query: string, limit: number, order: SearchOrder): Promise<readonly Ranked<SearchHit>[]>
  }
  readonly sync: {
    /** Reads the whole portal once: spaces, people, newest messages, file trees. */
    everything(
      onProgress: (progress: SyncProgress) => void,
      signal?: AbortSignal,
    ): Promise<Result<SyncProgress>>
    /** Asks for what changed, now. */
    refresh(): void
    /** The list of spaces, read afresh. */
    spaces(signal?: AbortSignal): Promise<Result<void>>
    /** One space's files, folder by folder, read afresh. */
    files(spaceId: SpaceId, signal?: AbortSignal): Promise<Result<void>>
  }
  readonly transfers: Transfers
  readonly watchFolders: WatchFolders
  /** Begins to compare a folder of this computer with one of a space. */
  compare(input: CompareInput): Comparison
  /** Messages, deletions of messages and transfers that only this computer holds. */
  pending(): Promise<{ readonly messages: number; readonly removals: number; readonly transfers: number }>
  close(): Promise<void>
}
