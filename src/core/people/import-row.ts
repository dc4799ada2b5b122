import { z } from 'zod'

/** What an import may write of a person, and change of one who is there. */
export const personField = z.enum(['email', 'firstName', 'lastName', 'phoneNumber'])
export type PersonField = z.infer<typeof personField>
export const personFields = personField.options

/** One person of a source. Texts are trimmed; null: the source has none. */
export const importRow = z.object({
  /** The source's own id, by which a link finds the person again; null where it has none (CSV). */
  sourceId: z.string().nullable(),
  /** The line of the table it begins on, for people; null elsewhere. */
  line: z.number().int().nullable(),
  email: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  role: z.string().nullable(),
  /** Null where the source does not say. */
  active: z.boolean().nullable(),
  groups: z.array(z.string()),
})
export type ImportRow = Readonly<z.infer<typeof importRow>>

export const newRole = z.enum(['client', 'guest', 'staff'])

export const importChoices = z.object({
  /** Fields whose value in the portal is written over (P1.5). */
  overwrite: z.array(personField),
  /** For whoever is created and has none of their own. */
  role: newRole,
  makeDefaultSpace: z.boolean(),
  /** P1.11 */
  invite: z.boolean(),
  inactive: z.enum(['skip', 'include']),
  /** By row key: which person it is, that it is a new one, or that it is left out. */
  decisions: z.record(z.string(), z.string()),
})
export type ImportChoices = Readonly<z.infer<typeof importChoices>>

export const usualChoices: ImportChoices = {
  ...{ overwrite: [], role: 'client', makeDefaultSpace: false, invite: false, inactive: 'skip' },
  decisions: {},
}

/** Decisions that name no person. */
export const decidedSkip = 'skip'
/** By address alone, whatever an old link says. */
export const decidedNew = 'new'
