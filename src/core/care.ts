import { z } from 'zod'

/** What happened to a portal's archive that its person should hear of (docs/specs/archive.md). */
export const careNote = z.object({
  /** When it was found, ms since the epoch. */
  at: z.number(),
  /** `words`: only the index that searching uses, which is made anew from what lies beside it. */
  damaged: z.enum(['cache', 'journal', 'both', 'words']),
  /** The name of the folder, inside the archive's `aside`, where the broken files are kept; '' when none had to be. */
  aside: z.string(),
  /** Messages in the outbox that wait as before, and those of which nobody knows whether they were sent. */
  messages: z.number(),
  asking: z.number(),
  drafts: z.number(),
  /** Transfers that were under way are no longer known. */
  transfersLost: z.boolean(),
})
export type CareNote = Readonly<z.infer<typeof careNote>>
