import { z } from 'zod'
import { type App, appId, type AppUserCustomization } from '../../core/app.ts'
import { type File, fileId } from '../../core/file.ts'
import { type Message, messageId } from '../../core/message.ts'
import { type Group, groupId, type User, userId } from '../../core/person.ts'
import { type Space, spaceId } from '../../core/space.ts'
import type { Page, Sas } from './client.ts'

// Foyer's snake_case answers, turned into core's shapes once, at the edge. Unknown fields fall away;
// fields the contract calls optional may be absent, null or empty; unknown roles pass as they came.

const textOrNull = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value))

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(?:(Z)|([+-]\d\d):?(\d\d)?)?)?$/i

/** ISO 8601, or a database's way of writing it, to milliseconds. A time without a zone is UTC, not local time. */
const parseTime = (text: string): number => {
  const [, day, hours = '00:00', , zoneHours, zoneMinutes = '00'] = iso.exec(text) ?? []
  if (day === undefined) return NaN
  return Date.parse(`${day}T${hours}${zoneHours === undefined ? 'Z' : `${zoneHours}:${zoneMinutes}`}`)
}

const time = z.union([z.number(), z.string()]).transform((value, context) => {
  const ms = typeof value === 'number' ? value : parseTime(value)
  if (!Number.isNaN(ms)) return ms
  context.addIssue({ code: 'custom', message: 'not a time' })
  return z.NEVER
})

/** Bytes; databases with 64-bit sizes print them as text. Folders have none. */
const size = z
  .union([z.number(), z.string().regex(/^\d+$/)])
  .nullish()
  .transform((value) => Number(value ?? 0))

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const times = { created_at: time, updated_at: time.nullish() }

export const userWire = z
  .object({
    id: userId,
    email: text,
    role: text,
    first_name: textOrNull,
    last_name: textOrNull,
    phone_number: textOrNull,
    avatar: textOrNull,
    ...times,
  })
  .transform((wire): User => ({
    id: wire.id,
    email: wire.email,
    role: wire.role,
    firstName: wire.first_name,
    lastName: wire.last_name,
    phoneNumber: wire.phone_number,
    avatar: wire.avatar,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
  }))

/** The image is `logo` in the documentation and `avatar` in the public library. */
export const groupWire = z
  .object({
    id: groupId,
    name: text,
    users: list(userId),
    logo: textOrNull,
    avatar: textOrNull,
    created_at: time.nullish(),
    updated_at: time.nullish(),
  })
  .transform((wire): Group => ({
    id: wire.id,
    name: wire.name,
    users: wire.users,
    logo: wire.logo ?? wire.avatar,
    // Built-in groups were never created by anybody.
    createdAt: wire.created_at ?? 0,
    updatedAt: wire.updated_at ?? wire.created_at ?? 0,
  }))

export const spaceWire = z
  .object({
    id: spaceId,
    name: text,
    members: z.object({ users: list(userId), groups: list(groupId) }).nullish(),
    ...times,
  })
  .transform((wire): Space => ({
    id: wire.id,
    name: wire.name,
    members: wire.members ?? { users: [], groups: [] },
    createdAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
  }))

export const fileWire = z
  .object({
    id: fileId,
    space_id: spaceId,
    parent_id: z.union([fileId, z.literal('')]).nullish(),
    name: text,
    size,
    is_folder: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
    blob: textOrNull,
    thumbnail_blob: textOrNull,
    created_at: time,
  })
  .transform((wire): File => ({
    id: wire.id,
    spaceId: wire.space_id,
    parentId: wire.parent_id === undefined || wire.parent_id === '' ? null : wire.parent_id,
    name: wire.name,
    size: wire.is_folder ? 0 : wire.size,
    isFolder: wire.is_folder,
    blob: wire.blob,
    thumbnailBlob: wire.thumbnail_blob,
    createdAt: wire.created_at,
  }))

/** The web chat writes contents of a shape nobody documents; what is not text is kept as its JSON. */
const content = z.unknown().transform((value) => {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
})

export const messageWire = z
  .object({
    id: messageId,
    space_id: spaceId,
    // Nobody's message, should there be one, must not hide the whole page it is on.
    user_id: userId.nullish().transform((value) => value ?? userId.parse('unknown')),
    content,
    created_at: time,
  })
  .transform((wire): Message => ({
    id: wire.id,
    spaceId: wire.space_id,
    userId: wire.user_id,
    content: wire.content,
    createdAt: wire.created_at,
  }))

export const sasWire = z
  .object({ token: z.string().min(1), url: z.string().min(1) })
  .transform(({ token, url }): Sas => ({ token: token.replace(/^\?/, ''), url }))

export const appWire = z
  .object({
    id: appId,
    config_type: text,
    label: text,
    icon: textOrNull,
    route: textOrNull,
    app_type: text,
    effective_route: textOrNull,
    ...times,
  })
  .transform((wire): App => ({
    id: wire.id,
    configType: wire.config_type,
    label: wire.label,
    icon: wire.icon,
    route: wire.route,
    appType: wire.app_type,
    effectiveRoute: wire.effective_route,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
  }))

/** A plain array; an envelope of results would be read too. */
export const appsWire = z.union([
  z.array(appWire),
  z.object({ results: z.array(appWire) }).transform(({ results }) => results),
])

export const customizationWire = z
  .object({
    id: z.string(),
    user_id: userId,
    app_id: appId,
    config: z.record(z.string(), z.unknown()).nullish(),
    ...times,
  })
  .transform((wire): AppUserCustomization => ({
    id: wire.id,
    userId: wire.user_id,
    appId: wire.app_id,
    config: wire.config ?? {},
    createdAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
  }))

/** What a search answers. Messages come without a count. */
export const pageWire = <T>(item: z.ZodType<T>): z.ZodType<Page<T>> =>
  z
    .object({ results: z.array(item), count: z.number().nullish() })
    .transform(({ results, count }) => ({ results, count: count ?? null }))
