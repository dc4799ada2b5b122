import { z } from 'zod'
import { failure } from '../failure.ts'
import { groupId, userId } from '../person.ts'
import { spaceId } from '../space.ts'

export const spaceTemplateId = z.string().min(1).max(64).brand<'SpaceTemplateId', 'inout'>()
export type SpaceTemplateId = z.infer<typeof spaceTemplateId>

/** What a template says of every space made from it (docs/specs/people.md, Setting up spaces). */
export const spacePattern = z.object({
  /** The space's name, with fields. */
  spaceName: z.string().trim().min(1).max(255),
  users: z.array(userId).max(20_000),
  groups: z.array(groupId).max(5_000),
  /** Paths such as "Contracts/2026", with fields; each folder of a path is made. */
  folders: z.array(z.string().trim().min(1).max(1000)).max(200),
  /** The first message, with fields; '': none. */
  message: z.string().max(20_000),
  /** Its own fields, filled once for a setup, with what they stand for unless somebody says otherwise. */
  fields: z
    .array(
      z.object({
        name: z
          .string()
          .trim()
          .regex(/^\p{L}[\p{L}\p{N}._ -]{0,39}$/u),
        value: z.string().max(500),
      }),
    )
    .max(20),
})
export type SpacePattern = Readonly<z.infer<typeof spacePattern>>

export const spaceTemplate = spacePattern.extend({
  id: spaceTemplateId,
  name: z.string().trim().min(1).max(60),
})
export type SpaceTemplate = Readonly<z.infer<typeof spaceTemplate>>

export const setupId = z.string().min(1).max(64).brand<'SetupId', 'inout'>()
export type SetupId = z.infer<typeof setupId>

/** P1.26: why a row is left out. */
export const leftOutReason = z.enum(['unfilled', 'name', 'had', 'twice', 'exists'])

/** One space as it would be made. */
export const plannedSpace = z.object({
  userId: userId.nullable(),
  /** The person it is for; '' when nobody's. */
  person: z.string(),
  name: z.string(),
  users: z.array(userId),
  groups: z.array(groupId),
  folders: z.array(z.array(z.string())),
  message: z.string(),
  unfilled: z.array(z.string()),
  leftOut: leftOutReason.nullable(),
})
export type PlannedSpace = Readonly<z.infer<typeof plannedSpace>>

export const setupPhase = z.enum(['left-out', 'planned', 'making', 'filling', 'done', 'failed'])
export type SetupPhase = z.infer<typeof setupPhase>

export const setupRow = plannedSpace.extend({
  number: z.number().int(),
  phase: setupPhase,
  spaceId: spaceId.nullable(),
  problem: failure.nullable(),
})
export type SetupRow = Readonly<z.infer<typeof setupRow>>

export const setupSummary = z.object({
  id: setupId,
  templateId: spaceTemplateId.nullable(),
  title: z.string(),
  state: z.enum(['plan', 'running', 'paused', 'done']),
  problem: failure.nullable(),
  createdAt: z.number(),
  counts: z.record(setupPhase, z.number().int()),
})
export type SetupSummary = Readonly<z.infer<typeof setupSummary>>

export const setupView = setupSummary.extend({ rows: z.array(setupRow) })
export type SetupView = Readonly<z.infer<typeof setupView>>
