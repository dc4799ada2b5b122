import { z } from 'zod'

/**
 * Where a job's one message stands (T1.105): `waiting` for the job's end; `asks` a person, because not everything
 * arrived; `queued` in the outbox, for good; `dropped`: there is nothing to tell, or the person said no.
 */
export const summaryState = z.enum(['waiting', 'asks', 'queued', 'dropped'])
export type SummaryState = z.infer<typeof summaryState>

export const jobSummary = z.object({
  state: summaryState,
  /** As the person wrote it, with its places to fill. */
  template: z.string(),
  /** What {folder} stands for. */
  folder: z.string(),
})
export type JobSummary = Readonly<z.infer<typeof jobSummary>>
