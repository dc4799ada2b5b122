import { z } from 'zod'

/** A person of Foundry. Codes keep their leading zeros; ids of locations are text on both sides. */
export type FoundryPerson = {
  readonly id: string
  readonly email: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly ssoId: string | null
  readonly employeeId: string | null
  readonly studentId: string | null
  readonly locationId: string | null
  /** Null where Foundry did not say. */
  readonly active: boolean | null
  readonly labels: readonly string[]
}

export const foundryLocation = z.object({ id: z.string(), name: z.string() })
export type FoundryLocation = Readonly<z.infer<typeof foundryLocation>>

export const foundryCategory = z.object({
  id: z.string(),
  name: z.string(),
  labels: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type FoundryCategory = z.infer<typeof foundryCategory>

/** One person's standing in one assignment. `percent` 0 to 100, null where Foundry does not say. */
export type FoundryProgress = {
  readonly userId: string
  readonly email: string | null
  readonly assignmentId: string
  readonly name: string
  readonly status: string | null
  readonly percent: number | null
  readonly dueOn: string | null
  readonly pastDue: boolean
}

/** What a reading of people brought. `total` is Foundry's own count, null where it gave none. */
export type FoundryReading = {
  readonly people: readonly FoundryPerson[]
  readonly total: number | null
  /** False when Foundry counts more people than could be read (F1.10). */
  readonly complete: boolean
}
