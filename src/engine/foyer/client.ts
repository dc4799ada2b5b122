import type { App, AppId, AppUserCustomization } from '../../core/app.ts'
import type { File, FileId } from '../../core/file.ts'
import type { Message, MessageId } from '../../core/message.ts'
import type { Group, GroupId, User, UserId } from '../../core/person.ts'
import type { Result } from '../../core/result.ts'
import type { Space, SpaceId } from '../../core/space.ts'

/** One page of a search. `pageSize` 1 to 100, `pageNumber` from 1. Items shift while paging: callers de-duplicate by id. */
export type PageQuery<Field extends string> = {
  readonly query?: string
  readonly orderBy?: readonly { readonly id: Field; readonly dir: 'asc' | 'desc' }[]
  readonly pageSize: number
  readonly pageNumber: number
}

/** `count` is null where the API gives none (messages). */
export type Page<T> = { readonly results: readonly T[]; readonly count: number | null }

/** A SAS for one space's container. `url` carries the token in its query; `token` is the query alone, without "?". */
export type Sas = { readonly token: string; readonly url: string }

export type NewUser = {
  readonly email: string
  readonly role: string
  readonly firstName?: string
  readonly lastName?: string
  readonly phoneNumber?: string
  readonly avatar?: string
  readonly sendRegistrationEmail?: boolean
  readonly makeDefaultSpace?: boolean
}
/** null: the field is emptied. */
export type UserChange = Partial<
  Pick<NewUser, 'email' | 'role'> &
    Readonly<Record<'firstName' | 'lastName' | 'phoneNumber' | 'avatar', string | null>>
>
export type NewGroup = { readonly name: string; readonly users: readonly UserId[]; readonly logo?: string }
export type Members = { readonly users: readonly UserId[]; readonly groups: readonly GroupId[] }
export type NewSpace = { readonly name: string; readonly members: Members }
export type MemberFilter = { readonly userId: UserId } | { readonly groupId: GroupId }
export type BuiltInGroup = 'all_clients' | 'all_staff' | 'all_admins' | 'all_users'
export type NewFile = {
  readonly parentId: FileId | null
  readonly name: string
  readonly size: number
  /** The bare blob name (a uuid v4), as the contract's table of differences says. */
  readonly blob: string
  readonly thumbnailBlob?: string
  readonly silent?: boolean
}

type Options = { readonly signal?: AbortSignal }

/**
 * Foyer's API, typed. Every answer is parsed; failures are values.
 * What is safe to repeat is retried on 429, 503 and network trouble with back-off and full jitter.
 * What creates something (`create`, `createFolder`, `register`, `send`) is repeated only when it certainly did not
 * arrive; otherwise the failure carries `unsure: true` and the caller looks before it sends again (quality rule 1).
 */
export type FoyerClient = {
  me(options?: Options): Promise<Result<User>>
  /** The portal's clock minus ours in milliseconds, learnt from the last answer's Date header; 0 before the first. */
  clockSkewMs(): number
  /** How often the portal asked to be asked less (429), whoever of us asked it. */
  throttles(): number
  readonly users: {
    search(
      page: PageQuery<'email' | 'first_name' | 'last_name' | 'created_at'>,
      options?: Options,
    ): Promise<Result<Page<User>>>
    get(id: UserId, options?: Options): Promise<Result<User>>
    create(user: NewUser, options?: Options): Promise<Result<User>>
    update(id: UserId, change: UserChange, options?: Options): Promise<Result<User>>
    remove(id: UserId, options?: Options): Promise<Result<void>>
  }
  readonly groups: {
    search(page: PageQuery<'name' | 'created_at'>, options?: Options): Promise<Result<Page<Group>>>
    get(id: GroupId, options?: Options): Promise<Result<Group>>
    builtIn(name: BuiltInGroup, options?: Options): Promise<Result<Group>>
    create(group: NewGroup, options?: Options): Promise<Result<Group>>
    update(id: GroupId, change: Partial<NewGroup>, options?: Options): Promise<Result<Group>>
    remove(id: GroupId, options?: Options): Promise<Result<void>>
  }
  readonly spaces: {
    search(
      page: PageQuery<'name' | 'created_at'> & { readonly memberFilters?: readonly MemberFilter[] },
      options?: Options,
    ): Promise<Result<Page<Space>>>
    get(id: SpaceId, options?: Options): Promise<Result<Space>>
    create(space: NewSpace, options?: Options): Promise<Result<Space>>
    update(id: SpaceId, change: Partial<NewSpace>, options?: Options): Promise<Result<Space>>
    remove(id: SpaceId, options?: Options): Promise<Result<void>>
    sas(id: SpaceId, options?: Options): Promise<Result<Sas>>
  }
  readonly files: {
    /** One folder's entries, folders first; `parentId` null: the top level. */
    search(
      spaceId: SpaceId,
      page: PageQuery<'name' | 'created_at'> & { readonly parentId: FileId | null },
      options?: Options,
    ): Promise<Result<Page<File>>>
    get(spaceId: SpaceId, id: FileId, options?: Options): Promise<Result<File>>
    createFolder(
      spaceId: SpaceId,
      folder: { readonly name: string; readonly parentId: FileId | null; readonly silent?: boolean },
      options?: Options,
    ): Promise<Result<File>>
    register(spaceId: SpaceId, file: NewFile, options?: Options): Promise<Result<File>>
    remove(spaceId: SpaceId, id: FileId, options?: Options): Promise<Result<void>>
  }
  readonly messages: {
    /** Newest first. The API gives no count. */
    search(spaceId: SpaceId, page: PageQuery<'created_at'>, options?: Options): Promise<Result<Page<Message>>>
    get(spaceId: SpaceId, id: MessageId, options?: Options): Promise<Result<Message>>
    /** `userId` only for the explicit "send as" action. */
    send(
      spaceId: SpaceId,
      message: { readonly content: string; readonly userId?: UserId },
      options?: Options,
    ): Promise<Result<Message>>
    remove(spaceId: SpaceId, id: MessageId, options?: Options): Promise<Result<void>>
  }
  readonly apps: {
    list(options?: Options): Promise<Result<readonly App[]>>
    get(id: AppId, options?: Options): Promise<Result<App>>
    create(app: Readonly<Record<string, unknown>>, options?: Options): Promise<Result<App>>
    update(id: AppId, change: Readonly<Record<string, unknown>>, options?: Options): Promise<Result<App>>
    remove(id: AppId, options?: Options): Promise<Result<void>>
    customization(id: AppId, userId: UserId, options?: Options): Promise<Result<AppUserCustomization>>
    setCustomization(
      id: AppId,
      userId: UserId,
      config: Readonly<Record<string, unknown>>,
      options?: Options,
    ): Promise<Result<AppUserCustomization>>
    removeCustomization(id: AppId, userId: UserId, options?: Options): Promise<Result<void>>
  }
}
