import { z } from 'zod'
import { groupId, userId } from '../person.ts'
import { spaceId } from '../space.ts'

// What the window shows and sends of people, groups, spaces and who sees what.

const text = (most: number) => z.string().trim().max(most)

/** What can be written of a person; null: empty. */
export const personFieldValues = z.object({
  email: text(320),
  role: text(40),
  firstName: text(120).nullable(),
  lastName: text(120).nullable(),
  phoneNumber: text(60).nullable(),
  avatar: text(2000).nullable(),
})
export type PersonFieldValues = Readonly<z.infer<typeof personFieldValues>>

const named = <T extends z.ZodType>(id: T) => z.object({ id, name: z.string() })

export const personDetail = personFieldValues.extend({
  id: userId,
  name: z.string(),
  createdAt: z.number(),
  /** False: no longer in the portal. */
  listed: z.boolean(),
  groups: z.array(named(groupId).extend({ builtIn: z.boolean() })),
  spaces: z.array(
    named(spaceId).extend({
      /** Groups that lead there; empty: a member in person. */
      through: z.array(z.string()),
    }),
  ),
})
export type PersonDetail = z.infer<typeof personDetail>

export const groupView = named(groupId).extend({ builtIn: z.boolean(), memberCount: z.number().int() })
export type GroupView = z.infer<typeof groupView>

export const groupDetail = groupView.extend({
  users: z.array(userId),
  spaces: z.array(named(spaceId)),
})
export type GroupDetail = z.infer<typeof groupDetail>

export const memberIds = z.object({
  users: z.array(userId).max(20_000),
  groups: z.array(groupId).max(5_000),
})

/** A name and members: of a space, or of a group (which has no groups in it). */
export const namedMembers = z.object({ name: text(255).min(1), members: memberIds })
export type NamedMembers = z.infer<typeof namedMembers>

export const clash = z.object({
  field: z.string(),
  base: z.string().nullable(),
  mine: z.string().nullable(),
  theirs: z.string().nullable(),
})
export type ClashView = z.infer<typeof clash>

/** P1.14: written, or what a person has to decide first. */
export const saveOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved') }),
  z.object({ kind: z.literal('clash'), clashes: z.array(clash) }),
])
export type SaveOutcome = z.infer<typeof saveOutcome>

const way = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member') }),
  z.object({ kind: z.literal('group'), groupId, name: z.string(), builtIn: z.boolean() }),
  z.object({ kind: z.literal('admin') }),
])

/** P1.15 */
export const viewerView = z.object({
  id: userId,
  name: z.string(),
  email: z.string(),
  role: z.string(),
  ways: z.array(way),
})
export type ViewerView = z.infer<typeof viewerView>
