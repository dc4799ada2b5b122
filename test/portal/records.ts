/** What the portal stores and answers: the objects of the Foyer API, as its documentation prints them. */

export const roles = ['guest', 'client', 'staff', 'admin'] as const
export type Role = (typeof roles)[number]

export type User = {
  readonly id: string
  email: string
  role: Role
  first_name: string | null
  last_name: string | null
  phone_number: string | null
  avatar: string | null
  readonly created_at: string
  updated_at: string
}

/** The documentation calls the image `logo`, the public client library `avatar`; it is stored once. */
export type Group = {
  readonly id: string
  name: string
  users: string[]
  image: string | null
  readonly created_at: string
  updated_at: string
}

export type Members = { users: string[]; groups: string[] }

export type Space = {
  readonly id: string
  name: string
  members: Members
  readonly created_at: string
  updated_at: string
}

export type FileVersion = {
  readonly blob: string
  readonly size: number
  readonly thumbnail_blob: string | null
  readonly silent: boolean
  readonly created_at: string
  readonly user_id: string
}

/** One entry of a folder. A file has at least one version, the newest last; a folder has none. */
export type FileEntry = {
  readonly id: string
  readonly space_id: string
  readonly parent_id: string | null
  readonly name: string
  readonly is_folder: boolean
  readonly created_at: string
  readonly versions: FileVersion[]
}

export type Message = {
  readonly id: string
  readonly space_id: string
  readonly user_id: string
  readonly content: string
  readonly created_at: string
}

export type App = {
  readonly id: string
  config_type: 'global' | 'user'
  label: string
  icon: string
  route: string
  app_type: string
  readonly created_at: string
  updated_at: string
}

export type Customization = {
  readonly id: string
  readonly user_id: string
  readonly app_id: string
  config: unknown
  readonly created_at: string
  updated_at: string
}
